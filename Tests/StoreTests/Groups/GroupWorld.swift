import Database
import HearthCore
import IM
import TestSupport
import Testing

/// Some people of one app, and the groups they make.
final class GroupWorld: Sendable {
    let store: OpenStore
    let people: [Account]
    let limits: GroupLimits

    var anna: Account { people[0] }
    var ben: Account { people[1] }
    var carl: Account { people[2] }
    var dora: Account { people[3] }
    var app: AppNumber { anna.app }

    static let limits = GroupLimits(groups: 1_000, created: 100, joined: 100, members: 500, requestLifetime: 86_400_000)

    init(_ kind: StoreKind, limits: GroupLimits = GroupWorld.limits) async throws {
        store = try await OpenStore(kind)
        let app = try await store.app()
        var people: [Account] = []
        for name in ["anna", "ben", "carl", "dora"] { people.append(try await store.account(app, name)) }
        self.people = people
        self.limits = limits
    }

    /// A group of Anna's with these others in it.
    func group(_ others: [Account] = [], type: GroupType = .private, by owner: Account? = nil) async throws -> GroupID {
        try await made(others, type: type, by: owner).group
    }

    func made(
        _ others: [Account] = [], type: GroupType = .private, by owner: Account? = nil
    ) async throws -> (group: GroupID, commit: GroupCommit) {
        let draft = GroupDraft(type: type, info: GroupInfo(name: "friends"), invitees: others.map(\.user))
        return try await store.groupChanges.create(draft, by: owner ?? anna, limits: limits, now: store.clock.now())
    }

    @discardableResult
    func run<Change: GroupChange>(
        _ change: Change, in group: GroupID, by actor: Account, at store: OpenStore? = nil
    ) async throws(Failure) -> (answer: Change.Answer, commit: GroupCommit) {
        let store = store ?? self.store
        return try await store.groupChanges.change(group, change, by: .user(actor), limits: limits, now: store.clock.now())
    }

    func record(_ group: GroupID) async throws -> GroupRecord {
        try #require(try await store.groups.views([group], for: .server(app)).first).group
    }

    func members(_ group: GroupID) async throws -> [UserID] {
        try await store.groupPeople.members(of: group, in: app, after: nil, limit: 100_000).rows.map(\.user)
    }

    /// The notices in the timeline of a group, oldest first.
    func told(_ group: GroupID) async throws -> [String] {
        try await texts(
            """
            SELECT m.payload FROM conversations c JOIN messages m ON m.app = c.app AND m.conversation = c.id
            WHERE c.app = ?1 AND c.low = ?2 AND c.high = 0 AND m.kind = 19 ORDER BY m.sequence
            """, [.integer(app.rawValue), .integer(group.rawValue)])
    }

    /// The notices in somebody's conversation with the system, oldest first.
    func told(_ account: Account) async throws -> [String] {
        try await texts(
            """
            SELECT o.payload FROM participants p
            JOIN own_items o ON o.app = p.app AND o.user_id = p.user_id AND o.conversation = p.conversation
            WHERE p.app = ?1 AND p.user_id = ?2 AND p.peer = 0 AND o.kind = 19 AND o.target = ?2 ORDER BY o.id
            """, [.integer(app.rawValue), .integer(account.user.rawValue)])
    }

    /// What is kept of somebody's part in the conversation of a group.
    struct Part: Equatable {
        var joined: Int64
        var until: Int64 = 0
        var returned: Int64 = 0
    }

    func part(of account: Account, in group: GroupID) async throws -> Part? {
        try await store.database.reading { sql in
            try sql.first(
                "SELECT joined, until, returned FROM participants WHERE app = ?1 AND user_id = ?2 AND peer = ?3",
                [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(group.rawValue)]
            ) { Part(joined: $0.int64(0), until: $0.int64(1), returned: $0.int64(2)) }
        }
    }

    /// Since and up to.
    func absences(of account: Account) async throws -> [[Int64]] {
        try await store.database.reading { sql in
            try sql.all(
                "SELECT since, upto FROM absences WHERE app = ?1 AND user_id = ?2 ORDER BY since",
                [.integer(account.app.rawValue), .integer(account.user.rawValue)]
            ) { [$0.int64(0), $0.int64(1)] }
        }
    }

    /// The ids of what lies in the timeline of a group.
    func items(_ group: GroupID) async throws -> [Int64] {
        try await store.database.reading { [app] sql in
            try sql.all(
                """
                SELECT m.id FROM conversations c JOIN messages m ON m.app = c.app AND m.conversation = c.id
                WHERE c.app = ?1 AND c.low = ?2 AND c.high = 0 ORDER BY m.sequence
                """, [.integer(app.rawValue), .integer(group.rawValue)]
            ) { $0.int64(0) }
        }
    }

    func number(_ sql: String) async throws -> Int64 {
        try await store.database.reading { connection in try connection.all(built: sql) { $0.int64(0) } }.first ?? -1
    }

    private func texts(_ sql: StaticString, _ parameters: [SQLValue]) async throws -> [String] {
        try await store.database.reading { connection in
            try connection.all(sql, parameters) { String(decoding: $0.blob(0), as: UTF8.self) }
        }
    }
}

/// What is done in a group, said in a test.
struct Doing: GroupChange {
    static let right = GroupRight.anybody
    var users: [UserID] = []
    var effects: [GroupEffect] = []
    var notices: [GroupNotice] = []
    var subject = GroupSubject.none

    /// Answers with what it was told.
    func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<GroupFacts> {
        GroupDecision(facts, effects: effects, notices: notices)
    }
}
