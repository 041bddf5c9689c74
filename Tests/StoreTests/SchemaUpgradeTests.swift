import Database
import HearthCore
import IM
import Store
import TestSupport
import Testing

/// Every schema that was ever released is upgraded to the newest one, with its rows.
struct SchemaUpgradeTests {
    @Test(arguments: [SQLDialect.sqlite, .postgres]) func theFirstVersionIsKept(dialect: SQLDialect) {
        #expect(ReleasedSchema.newest(dialect) != nil)
    }

    @Test(arguments: ReleasedSchema.all) func anUpgradedSchemaIsThatOfAFreshStore(released: ReleasedSchema) throws {
        let place = try released.makePlace()
        let old = try place.session(.writingAlone(servers: NodeSeat.count))
        let migrations = Migrations.of(old.dialect)
        #expect(try old.history().map(\.number) == Array(1...released.version))
        #expect(
            try old.migrate(migrations, now: Instant(milliseconds: 1))
                == Array(1...migrations.count).suffix(migrations.count - released.version))
        let fresh = try released.kind.makePlace()
        let new = try fresh.session(.writingAlone(servers: NodeSeat.count))
        _ = try new.migrate(migrations, now: Instant(milliseconds: 1))
        let lines = try StoredSchema.lines(old.connection)
        #expect(try lines == StoredSchema.lines(new.connection))
        #expect(lines.count > 20)
    }

    @Test(arguments: ReleasedSchema.all) func rowsOfAnUpgradedStoreAreStillThere(released: ReleasedSchema) throws {
        let place = try released.makePlace()
        let session = try place.session(.writingAlone(servers: NodeSeat.count))
        let before = try StoredSchema.rows(session.connection)
        _ = try session.migrate(Migrations.of(session.dialect), now: Instant(milliseconds: 1))
        let after = try StoredSchema.rows(session.connection)
        #expect(before.values.reduce(0, +) > 20)
        for (table, rows) in before { #expect(after[table] == rows, "\(table)") }
    }

    @Test(arguments: ReleasedSchema.all) func anUpgradedStoreIsReadAndGoesOn(released: ReleasedSchema) async throws {
        let store = try await OpenStore(try released.makePlace())
        try await ReleasedPeople.check(store)
    }
}

/// What every fixture holds, as the product sees it.
enum ReleasedPeople {
    static let anna = Account(app: AppNumber(1), user: UserID(500_002))
    static let ben = Account(app: AppNumber(1), user: UserID(500_004))
    static let newest = MessageID(124_000_008_192_000)

    static func check(_ store: OpenStore) async throws {
        #expect(try await store.accounts.credentials(anna.app, name: "anna") != nil)
        #expect(try await store.accounts.profiles(anna.app, [anna.user]).first?.nickName == "O'Anna 😀")
        let history = try await store.conversations.history(ben, with: anna, .older(than: .zero), limit: 10)
        #expect(history.items.map(\.payload) == [[], [0, 255, 0, 10], Array("first".utf8)])
        let states = try await store.conversations.list(ben.device())
        #expect(states.map(\.undelivered) == [2])
        // Ben has blocked Anna, and she him not.
        #expect(await store.messages.commit(anna.says("on", to: ben, clientID: 9)).outcome == .refused(.rosterBlockListExist))
        try await checkRosters(store)
        // Nothing that was given is given again.
        let said = try #require(await store.messages.commit(ben.says("on", to: anna, clientID: 9)).accepted)
        #expect(said.id > newest)
        let carl = try await store.account(anna.app, "carl")
        #expect(carl.user.rawValue > 500_007)
        let other = await store.messages.commit(anna.says("hello", to: carl, clientID: 10)).accepted
        #expect(other != nil)
        let numbers = try await store.database.reading { try $0.all("SELECT id FROM conversations ORDER BY id") { $0.int64(0) } }
        #expect(numbers == [3, 4])
        let app = try await store.apps.create(
            AppID("fixtureapp03"), name: "third", key: SigningKey(id: "k", secret: [1]), now: store.clock.now())
        #expect(app?.number == AppNumber(3))
        try await checkGroups(store)
        let miscounted = try await store.numbers(
            """
            SELECT a.number FROM apps a WHERE a.user_count
                <> (SELECT count(*) FROM users u WHERE u.app = a.number AND u.status <> 2)
            """)
        #expect(miscounted.isEmpty)
    }

    /// Anna had a group in which Ben was, and nobody had said anything.
    private static func checkGroups(_ store: OpenStore) async throws {
        let group = GroupID(500_007)
        let view = try #require(try await store.groups.views([group], for: .user(anna)).first)
        #expect(view.group.owner == anna.user && view.group.count == 2 && view.group.capacity == nil && view.member?.role == .owner)
        #expect(view.group.updatedAt == view.group.createdAt)
        #expect(try await store.numbers("SELECT group_count FROM apps ORDER BY number") == [1, 0, 0])
        let done = try await store.groupChanges.change(
            group, LeaveGroup(), by: .user(ben), limits: GroupWorld.limits, now: store.clock.now())
        #expect(done.commit.left == [ben.user] && done.commit.newest != nil)
        let left = try await store.groupPeople.members(of: group, in: anna.app, after: nil, limit: 10)
        #expect(left.rows.map(\.user) == [anna.user] && left.total == 1)
        #expect(try await store.numbers("SELECT user_id FROM participants WHERE peer = 500007 AND until = 0") == [anna.user.rawValue])
    }

    /// Ben had blocked Anna when that was a relation; she has him as a friend.
    private static func checkRosters(_ store: OpenStore) async throws {
        let roster = Roster(store: store.roster)
        #expect(try await roster.items(of: ben, for: [anna.user]).map(\.relation) == [.blocked])
        #expect(try await roster.blocked(of: ben) == RosterPage(users: [anna.user], version: 0))
        #expect(try await roster.friends(of: ben).isEmpty)
        let item = try #require(try await roster.items(of: anna, for: [ben.user]).first)
        #expect(item.relation == .friend && item.alias == "Benny" && item.ext == "{\"a\":1}" && item.isMuted)
        let changes = RosterChanges(store: store.rosterChanges, notifier: RecordingNotifier(), clock: store.clock)
        try await changes.unblock(ben, anna.user)
        #expect(try await roster.items(of: ben, for: [anna.user]).map(\.relation) == [.stranger])
    }
}
