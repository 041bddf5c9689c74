import Database
import HearthCore
import IM

/// Conversations, pages, history and cursors in SQL.
public struct SQLConversationStore: ConversationStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func open(
        _ device: DeviceAddress, with peer: Peer, completion: @escaping Completion<OpenConversation?>
    ) {
        context.read({ sql in try Self.line(sql, device, peer) }, completion: completion)
    }

    public func items(
        _ app: AppNumber, _ conversation: ConversationID, after cursor: MessageID, limit: Int,
        completion: @escaping Completion<[TimelineItem]>
    ) {
        context.read(
            { sql in
                let rows = try sql.all(
                    """
                    SELECT id, sender, device, payload FROM messages
                    WHERE app = ?1 AND conversation = ?2 AND id > ?3 ORDER BY id LIMIT ?4
                    """,
                    [
                        .integer(app.rawValue), .integer(conversation.rawValue), .integer(cursor.rawValue),
                        .integer(Int64(limit)),
                    ], Self.item)
                return Array(rows[...].withinPageBytes)
            }, completion: completion)
    }

    public func history(
        _ account: Account, with peer: Peer, _ direction: HistoryDirection, limit: Int,
        completion: @escaping Completion<HistoryPage>
    ) {
        context.read(
            { sql in
                let place = try sql.first(
                    "SELECT conversation, joined FROM participants WHERE app = ?1 AND user_id = ?2 AND peer = ?3",
                    [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(Int64(peer.wire))]
                ) { (ConversationID($0.int64(0)), MessageID($0.int64(1))) }
                guard let (conversation, joined) = place else { return HistoryPage(items: [], next: .zero) }
                return try HistoryQuery(
                    app: account.app, conversation: conversation, joined: joined, direction: direction, limit: limit
                ).run(sql)
            }, completion: completion)
    }

    public func list(
        _ device: DeviceAddress, undeliveredOnly: Bool, completion: @escaping Completion<[ConversationState]>
    ) {
        context.read({ sql in try ConversationList(device: device, undeliveredOnly: undeliveredOnly).run(sql) }, completion: completion)
    }

    public func save(_ cursors: [CursorKey: MessageID], completion: @escaping Completion<Void>) {
        context.write(
            { sql in
                try CursorWriter(cursors).write(sql)
            }, completion: completion)
    }

    static func item(_ row: any Row) -> TimelineItem {
        TimelineItem(
            id: MessageID(row.int64(0)), sender: UserID(row.int64(1)), device: DeviceSN(Int32(clamping: row.int64(2))),
            payload: row.blob(3))
    }
}

// MARK: - Cursors

extension SQLConversationStore {
    /// Where a device without a cursor of its own begins: after what any device of the user has
    /// confirmed, but not after its own registration; a user's first device begins at the beginning.
    /// No cursor reaches before the user joined: who left and came back has an old one.
    static func cursor(own: Int64?, furthest: Int64?, registered: Int64?, joined: Int64) -> MessageID {
        MessageID(max(joined, own ?? min(furthest ?? 0, registered ?? 0)))
    }

    private static func line(
        _ sql: any SQLConnection, _ device: DeviceAddress, _ peer: Peer
    ) throws -> OpenConversation? {
        try sql.first(
            """
            SELECT p.conversation, c.newest, p.joined,
                (SELECT message FROM cursors
                 WHERE app = p.app AND user_id = p.user_id AND conversation = p.conversation AND device = ?3),
                (SELECT max(message) FROM cursors
                 WHERE app = p.app AND user_id = p.user_id AND conversation = p.conversation),
                (SELECT registered_at FROM devices WHERE app = p.app AND user_id = p.user_id AND sn = ?3)
            FROM participants p JOIN conversations c ON c.app = p.app AND c.id = p.conversation
            WHERE p.app = ?1 AND p.user_id = ?2 AND p.peer = ?4
            """, parameters(device) + [.integer(Int64(peer.wire))]
        ) { row in
            OpenConversation(
                id: ConversationID(row.int64(0)),
                cursor: cursor(
                    own: row.optionalInt64(3), furthest: row.optionalInt64(4), registered: row.optionalInt64(5),
                    joined: row.int64(2)),
                newest: MessageID(row.int64(1)))
        }
    }

    private static func parameters(_ device: DeviceAddress) -> [SQLValue] {
        [
            .integer(device.account.app.rawValue), .integer(device.account.user.rawValue),
            .integer(Int64(device.device.rawValue)),
        ]
    }
}
