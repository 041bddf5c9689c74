/// A unit of work that waits for a thread, with its result type closed in.
struct UnitOfWork: Sendable {
    /// What came of a body, kept back until its transaction has ended.
    struct Ran {
        /// What the body threw.
        var failure: (any Error)?
        /// Calls the completion: with the failure, or with the body's value when there is none.
        let deliver: ((any Error)?) -> Void
    }

    /// Runs the body.
    let run: @Sendable (any SQLConnection) -> Ran
    /// Calls the completion without having run the body.
    let refuse: @Sendable (DatabaseError) -> Void

    init<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> T,
        completion: @escaping @Sendable (Result<T, any Error>) -> Void
    ) {
        run = { connection in
            do {
                let value = try body(connection)
                return Ran(failure: nil) { failure in completion(failure.map(Result.failure) ?? .success(value)) }
            } catch {
                return Ran(failure: error) { failure in completion(.failure(failure ?? error)) }
            }
        }
        refuse = { completion(.failure($0)) }
    }
}
