import Database
import HearthCore
import IM

/// Rosters in SQL. A list and its version are read from one state of the database.
public struct SQLRosterStore: RosterStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func friends(of account: Account, after cursor: RosterCursor?, limit: Int) async throws(Failure) -> RosterPage {
        try await context.reading { sql in
            // One more than is wanted: whether there is more must be known.
            let places = try sql.all(
                """
                SELECT created_at, contact FROM roster
                WHERE app = ?1 AND owner = ?2 AND relation = 0 AND (created_at, contact) > (?3, ?4)
                ORDER BY created_at, contact LIMIT ?5
                """, account.key + RosterCursor.start(cursor, else: .min) + [.integer(Int64(limit) + 1)], RosterCursor.init)
            let shown = places.prefix(limit)
            return RosterPage(
                users: shown.map(\.user), next: places.count > limit ? shown.last : nil, version: try Self.version(sql, account))
        }
    }

    public func blocked(of account: Account) async throws(Failure) -> RosterPage {
        try await context.reading { sql in
            let places = try sql.all(
                """
                SELECT created_at, contact FROM roster WHERE app = ?1 AND owner = ?2 AND blocked = 1
                ORDER BY created_at, contact
                """, account.key, RosterCursor.init)
            return RosterPage(users: places.map(\.user), version: try Self.version(sql, account))
        }
    }

    public func applications(to account: Account, before cursor: RosterCursor?, limit: Int) async throws(Failure) -> ApplicationPage {
        try await context.reading { sql in
            var rows = try sql.all(
                """
                SELECT reason, alias, status, changed_at, expires_at, applicant FROM roster_applications
                WHERE app = ?1 AND target = ?2 AND (changed_at, applicant) < (?3, ?4)
                ORDER BY changed_at DESC, applicant DESC LIMIT ?5
                """, account.key + RosterCursor.start(cursor, else: .max) + [.integer(Int64(limit) + 1)]
            ) { ApplicationPage.Row(applicant: UserID($0.int64(5)), application: RosterApplication($0, from: 0)) }
            let isMore = rows.count > limit
            if isMore { rows.removeLast() }
            let last = isMore ? rows.last : nil
            return ApplicationPage(
                rows: rows, next: last.map { RosterCursor(time: $0.application.changedAt, user: $0.applicant) },
                version: try Self.version(sql, account))
        }
    }

    public func items(of account: Account, for users: [UserID]) async throws(Failure) -> [RosterItem] {
        try await context.reading { sql in try Self.items(sql, account, users) }
    }

    public func item(of account: Account, _ key: RosterKey) async throws(Failure) -> RosterItem {
        try await context.reading { sql in
            guard let found = try Self.find(sql, account.app, key) else { throw Failure(.userNotExist) }
            guard found.status != .removed else { throw Failure(.rosterHasDeletedFromSystem) }
            guard let item = try Self.items(sql, account, [found.user]).first else { throw Failure(.userNotExist) }
            return item
        }
    }

    private static func version(_ sql: any SQLConnection, _ account: Account) throws -> Int64 {
        try sql.first("SELECT roster_version FROM users WHERE app = ?1 AND id = ?2", account.key) { $0.int64(0) } ?? 0
    }

    private static func find(_ sql: any SQLConnection, _ app: AppNumber, _ key: RosterKey) throws -> (user: UserID, status: UserStatus)? {
        let app = SQLValue.integer(app.rawValue)
        func found(_ row: any Row) -> (UserID, UserStatus) { (UserID(row.int64(0)), UserStatus(rawValue: Int(row.int64(1))) ?? .frozen) }
        switch key {
        case .id(let user):
            return try sql.first("SELECT id, status FROM users WHERE app = ?1 AND id = ?2", [app, .integer(user.rawValue)], found)
        case .name(let name):
            return try sql.first("SELECT id, status FROM users WHERE app = ?1 AND name = ?2", [app, .text(name)], found)
        case .mobile(let mobile):
            // The last condition is that of the index.
            return try sql.first(
                "SELECT id, status FROM users WHERE app = ?1 AND mobile = ?2 AND mobile <> ''", [app, .text(mobile)], found)
        }
    }

    private static func items(_ sql: any SQLConnection, _ account: Account, _ users: [UserID]) throws -> [RosterItem] {
        let found = try sql.all(
            """
            SELECT u.id, u.name, u.status, u.nick_name, u.avatar, u.about, u.public_info, u.auth_mode, u.auth_question,
                r.relation, r.blocked, r.alias, r.ext, r.muted
            FROM users u LEFT JOIN roster r ON r.app = ?1 AND r.owner = ?2 AND r.contact = u.id
            WHERE u.app = ?1 AND u.id = ANY(?3) AND (u.status <> 2 OR r.contact IS NOT NULL)
            """, account.key + [.integers(users.map(\.rawValue))], RosterItem.init)
        return users.inOrder(found, by: \.profile.user)
    }
}

extension RosterItem {
    fileprivate init(_ row: any Row) {
        var profile = Profile(user: UserID(row.int64(0)), name: row.text(1))
        guard row.int64(2) != UserStatus.removed.rawValue else {
            self.init(profile: profile, relation: .deleted)
            return
        }
        profile.nickName = row.text(3)
        profile.avatar = row.text(4)
        profile.about = row.text(5)
        profile.publicInfo = row.text(6)
        let kept = row.optionalInt64(9).flatMap { Relation(rawValue: Int($0)) } ?? .stranger
        self.init(
            profile: profile, relation: row.bool(10) ? .blocked : kept, alias: row.text(11), ext: row.text(12), isMuted: row.bool(13),
            authMode: AuthMode(rawValue: Int(row.int64(7))) ?? .refuse, authQuestion: row.text(8))
    }
}

extension Account {
    /// App and user: the first two parameters of each statement here.
    fileprivate var key: [SQLValue] { [.integer(app.rawValue), .integer(user.rawValue)] }
}
