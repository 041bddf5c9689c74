import Database
import HearthCore
import IM

/// Changes of groups in SQL. On PostgreSQL everything is locked in one order: users, groups, the app, the number of the server,
/// conversations.
public struct SQLGroupChangeStore: GroupChangeStore {
    private let writes: SeatedWrites
    private let tools: GroupTools

    init(_ writes: SeatedWrites, _ tools: GroupTools) {
        self.writes = writes
        self.tools = tools
    }

    public func change<Change: GroupChange>(
        _ group: GroupID, _ change: Change, by actor: GroupActor, limits: GroupLimits, now: Instant
    ) async throws(Failure) -> (answer: Change.Answer, commit: GroupCommit) {
        try await writes.writing { [tools] sql, seat in
            let rows = GroupFactRows(sql, actor)
            try rows.holdPeople(change.users)
            guard let stored = try rows.hold([group]).first else { throw Failure(.groupNotExist) }
            let facts = try rows.facts(
                stored.view.group, users: change.users, subject: change.subject, limits: limits, newID: try tools.ids.next().rawValue,
                now: now)
            let decision = try change.admittedDecision(facts)
            let part = GroupPart(facts, stored.versions, effects: decision.effects, notices: decision.notices)
            return (decision.answer, try GroupWriter(sql, actor.app, seat, tools, now).write(part))
        }
    }

    public func create(
        _ draft: GroupDraft, by owner: Account, limits: GroupLimits, now: Instant
    ) async throws(Failure) -> (group: GroupID, commit: GroupCommit) {
        try await writes.writing { [tools] sql, seat in
            let rows = GroupFactRows(sql, .user(owner))
            try rows.holdPeople(draft.invitees)
            let birth = GroupBirth(sql, owner, now)
            let group = try birth.make(draft, limits)
            let change = CreateGroup(draft)
            let facts = try rows.facts(
                group, users: change.users, subject: change.subject, limits: limits, newID: try tools.ids.next().rawValue, now: now)
            guard facts.person(owner.user).joined < limits.joined else { throw Failure(.groupExceedLimitUserJoin) }
            let decision = try change.admittedDecision(facts)
            let part = GroupPart(
                facts, GroupVersions(), effects: [.info(draft.info)] + decision.effects, notices: decision.notices)
            return (group.id, try GroupWriter(sql, owner.app, seat, tools, now).write(part))
        }
    }
}

/// Makes the row of a group, inside a unit of work.
private struct GroupBirth {
    private let sql: any SQLConnection
    private let owner: Account
    private let now: Instant

    init(_ sql: any SQLConnection, _ owner: Account, _ now: Instant) {
        self.sql = sql
        self.owner = owner
        self.now = now
    }

    /// - Throws: `GroupExceedLimitGlobal`, `GroupExceedLimitUserCreate`.
    func make(_ draft: GroupDraft, _ limits: GroupLimits) throws -> GroupRecord {
        let app = SQLValue.integer(owner.app.rawValue)
        // Keeps others from making groups of this app meanwhile.
        let groups = try sql.first("UPDATE apps SET group_count = group_count + 1 WHERE number = ?1 RETURNING group_count", [app]) {
            $0.int64(0)
        }
        guard let groups, groups <= limits.groups else { throw Failure(.groupExceedLimitGlobal) }
        let owned = try sql.first(
            "SELECT count(*) FROM groups WHERE app = ?1 AND owner = ?2 AND status = 0", [app, .integer(owner.user.rawValue)]
        ) { $0.int64(0) }
        guard let owned, owned < limits.created else { throw Failure(.groupExceedLimitUserCreate) }
        let group = GroupRecord(
            id: try IdentityNumbers(sql).nextGroup(), type: draft.type, owner: owner.user, count: 0, createdAt: now, updatedAt: now,
            info: draft.info)
        try sql.execute(
            """
            INSERT INTO groups (app, id, name, owner, type, capacity, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?6)
            """,
            [
                app, .integer(group.id.rawValue), .text(draft.info.name), .integer(owner.user.rawValue),
                .integer(Int64(draft.type.rawValue)), .integer(now.milliseconds),
            ])
        return group
    }
}
