import CSQLite
import Glibc

/// A SQLite file to copy and to check, whether a server uses it or not.
public struct SQLiteFile: Sendable {
    public let path: String

    public init(_ path: String) { self.path = path }

    /// Whether there is a file of this name.
    public var exists: Bool { access(path, F_OK) == 0 }

    /// Whether it has a write-ahead log: somebody has it open, or did not close it in order.
    var hasLog: Bool { access(path + "-wal", F_OK) == 0 }

    /// Keeps servers out while the lock lives. Throws `inUse` when one has the file.
    public func own() throws(DatabaseError) -> FileLock { try FileLock(path: path + ".lock") }

    /// How a copy is paced, so that a server beside it finds the disk free: so many pages, then a pause.
    private static let step = (pages: Int32(256), microseconds: UInt32(2_000))
    /// Steps after which what was written goes to the disk: little at a time, or the server's commits would wait for all of it.
    private static let stepsPerFlush = 4

    /// Copies one state of the store, with everything committed before, to a new file that no other file belongs to.
    ///
    /// A server may go on writing meanwhile: its log grows until the copy is done. The copy is on disk when this returns.
    /// - Parameter progress: told pages copied and pages there are.
    /// - Throws: `unavailable` when either file cannot be opened or written, `full` when the disk is, `corrupt` when this is no database.
    public func copy(to target: String, progress: (Int, Int) -> Void = { _, _ in }) throws(DatabaseError) {
        let source = try SQLiteConnection(path: path, settings: .visitor)
        // One state of the store for the whole copy: without it each commit of the server would begin the copy anew.
        try source.execute("BEGIN")
        defer { source.rollback() }
        _ = try source.first("PRAGMA schema_version", []) { $0.int64(0) }
        try SQLiteDatabase.create(target)
        let file = open(target, O_RDWR | O_CLOEXEC)
        guard file >= 0 else { throw DatabaseError(.unavailable, code: String(errno), "cannot open \(target)") }
        defer { close(file) }
        let copy = try SQLiteConnection(path: target, settings: .draft)
        try Self.steps(from: source, to: copy, file, progress)
        // The copy of a store with a write-ahead log wants one too; this makes it a file that stands alone.
        try copy.executeScript("PRAGMA journal_mode = DELETE")
        guard fsync(file) == 0 else { throw DatabaseError(.unavailable, code: String(errno), "cannot write \(target)") }
    }

    /// Whether the file is sound: reads all of it.
    /// - Throws: `corrupt` with what is wrong.
    public func check() throws(DatabaseError) {
        let connection = try SQLiteConnection(path: path, settings: .visitor)
        let answer = try connection.first("PRAGMA quick_check(1)", []) { $0.text(0) } ?? "no answer"
        guard answer == "ok" else { throw DatabaseError(.corrupt, answer) }
    }

    private static func steps(
        from source: SQLiteConnection, to target: SQLiteConnection, _ file: Int32, _ progress: (Int, Int) -> Void
    ) throws(DatabaseError) {
        guard let backup = sqlite3_backup_init(target.handle, "main", source.handle, "main") else {
            throw DatabaseError.sqlite(sqlite3_extended_errcode(target.handle), String(cString: sqlite3_errmsg(target.handle)))
        }
        var code = SQLITE_OK
        var count = 0
        while code == SQLITE_OK {
            code = sqlite3_backup_step(backup, step.pages)
            let total = Int(sqlite3_backup_pagecount(backup))
            progress(total - Int(sqlite3_backup_remaining(backup)), total)
            count += 1
            if count.isMultiple(of: stepsPerFlush) { fdatasync(file) }
            if code == SQLITE_OK { usleep(step.microseconds) }
        }
        let finished = sqlite3_backup_finish(backup)
        let failure = code == SQLITE_DONE ? finished : code
        guard failure == SQLITE_OK else { throw DatabaseError.sqlite(failure, String(cString: sqlite3_errstr(failure))) }
    }
}

extension SQLiteFile {
    /// Puts a checked file in the place of this one, at once. What was here stays under `former`, which must not be there yet.
    ///
    /// The caller owns this path, and nobody has either file open.
    /// - Throws: `unavailable` with what cannot be done.
    public func replace(with other: String, keeping former: String) throws(DatabaseError) {
        if exists {
            // What its log still holds belongs to it. A file too damaged for that keeps its log beside it.
            if let old = try? SQLiteConnection(path: path, settings: .writer(.full)) { old.checkpoint() }
            if hasLog { try Self.move(path + "-wal", to: former + "-wal") }
            unlink(path + "-shm")
            guard link(path, former) == 0 else {
                throw DatabaseError(
                    .unavailable, code: String(errno), "cannot keep \(path) as \(former): \(String(cString: strerror(errno)))")
            }
        }
        try Self.move(other, to: path)
        Self.settle(path)
    }

    /// Renames a file, and returns when the new name is on disk.
    public static func move(_ from: String, to path: String) throws(DatabaseError) {
        guard rename(from, path) == 0 else {
            throw DatabaseError(.unavailable, code: String(errno), "cannot rename \(from) to \(path): \(String(cString: strerror(errno)))")
        }
        settle(path)
    }

    /// Brings the names in the directory of `path` to disk.
    private static func settle(_ path: String) {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
