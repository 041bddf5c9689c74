import Database
import HearthCore
import IM

extension RosterCursor {
    /// From two columns: created_at, contact.
    init(_ row: any Row) { self.init(time: Instant(milliseconds: row.int64(0)), user: UserID(row.int64(1))) }

    /// Two parameters: the place to go on from, or one beyond all.
    static func start(_ cursor: RosterCursor?, else beyond: Int64) -> [SQLValue] {
        [.integer(cursor?.time.milliseconds ?? beyond), .integer(cursor?.user.rawValue ?? beyond)]
    }
}

extension RosterApplication {
    /// From five columns: reason, alias, status, changed_at, expires_at.
    init(_ row: any Row, from first: Int) {
        self.init(
            reason: row.text(first), alias: row.text(first + 1), status: Status(rawValue: Int(row.int64(first + 2))) ?? .declined,
            changedAt: Instant(milliseconds: row.int64(first + 3)), expiresAt: Instant(milliseconds: row.int64(first + 4)))
    }
}
