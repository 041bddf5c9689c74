import Database
import HearthCore
import IM

/// Takes the rows of a list: version of the roster, then time and user, which are NULL in the only row of an empty list.
struct RosterRows {
    private let limit: Int
    private var places: [RosterCursor] = []
    private var version: Int64 = 0

    init(limit: Int) { self.limit = limit }

    /// One more than is wanted: whether there is more must be known.
    var asked: Int64 { Int64(limit) + 1 }

    var page: RosterPage {
        let isMore = places.count > limit
        let shown = isMore ? places.dropLast() : places[...]
        return RosterPage(users: shown.map(\.user), next: isMore ? shown.last : nil, version: version)
    }

    mutating func take(_ row: any Row) {
        version = row.int64(0)
        guard let time = row.optionalInt64(1) else { return }
        places.append(RosterCursor(time: Instant(milliseconds: time), user: UserID(row.int64(2))))
    }

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
