import Database
import HearthCore
import IM

/// Writes messages to PostgreSQL: a batch is one transaction.
public struct PostgresMessageLog: MessageLog {
    private let writes: SeatedWrites
    private let callbacks: CallbackWishes?
    private let ids: MessageIDs
    private let editor: any BodyEditor

    public init(_ context: StoreContext, ids: MessageIDs, seat: NodeSeat, editor: any BodyEditor) {
        writes = SeatedWrites(context, seat)
        callbacks = context.callbacks
        self.ids = ids
        self.editor = editor
    }

    public func commit(_ batch: [OutgoingMessage], completion: @escaping @Sendable ([SendResult]) -> Void) {
        writes.write { [ids, editor, callbacks] sql, seat in
            guard let connection = sql as? PostgresConnection, let seat else { throw Failure(.serverUnknownError) }
            return try PostgresBatchWriter(
                sql: connection, ids: ids, seat: seat, editor: editor, callbacks: callbacks?.table ?? [:]
            ).write(batch)
        } completion: { result in
            switch result {
            case .success(let results): completion(results)
            case .failure(let failure): completion(batch.map { .refused($0.refusal(failure)) })
            }
        }
    }
}
