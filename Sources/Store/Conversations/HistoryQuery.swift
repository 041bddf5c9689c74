import Database
import HearthCore
import IM

/// One range of a timeline, read in either direction: messages alone, as one device may see them.
struct HistoryQuery {
    let device: DeviceAddress
    let peer: Peer
    let direction: HistoryDirection
    let limit: Int

    /// The reader's place in the conversation.
    private struct Place {
        let conversation: ConversationID
        /// Nothing up to this id is his to see.
        let floor: MessageID
        /// The last that is his.
        let ceiling: Int64
        /// Nothing up to here is his that lies in one of his absences.
        let returned: Int64
        let readUpTo: MessageID
    }

    func run(_ sql: any SQLConnection) throws -> HistoryPage {
        guard let place = try place(sql) else { return HistoryPage(items: [], next: .zero) }
        // One more than asked for tells whether anything is left.
        let items: [HistoryPage.Entry]
        switch direction {
        case .older(let key):
            items = try sql.all(Self.older, parameters(place, key == .zero ? MessageID(Int64.max) : key)) { entry($0, place) }
        case .newer(let key):
            items = try sql.all(Self.newer, parameters(place, max(key, place.floor))) { entry($0, place) }
        }
        let isMore = items.count > limit
        let page = items.prefix(items.prefix(limit).map(\.item)[...].withinPageBytes.count)
        let next = isMore || page.count < min(items.count, limit) ? page.last?.item.id ?? .zero : .zero
        return HistoryPage(items: direction.isNewer ? page.reversed() : Array(page), next: next)
    }

    private func place(_ sql: any SQLConnection) throws -> Place? {
        try sql.first(
            """
            SELECT p.conversation, p.joined, p.cleared, p.read_upto, c.cleared, p.until, p.returned, g.history_visible
            FROM participants p
            LEFT JOIN cursors c
                ON c.app = p.app AND c.user_id = p.user_id AND c.conversation = p.conversation AND c.device = ?4
            LEFT JOIN groups g ON g.app = p.app AND g.id = p.peer
            WHERE p.app = ?1 AND p.user_id = ?2 AND p.peer = ?3
            """,
            [
                .integer(device.account.app.rawValue), .integer(device.account.user.rawValue), .integer(Int64(peer.wire)),
                .integer(Int64(device.device.rawValue)),
            ]
        ) { row in
            // Where a group shows its history, a member sees what was said before he came, and while he was away.
            let isShown = row.optionalInt64(7) == 1 && row.int64(5) == 0
            return Place(
                conversation: ConversationID(row.int64(0)),
                floor: MessageID(max(isShown ? 0 : row.int64(1), row.int64(2), row.optionalInt64(4) ?? 0)),
                ceiling: row.int64(5) == 0 ? .max : row.int64(5), returned: isShown ? 0 : row.int64(6),
                readUpTo: MessageID(row.int64(3)))
        }
    }

    private func entry(_ row: any Row, _ place: Place) -> HistoryPage.Entry {
        let item = TimelineItem(
            id: MessageID(row.int64(0)), sender: UserID(row.int64(1)), device: DeviceSN(Int32(clamping: row.int64(2))),
            editedAt: row.optionalInt64(4).map(Instant.init(milliseconds:)), payload: row.blob(6))
        // The author sees what became of it, everybody else whether he has read it.
        let isRead = item.id <= place.readUpTo && row.int64(5) == 0
        let status =
            item.sender == device.account.user
            ? MessageStatus(rawValue: Int(row.int64(3))) ?? .unread : isRead ? MessageStatus.read : .unread
        return HistoryPage.Entry(item: item, status: status)
    }

    private func parameters(_ place: Place, _ key: MessageID) -> [SQLValue] {
        [
            .integer(device.account.app.rawValue), .integer(place.conversation.rawValue),
            .integer(device.account.user.rawValue), .integer(place.floor.rawValue), .integer(key.rawValue),
            .integer(Int64(limit + 1)), .integer(place.ceiling), .integer(place.returned),
        ]
    }

    private static let older: StaticString = """
        SELECT m.id, m.sender, m.device, m.status, m.edited_at,
            CASE WHEN EXISTS (SELECT 1 FROM read_cancellations r
                WHERE r.app = m.app AND r.user_id = ?3 AND r.conversation = m.conversation AND r.message = m.id)
            THEN 1 ELSE 0 END, m.payload
        FROM messages m
        WHERE m.app = ?1 AND m.conversation = ?2 AND m.id > ?4 AND m.id < ?5 AND m.kind = 0 AND m.recall IS NULL
            AND NOT EXISTS (SELECT 1 FROM hidden_messages h
                WHERE h.app = m.app AND h.user_id = ?3 AND h.conversation = m.conversation AND h.message = m.id)
            AND m.id <= ?7 AND (m.id > ?8 OR NOT EXISTS (SELECT 1 FROM absences a
                WHERE a.app = m.app AND a.user_id = ?3 AND a.conversation = m.conversation AND a.since < m.id AND a.upto >= m.id))
        ORDER BY m.id DESC LIMIT ?6
        """

    private static let newer: StaticString = """
        SELECT m.id, m.sender, m.device, m.status, m.edited_at,
            CASE WHEN EXISTS (SELECT 1 FROM read_cancellations r
                WHERE r.app = m.app AND r.user_id = ?3 AND r.conversation = m.conversation AND r.message = m.id)
            THEN 1 ELSE 0 END, m.payload
        FROM messages m
        WHERE m.app = ?1 AND m.conversation = ?2 AND m.id > ?4 AND m.id > ?5 AND m.kind = 0 AND m.recall IS NULL
            AND NOT EXISTS (SELECT 1 FROM hidden_messages h
                WHERE h.app = m.app AND h.user_id = ?3 AND h.conversation = m.conversation AND h.message = m.id)
            AND m.id <= ?7 AND (m.id > ?8 OR NOT EXISTS (SELECT 1 FROM absences a
                WHERE a.app = m.app AND a.user_id = ?3 AND a.conversation = m.conversation AND a.since < m.id AND a.upto >= m.id))
        ORDER BY m.id LIMIT ?6
        """
}

extension HistoryDirection {
    fileprivate var isNewer: Bool {
        if case .newer = self { true } else { false }
    }
}
