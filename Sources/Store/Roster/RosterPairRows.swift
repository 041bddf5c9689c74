import Database
import HearthCore
import IM

/// The rows about two people, inside a unit of work.
struct RosterPairRows {
    private let sql: any SQLConnection
    private let app: AppNumber

    init(_ sql: any SQLConnection, _ app: AppNumber) {
        self.sql = sql
        self.app = app
    }

    func read(_ actor: UserID, _ other: UserID) throws -> RosterPair {
        var sides: [UserID: RosterPair.Side] = [:]
        try sql.query(
            """
            SELECT u.id, u.status, u.auth_mode, u.auth_answer, r.relation, r.blocked, r.alias, r.ext, r.muted, r.created_at,
                a.reason, a.alias, a.status, a.changed_at, a.expires_at
            FROM users u
            LEFT JOIN roster r ON r.app = ?1 AND r.owner = u.id
                AND r.contact = CASE WHEN u.id = ?2 THEN CAST(?3 AS BIGINT) ELSE CAST(?2 AS BIGINT) END
            LEFT JOIN roster_applications a ON a.app = ?1 AND a.applicant = u.id
                AND a.target = CASE WHEN u.id = ?2 THEN CAST(?3 AS BIGINT) ELSE CAST(?2 AS BIGINT) END
            WHERE u.app = ?1 AND u.id IN (?2, ?3)
            """, [.integer(app.rawValue), .integer(actor.rawValue), .integer(other.rawValue)]
        ) { row in
            let side = RosterPair.Side(row)
            sides[side.user] = side
        }
        return RosterPair(
            app: app, actor: sides[actor] ?? RosterPair.Side(user: actor, status: nil),
            other: sides[other] ?? RosterPair.Side(user: other, status: nil))
    }

    /// Writes what has become different.
    /// - Returns: in whose rosters that shows; their versions are to be raised.
    func write(_ pair: RosterPair, over before: RosterPair) throws -> [UserID] {
        try write(pair.actor, over: before.actor, about: pair.other.user)
        try write(pair.other, over: before.other, about: pair.actor.user)
        // An application is listed with the one who is asked.
        let showsToActor = pair.actor.entry != before.actor.entry || pair.other.application != before.other.application
        let showsToOther = pair.other.entry != before.other.entry || pair.actor.application != before.actor.application
        return (showsToActor ? [pair.actor.user] : []) + (showsToOther ? [pair.other.user] : [])
    }

    private func write(_ side: RosterPair.Side, over before: RosterPair.Side, about other: UserID) throws {
        if side.entry != before.entry {
            if let entry = side.entry { try write(entry, of: side.user, other) } else { try removeEntry(of: side.user, other) }
        }
        if let application = side.application, application != before.application {
            try write(application, of: side.user, other)
        }
    }

    private func write(_ entry: RosterEntry, of owner: UserID, _ contact: UserID) throws {
        try sql.execute(
            """
            INSERT INTO roster (app, owner, contact, relation, blocked, alias, ext, muted, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (app, owner, contact) DO UPDATE SET relation = excluded.relation, blocked = excluded.blocked,
                alias = excluded.alias, ext = excluded.ext, muted = excluded.muted, created_at = excluded.created_at
            """,
            [
                .integer(app.rawValue), .integer(owner.rawValue), .integer(contact.rawValue),
                .integer(Int64(entry.relation.rawValue)), .bool(entry.isBlocked), .text(entry.alias), .text(entry.ext),
                .bool(entry.isMuted), .integer(entry.since.milliseconds),
            ])
    }

    private func removeEntry(of owner: UserID, _ contact: UserID) throws {
        try sql.execute(
            "DELETE FROM roster WHERE app = ?1 AND owner = ?2 AND contact = ?3",
            [.integer(app.rawValue), .integer(owner.rawValue), .integer(contact.rawValue)])
    }

    private func write(_ application: RosterApplication, of applicant: UserID, _ target: UserID) throws {
        try sql.execute(
            """
            INSERT INTO roster_applications (app, target, applicant, reason, alias, status, changed_at, expires_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT (app, target, applicant) DO UPDATE SET reason = excluded.reason, alias = excluded.alias,
                status = excluded.status, changed_at = excluded.changed_at, expires_at = excluded.expires_at
            """,
            [
                .integer(app.rawValue), .integer(target.rawValue), .integer(applicant.rawValue), .text(application.reason),
                .text(application.alias), .integer(Int64(application.status.rawValue)),
                .integer(application.changedAt.milliseconds), .integer(application.expiresAt.milliseconds),
            ])
    }
}

extension RosterPair.Side {
    fileprivate init(_ row: any Row) {
        var entry: RosterEntry?
        if let relation = row.optionalInt64(4) {
            var kept = RosterEntry(
                relation: Relation(rawValue: Int(relation)) ?? .stranger, since: Instant(milliseconds: row.int64(9)))
            kept.isBlocked = row.bool(5)
            kept.alias = row.text(6)
            kept.ext = row.text(7)
            kept.isMuted = row.bool(8)
            entry = kept
        }
        self.init(
            user: UserID(row.int64(0)), status: UserStatus(rawValue: Int(row.int64(1))) ?? .frozen,
            authMode: AuthMode(rawValue: Int(row.int64(2))) ?? .refuse, authAnswer: row.text(3), entry: entry,
            application: row.isNull(10) ? nil : RosterApplication(row, from: 10))
    }
}
