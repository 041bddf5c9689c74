import Database
import HearthCore
import IM

/// Writes messages to SQLite: a batch is one transaction on the writer thread.
public struct SQLiteMessageLog: MessageLog {
    private let context: StoreContext
    private let ids: MessageIDs
    private let editor: any BodyEditor

    public init(_ context: StoreContext, ids: MessageIDs, editor: any BodyEditor) {
        self.context = context
        self.ids = ids
        self.editor = editor
    }

    public func commit(_ batch: [OutgoingMessage], completion: @escaping @Sendable ([SendResult]) -> Void) {
        context.write { [callbacks = context.callbacks] sql in
            guard let connection = sql as? SQLiteConnection else { throw Failure(.serverUnknownError) }
            return try SQLiteBatchWriter(sql: connection, ids: ids, editor: editor, callbacks: callbacks?.table ?? [:]).write(batch)
        } completion: { result in
            switch result {
            case .success(let results): completion(results)
            case .failure(let failure): completion(batch.map { .refused($0.refusal(failure)) })
            }
        }
    }

    /// The largest message id ever written here, for the clock at start.
    public static func newest(_ sql: any SQLConnection) throws -> MessageID {
        try sql.first("SELECT value FROM counters WHERE name = 'newest_message'", []) { MessageID($0.int64(0)) } ?? .zero
    }
}
