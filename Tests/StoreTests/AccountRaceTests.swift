import Database
import HearthCore
import IM
import Testing

/// Many accounts changed at once, by calls that touch the rows of several: none waits for one that waits for it.
struct AccountRaceTests {
    @Test func nobodyWaitsForAnother() async throws {
        let store = try await OpenStore(.postgres)
        let app = try await store.app()
        for round in 0..<8 {
            let people = try await crowd(12, round, of: app, store)
            let (gone, stay) = (people[..<6], people[6...].map(\.user))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for account in gone { tasks.addTask { _ = try await store.accountControl.remove(account, now: store.clock.now()) } }
                for _ in 0..<4 {
                    tasks.addTask { _ = try await store.accountControl.freeze(app, stay, now: store.clock.now()) }
                    tasks.addTask { try await store.accountControl.unfreeze(app, stay.reversed()) }
                    tasks.addTask { try await befriendAll(Account(app: app, user: stay[5]), stay.dropLast().reversed(), store) }
                }
                try await tasks.waitForAll()
            }
        }
        // A server that leaves says what it has counted.
        let later = try await store.reopened()
        #expect(try await later.numbers("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()") == [0])
    }

    /// People who all have each other for friends.
    private func crowd(_ count: Int, _ round: Int, of app: AppNumber, _ store: OpenStore) async throws -> [Account] {
        var people: [Account] = []
        for number in 0..<count { people.append(try await store.account(app, "user_\(round)_\(number)")) }
        let first = try #require(people.first).user
        try await store.database.writing { sql in
            _ = try sql.execute(
                """
                INSERT INTO roster (app, owner, contact, created_at) SELECT u.app, u.id, v.id, 1 FROM users u, users v
                WHERE u.id >= ?1 AND v.id >= ?1 AND u.id <> v.id
                """, [.integer(first.rawValue)])
        }
        return people
    }

    /// Friendships of one with many are ended and made again, in the order given.
    private func befriendAll(_ actor: Account, _ others: [UserID], _ store: OpenStore) async throws {
        let steps = others.map { RosterStep($0, .delete) } + others.map { RosterStep($0, .befriend) }
        _ = try await store.rosterChanges.change(actor, steps, now: store.clock.now())
    }
}
