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
        _ device: DeviceAddress, with peer: Peer, _ conversation: ConversationID, after cursor: MessageID, limit: Int,
        completion: @escaping Completion<[TimelineItem]>
    ) {
        let query = PageQuery(device: device, peer: peer, conversation: conversation, cursor: cursor, limit: limit)
        context.read({ sql in Array(try query.run(sql)[...].withinPageBytes) }, completion: completion)
    }

    public func history(
        _ device: DeviceAddress, with peer: Peer, _ direction: HistoryDirection, limit: Int,
        completion: @escaping Completion<HistoryPage>
    ) {
        let query = HistoryQuery(device: device, peer: peer, direction: direction, limit: limit)
        context.read({ sql in try query.run(sql) }, completion: completion)
    }

    public func unread(_ account: Account, completion: @escaping Completion<[UnreadCount]>) {
        context.read({ sql in try UnreadQuery(account: account).run(sql) }, completion: completion)
    }

    public func audience(
        of conversation: ConversationID, in app: AppNumber, completion: @escaping Completion<GroupAudiences.Audience?>
    ) {
        context.read({ sql in try AudienceQuery(conversation: conversation, app: app).run(sql) }, completion: completion)
    }

    public func list(
        _ device: DeviceAddress, undeliveredOnly: Bool, completion: @escaping Completion<[ConversationState]>
    ) {
        context.read({ sql in try ConversationList(device: device, undeliveredOnly: undeliveredOnly).run(sql) }, completion: completion)
    }

    public func save(_ cursors: [CursorKey: MessageID], now: Instant, completion: @escaping Completion<Void>) {
        context.write({ sql in try CursorWriter(cursors, now).write(sql) }, completion: completion)
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
            SELECT p.conversation,
                CASE WHEN p.until = 0 OR c.newest < p.until THEN c.newest ELSE p.until END, p.own_newest, p.joined, p.transient,
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
                    own: row.optionalInt64(5), furthest: row.optionalInt64(6), registered: row.optionalInt64(7),
                    joined: row.int64(3)),
                newest: MessageID(max(row.int64(1), row.int64(2))), isTransient: row.bool(4))
        }
    }

    private static func parameters(_ device: DeviceAddress) -> [SQLValue] {
        [
            .integer(device.account.app.rawValue), .integer(device.account.user.rawValue),
            .integer(Int64(device.device.rawValue)),
        ]
    }
}
