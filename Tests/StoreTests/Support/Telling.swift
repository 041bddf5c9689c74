import Database
import Dispatch
import HearthCore
import IM
import Synchronization

@testable import Store

extension Account {
    /// Something the system tells this user, on all devices or all but one.
    func isTold(_ text: String, _ kind: ItemKind = .rosterNotice, except device: Int32? = nil, clientID: Int64 = 1) -> OutgoingMessage {
        let system = Account(app: app, user: .system)
        return OutgoingMessage(
            sender: device.map { self.device($0) } ?? system.device(0), target: .user(device == nil ? user : .system),
            action: .notice(kind), clientID: clientID, payload: Array(text.utf8))
    }
}

extension OpenStore {
    /// What somebody's roster says of another.
    func set(_ standing: SendFacts.Standing, of contact: Account, with owner: Account) async throws {
        try await database.writing(Self.setting(standing, of: contact, with: owner))
    }

    /// - Parameter time: milliseconds; -1 for ever, 0 not any more.
    func ban(_ account: Account, until time: Int64) async throws {
        try await database.writing(Self.banning(account, until: time))
    }

    /// Runs one of these at once: there when it returns.
    func change(_ body: @escaping @Sendable (any SQLConnection) throws -> Void) {
        let done = DispatchSemaphore(value: 0)
        database.write(body) { _ in done.signal() }
        done.wait()
    }

    /// Changes a group, at once: nil when that was refused.
    func change(_ group: GroupID, _ change: some GroupChange, by actor: Account) -> GroupCommit? {
        let limits = GroupLimits(groups: 1_000, created: 100, joined: 100, members: 500, requestLifetime: 86_400_000)
        let changes = store.groupChanges
        let commit = Mutex<GroupCommit?>(nil)
        let done = DispatchSemaphore(value: 0)
        changes.writes.write(changes.unit(group, change, by: .user(actor), limits: limits, now: clock.now())) { result in
            commit.withLock { $0 = try? result.get().commit }
            done.signal()
        }
        done.wait()
        return commit.withLock { $0 }
    }

    static func setting(
        _ standing: SendFacts.Standing, of contact: Account, with owner: Account
    ) -> @Sendable (any SQLConnection) throws -> Void {
        { sql in
            try sql.execute(
                """
                INSERT INTO roster (app, owner, contact, relation, blocked, created_at) VALUES (?1, ?2, ?3, ?4, ?5, 1)
                ON CONFLICT (app, owner, contact) DO UPDATE SET relation = excluded.relation, blocked = excluded.blocked
                """,
                [
                    .integer(owner.app.rawValue), .integer(owner.user.rawValue), .integer(contact.user.rawValue),
                    .integer(standing.isFriend ? 0 : 2), .integer(standing.isBlocked ? 1 : 0),
                ])
        }
    }

    static func banning(_ account: Account, until time: Int64) -> @Sendable (any SQLConnection) throws -> Void {
        { sql in
            try sql.execute(
                "UPDATE users SET banned_until = ?3 WHERE app = ?1 AND id = ?2",
                [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(time)])
        }
    }

    func conversationsThere() async throws -> Int64? {
        try await database.reading { sql in try sql.first("SELECT count(*) FROM conversations", []) { $0.int64(0) } }
    }
}
