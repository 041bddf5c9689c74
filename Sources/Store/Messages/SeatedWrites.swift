import Database
import HearthCore

/// Units of work that give message ids: on PostgreSQL under the number of this server, which is taken once more where it was lost.
struct SeatedWrites: Sendable {
    private let context: StoreContext
    /// Nil on SQLite, which has one server.
    private let seat: NodeSeat?

    init(_ context: StoreContext, _ seat: NodeSeat?) {
        self.context = context
        self.seat = seat
    }

    /// The same, with trouble told in the words of another context of the database.
    func reporting(to context: StoreContext) -> SeatedWrites { SeatedWrites(context, seat) }

    /// - Parameter body: throws `SeatLost` where another server has the number now; it is run again then. It is given nil on
    ///   SQLite.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection, NodeSeat.Taken?) throws -> T, mayTakeSeat: Bool = true,
        completion: @escaping @Sendable (Result<T, Failure>) -> Void
    ) {
        context.database.write { sql in
            guard let seat else { return try body(sql, nil) }
            guard let taken = seat.current else { throw SeatLost() }
            return try body(sql, taken)
        } completion: { result in
            switch result {
            case .success(let value): completion(.success(value))
            case .failure(is SeatLost) where mayTakeSeat: retake(body, completion)
            case .failure(is SeatLost): completion(.failure(Failure(.serverNeedRetry)))
            case .failure(let error): completion(.failure(context.errors.failure(for: error)))
            }
        }
    }

    func writing<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection, NodeSeat.Taken?) throws -> T
    ) async throws(Failure) -> T {
        let result: Result<T, Failure> = await withCheckedContinuation { continuation in
            write(body) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// Rare, and on a database thread: blocking is allowed.
    private func retake<T: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection, NodeSeat.Taken?) throws -> T,
        _ completion: @escaping @Sendable (Result<T, Failure>) -> Void
    ) {
        do throws(DatabaseError) {
            try seat?.take()
        } catch {
            return completion(.failure(context.errors.failure(for: error)))
        }
        write(body, mayTakeSeat: false, completion: completion)
    }
}

extension NodeSeat.Taken {
    /// Answers a row while this server has the number, and keeps it so until the commit.
    var stillHeld: PostgresCommand {
        PostgresCommand(
            "SELECT number FROM nodes WHERE number = ?1 AND holder = ?2 FOR UPDATE", [.integer(number), .text(holder)])
    }
}
