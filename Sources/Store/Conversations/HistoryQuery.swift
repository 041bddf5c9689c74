import Database
import HearthCore
import IM

/// One range of a timeline, read in either direction.
struct HistoryQuery {
    let app: AppNumber
    let conversation: ConversationID
    /// Nothing up to this id is the reader's.
    let joined: MessageID
    let direction: HistoryDirection
    let limit: Int

    func run(_ sql: any SQLConnection) throws -> HistoryPage {
        // One more than asked for tells whether anything is left.
        var items: [TimelineItem]
        switch direction {
        case .older(let key):
            items = try sql.all(
                """
                SELECT id, sender, device, payload FROM messages
                WHERE app = ?1 AND conversation = ?2 AND id > ?3 AND id < ?4 ORDER BY id DESC LIMIT ?5
                """, parameters(key == .zero ? MessageID(Int64.max) : key), SQLConversationStore.item)
        case .newer(let key):
            items = try sql.all(
                """
                SELECT id, sender, device, payload FROM messages
                WHERE app = ?1 AND conversation = ?2 AND id > ?3 AND id > ?4 ORDER BY id LIMIT ?5
                """, parameters(key), SQLConversationStore.item)
        }
        let isMore = items.count > limit
        let page = items.prefix(limit).withinPageBytes
        let next = isMore || page.count < min(items.count, limit) ? page.last?.id ?? .zero : .zero
        items = direction.isNewer ? page.reversed() : Array(page)
        return HistoryPage(items: items, next: next)
    }

    private func parameters(_ key: MessageID) -> [SQLValue] {
        [
            .integer(app.rawValue), .integer(conversation.rawValue), .integer(joined.rawValue), .integer(key.rawValue),
            .integer(Int64(limit + 1)),
        ]
    }
}

extension HistoryDirection {
    fileprivate var isNewer: Bool {
        if case .newer = self { true } else { false }
    }
}
