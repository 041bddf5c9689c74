import Database
import HearthCore
import IM

/// Callbacks as rows.
enum CallbackRow {
    /// Nil for an event that another version wrote.
    /// - Parameter row: number, app, at, event, sender, target, message, others, body, tries.
    static func callback(_ row: any Row) -> Callback? {
        guard let event = CallbackEvent(number: row.int64(3)) else { return nil }
        let facts = CallbackFacts(
            app: AppNumber(row.int64(1)), event: event, at: Instant(milliseconds: row.int64(2)), from: UserID(row.int64(4)),
            target: target(row.int64(5), of: event), message: MessageID(row.int64(6)), others: users(row.text(7)), body: row.blob(8))
        return Callback(number: row.int64(0), facts: facts, tries: Int(row.int64(9)))
    }

    private static func target(_ id: Int64, of event: CallbackEvent) -> MessageTarget {
        guard event.kind != .user, let wire = UInt64(exactly: id), let peer = Peer(wire: wire) else { return .unnamed }
        return MessageTarget(peer)
    }

    static func others(_ users: [UserID]) -> [UInt8] { Array(users.map { String($0.rawValue) }.joined(separator: ",").utf8) }

    private static func users(_ text: String) -> [UserID] { text.split(separator: ",").compactMap { Int64($0).map { UserID($0) } } }
}
