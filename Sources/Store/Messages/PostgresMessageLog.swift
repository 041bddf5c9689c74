import Database
import HearthCore
import IM

/// Writes messages to PostgreSQL: a batch is one transaction.
public struct PostgresMessageLog: MessageLog {
    private let context: StoreContext
    private let ids: MessageIDs
    private let seat: NodeSeat
    private let editor: any BodyEditor

    public init(_ context: StoreContext, ids: MessageIDs, seat: NodeSeat, editor: any BodyEditor) {
        self.context = context
        self.ids = ids
        self.seat = seat
        self.editor = editor
    }

    public func commit(_ batch: [OutgoingMessage], completion: @escaping @Sendable ([SendResult]) -> Void) {
        attempt(batch, mayTakeSeat: true, completion)
    }

    private func attempt(
        _ batch: [OutgoingMessage], mayTakeSeat: Bool, _ completion: @escaping @Sendable ([SendResult]) -> Void
    ) {
        context.database.write { sql in
            guard let connection = sql as? PostgresConnection else { throw Failure(.serverUnknownError) }
            guard let taken = seat.current else { throw SeatLost() }
            return try PostgresBatchWriter(sql: connection, ids: ids, seat: taken, editor: editor).write(batch)
        } completion: { result in
            switch result {
            case .success(let results): completion(results)
            case .failure(is SeatLost) where mayTakeSeat: retake(batch, completion)
            case .failure(is SeatLost): refuse(batch, Failure(.serverNeedRetry), completion)
            case .failure(let error): refuse(batch, context.errors.failure(for: error), completion)
            }
        }
    }

    /// Rare, and on a database thread: blocking is allowed.
    private func retake(_ batch: [OutgoingMessage], _ completion: @escaping @Sendable ([SendResult]) -> Void) {
        do throws(DatabaseError) {
            try seat.take()
        } catch {
            return refuse(batch, context.errors.failure(for: error), completion)
        }
        attempt(batch, mayTakeSeat: false, completion)
    }

    private func refuse(_ batch: [OutgoingMessage], _ failure: Failure, _ completion: @Sendable ([SendResult]) -> Void) {
        completion(batch.map { _ in .refused(failure) })
    }
}
