import Database
import HearthCore
import IM

/// What becomes of the groups of somebody whose account goes, inside the unit of work that holds him: as if he had destroyed his own
/// and left the others. With them goes his place among the users of the app, whose row is locked in its turn.
struct GroupDeparture {
    private let sql: any SQLConnection
    private let account: Account
    private let seat: NodeSeat.Taken?
    private let tools: GroupTools
    private let now: Instant
    /// App and user.
    private let key: [SQLValue]

    init(_ sql: any SQLConnection, _ account: Account, _ seat: NodeSeat.Taken?, _ tools: GroupTools, _ now: Instant) {
        self.sql = sql
        self.account = account
        self.seat = seat
        self.tools = tools
        self.now = now
        key = [.integer(account.app.rawValue), .integer(account.user.rawValue)]
    }

    /// - Throws: `SeatLost`.
    func run() throws -> [GroupCommit] {
        let groups = try groups()
        let stored = try GroupFactRows(sql, .user(account)).hold(groups)
        let applied = Set(try applications())
        let parts = try stored.compactMap { try part($0, hasApplied: applied.contains($0.view.group.id)) }
        try sql.execute(
            "DELETE FROM group_applications WHERE app = ?1 AND applicant = ?2 AND status = 0 AND group_id = ANY(?3)",
            key + [.integers(applied.map(\.rawValue))])
        try sql.execute("DELETE FROM group_invitations WHERE app = ?1 AND invitee = ?2", key)
        try UserCount(sql).lower(in: account.app)
        guard !parts.isEmpty else { return [] }
        return try GroupWriter(sql, account.app, seat, tools, now).write(parts)
    }

    /// Where he is, and where he wants to be.
    private func groups() throws -> [GroupID] {
        let joined = try sql.all("SELECT group_id FROM group_members WHERE app = ?1 AND user_id = ?2", key) { GroupID($0.int64(0)) }
        return Set(joined + (try applications())).sorted()
    }

    private func applications() throws -> [GroupID] {
        // Otherwise SQLite goes through all of the app.
        try sql.all(
            """
            SELECT group_id FROM group_applications WHERE app = ?1 AND applicant = ?2 AND status = 0
            AND group_id IN (SELECT group_id FROM group_applications WHERE app = ?1 AND applicant = ?2)
            """, key
        ) { GroupID($0.int64(0)) }
    }

    /// The rules of the two changes, without asking whether they may be done now.
    private func part(_ stored: StoredGroup, hasApplied: Bool) throws -> GroupPart? {
        let group = stored.view.group
        var versions = stored.versions
        if hasApplied { versions.raise(\.applications, now) }
        // He may have been among those who may say nothing.
        versions.raise(\.bans, now)
        guard let member = stored.view.member, !group.isDestroyed else {
            guard hasApplied else { return nil }
            try sql.execute(
                "UPDATE groups SET applications_version = ?3 WHERE app = ?1 AND id = ?2",
                [key[0], .integer(group.id.rawValue), .integer(versions.applications)])
            return nil
        }
        let limits = GroupLimits(groups: 0, created: 0, joined: 0, members: 0, requestLifetime: 0)
        let himself = GroupPerson(user: account.user, status: .normal, member: member)
        let facts = GroupFacts(actor: .user(account), now: now, limits: limits, group: group, people: [account.user: himself])
        let decision = member.role == .owner ? try DestroyGroup().decide(facts) : try LeaveGroup().decide(facts)
        return GroupPart(facts, versions, effects: decision.effects, notices: decision.notices)
    }
}
