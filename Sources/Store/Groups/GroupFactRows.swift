import Database
import HearthCore
import IM

/// Reads what must be known to decide about groups, inside a unit of work in which nobody else changes them.
struct GroupFactRows {
    private let sql: any SQLConnection
    private let actor: GroupActor
    private let app: SQLValue

    init(_ sql: any SQLConnection, _ actor: GroupActor) {
        self.sql = sql
        self.actor = actor
        app = .integer(actor.app.rawValue)
    }

    /// Keeps others from changing these users, and so how many groups they are in: before any group is held.
    func holdPeople(_ users: [UserID]) throws {
        try UserRows(sql, actor.app).hold(Set(users + [actor.user]).sorted())
    }

    /// Keeps others from changing these groups, and reads them as they are then.
    func hold(_ groups: [GroupID]) throws -> [StoredGroup] {
        if sql.dialect == .postgres {
            try sql.query(
                "SELECT id FROM groups WHERE app = ?1 AND id = ANY(?2) ORDER BY id FOR UPDATE", [app, .integers(groups.map(\.rawValue))]
            ) { _ in }
        }
        return try SQLGroupStore.rows(sql, groups, for: actor)
    }

    func facts(
        _ group: GroupRecord, users: [UserID], subject: GroupSubject, limits: GroupLimits, newID: Int64, now: Instant
    ) throws -> GroupFacts {
        let key = [app, .integer(group.id.rawValue)]
        var facts = GroupFacts(
            actor: actor, now: now, limits: limits, group: group, people: try people(Set(users + [actor.user]), key),
            admins: try admins(key), fileCount: try fileCount(key), newID: newID)
        switch subject {
        case .none: break
        case .application(let applicant): facts.application = try application(of: applicant, key)
        case .ownApplication: facts.application = try application(of: actor.user, key)
        case .invitation(let inviter): facts.invitation = try invitation(from: inviter, key)
        case .announcement(let id): facts.announcement = try SQLGroupBoardStore.announcement(sql, id, key)
        case .files(let ids):
            for file in try SQLGroupBoardStore.files(sql, ids, key) { facts.files[file.id] = file }
        }
        return facts
    }

    private func people(_ users: Set<UserID>, _ key: [SQLValue]) throws -> [UserID: GroupPerson] {
        var people: [UserID: GroupPerson] = [:]
        try sql.query(
            """
            SELECT u.id, u.status, u.group_confirm, p.kicks, p.blocked_at, p.banned_until,
                CASE WHEN m.user_id IS NULL
                    THEN (SELECT count(*) FROM group_members j WHERE j.app = u.app AND j.user_id = u.id) ELSE 0 END,
                m.user_id, m.role, m.display_name, m.mute_mode, m.push_mode, m.joined_at
            FROM users u
            LEFT JOIN group_members m ON m.app = u.app AND m.group_id = ?2 AND m.user_id = u.id
            LEFT JOIN group_people p ON p.app = u.app AND p.group_id = ?2 AND p.user_id = u.id
            WHERE u.app = ?1 AND u.id = ANY(?3)
            """, key + [.integers(users.map(\.rawValue))]
        ) { row in
            let person = GroupPerson(row)
            people[person.user] = person
        }
        return people
    }

    private func admins(_ key: [SQLValue]) throws -> [UserID] {
        try sql.all("SELECT user_id FROM group_members WHERE app = ?1 AND group_id = ?2 AND role > 0 ORDER BY user_id", key) {
            UserID($0.int64(0))
        }
    }

    private func fileCount(_ key: [SQLValue]) throws -> Int {
        try sql.first("SELECT count(*) FROM group_files WHERE app = ?1 AND group_id = ?2", key) { Int($0.int64(0)) } ?? 0
    }

    private func application(of applicant: UserID, _ key: [SQLValue]) throws -> GroupApplication? {
        try sql.first(
            """
            SELECT group_id, applicant, reason, status, changed_at, expires_at FROM group_applications
            WHERE app = ?1 AND group_id = ?2 AND applicant = ?3
            """, key + [.integer(applicant.rawValue)], GroupApplication.init)
    }

    private func invitation(from inviter: UserID, _ key: [SQLValue]) throws -> GroupInvitation? {
        try sql.first(
            """
            SELECT group_id, inviter, invitee, reason, status, changed_at, expires_at FROM group_invitations
            WHERE app = ?1 AND invitee = ?3 AND group_id = ?2 AND inviter = ?4
            """, key + [.integer(actor.user.rawValue), .integer(inviter.rawValue)], GroupInvitation.init)
    }
}
