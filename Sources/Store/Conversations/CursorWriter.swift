import Database
import HearthCore
import IM

/// Writes cursors; one that is behind what is stored is left alone.
struct CursorWriter {
    /// In the order of their key, so that two servers lock rows in the same order.
    private let rows: [[Int64]]

    init(_ cursors: [CursorKey: MessageID], _ now: Instant) {
        rows = cursors.map { key, message in
            let account = key.device.account
            return [
                account.app.rawValue, account.user.rawValue, key.conversation.rawValue, Int64(key.device.device.rawValue),
                message.rawValue, now.milliseconds,
            ]
        }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    func write(_ sql: any SQLConnection) throws {
        switch sql.dialect {
        case .sqlite:
            for row in rows { try sql.execute(Self.one, row.map(SQLValue.integer)) }
        case .postgres:
            let columns = (0..<6).map { column in SQLValue.integers(rows.map { $0[column] }) }
            try sql.execute(Self.many, columns)
        }
    }

    private static let one: StaticString = """
        INSERT INTO cursors (app, user_id, conversation, device, message, confirmed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (app, user_id, conversation, device)
        DO UPDATE SET message = excluded.message, confirmed_at = excluded.confirmed_at
            WHERE excluded.message > cursors.message
        """

    private static let many: StaticString = """
        INSERT INTO cursors (app, user_id, conversation, device, message, confirmed_at)
        SELECT * FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[])
        ON CONFLICT (app, user_id, conversation, device)
        DO UPDATE SET message = excluded.message, confirmed_at = excluded.confirmed_at
            WHERE excluded.message > cursors.message
        """
}
