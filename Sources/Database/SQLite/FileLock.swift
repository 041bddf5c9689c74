import Glibc

/// The right to use a store: one server at a time. Held while the value lives; a crash gives it back too.
public final class FileLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock on `path`, a file of its own that stays behind. Throws `inUse` when somebody else holds it.
    init(path: String) throws(DatabaseError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DatabaseError(.unavailable, code: String(errno), "cannot open \(path)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw DatabaseError(code == EWOULDBLOCK ? .inUse : .unavailable, code: String(code), "another server holds \(path)")
        }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
