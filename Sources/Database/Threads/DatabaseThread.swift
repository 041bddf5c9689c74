import Glibc

/// A thread of the database. Blocking calls belong here: they would stall an event loop or the cooperative pool.
struct DatabaseThread: Sendable {
    private let id: pthread_t

    /// Starts the thread.
    init(_ body: @escaping @Sendable () -> Void) throws(DatabaseError) {
        let start = Unmanaged.passRetained(Start(body))
        var id = pthread_t()
        let code = pthread_create(
            &id, nil,
            { argument in
                guard let argument else { return nil }
                let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
                start.body()
                return nil
            }, start.toOpaque())
        guard code == 0 else {
            start.release()
            throw DatabaseError(.unavailable, code: String(code), "no thread for the database")
        }
        self.id = id
    }

    /// Waits for its end. On the thread itself it lets the thread end by itself instead.
    func join() {
        if pthread_equal(id, pthread_self()) != 0 {
            pthread_detach(id)
        } else {
            pthread_join(id, nil)
        }
    }

    private final class Start: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
}
