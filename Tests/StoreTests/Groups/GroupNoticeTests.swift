import HearthCore
import IM
import Testing

/// Where notices of groups come to lie.
struct GroupNoticeTests {
    @Test(arguments: StoreKind.all) func personalNoticesLieInEachReadersOwnQueue(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        try await world.store.set(.removed, of: world.dora)
        let told = [world.dora.user, world.carl.user, .system, world.ben.user, UserID(998)]
        let notices = [GroupNotice.Kind.invited, .applyed].map { kind in
            GroupNotice(kind, in: group, from: world.anna.user, content: "x", for: .only(told))
        }
        let done = try await world.run(Doing(notices: notices), in: group, by: world.anna).commit
        #expect(done.own.map(\.reader) == [world.ben.user, world.carl.user])
        for reader in [world.ben, world.carl] {
            #expect(try await world.told(reader) == ["invited \(world.anna.user) [] x", "applyed \(world.anna.user) [] x"])
            let open = try #require(try await world.store.conversations.openSystem(reader.device()))
            #expect(open.newest == done.own.first { $0.reader == reader.user }?.newest)
        }
        #expect(done.newest == nil && done.left.isEmpty)
        #expect(try await world.number("SELECT count(*) FROM conversations") == 3)
        #expect(try await world.number("SELECT count(*) FROM own_items") == 4)
        #expect(try await world.number("SELECT count(*) FROM own_items WHERE sender = \(world.anna.user.rawValue) AND device = 0") == 4)
    }

    @Test(arguments: StoreKind.all) func noticesAndMessagesAreOneTimeline(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        for text in ["a", "b"] {
            let message = OutgoingMessage(
                sender: world.ben.device(), target: .group(group), clientID: 1, contentType: 0, isEphemeral: false,
                payload: Array(text.utf8))
            #expect(await world.store.messages.commit([message])[0].accepted != nil)
            try await world.run(SetDisplayName(text), in: group, by: world.ben)
        }
        let items = try await world.items(group)
        #expect(items.count == 5 && items == items.sorted())
        #expect(try await world.number("SELECT sequence FROM conversations") == 5)
        #expect(try await world.number("SELECT newest FROM conversations") == items.last)
        #expect(try await world.number("SELECT given FROM conversations") == items.last)
    }

    @Test(arguments: StoreKind.all) func idsGoOnAfterARestart(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group()
        let last = try #require(try await world.items(group).last)
        let published = try await world.run(PublishAnnouncement(title: "t", content: ""), in: group, by: world.anna)
        world.store.clock.advance(by: -5_000)
        let again = try await world.store.reopened()
        let done = try await world.run(PublishAnnouncement(title: "t", content: ""), in: group, by: world.anna, at: again)
        #expect(done.answer.id > published.answer.id)
        #expect(try #require(done.commit.newest) > MessageID(last))
        #expect(try #require(done.commit.newest) > (try #require(published.commit.newest)))
    }

    @Test func aServerThatLostItsNumberTakesOneAgain() async throws {
        let world = try await GroupWorld(.postgres)
        let group = try await world.group()
        try await world.store.database.writing { _ = try $0.execute("UPDATE nodes SET holder = 'somebody else'") }
        let done = try await world.run(SetDisplayName("A"), in: group, by: world.anna).commit
        let claimed = try await world.number("SELECT number FROM nodes WHERE holder <> 'somebody else'")
        #expect(try #require(done.newest).rawValue >> 8 & 15 == claimed)
    }

    /// What is told is a matter of seconds for ten thousand.
    @Test(arguments: StoreKind.all) func tenThousandAreInvitedAtOnce(kind: StoreKind) async throws {
        var limits = GroupWorld.limits
        limits.members = 20_000
        let world = try await GroupWorld(kind, limits: limits)
        let group = try await world.group()
        let users = try await world.store.addUsers(10_000, to: world.app)
        try await world.store.database.writing { _ = try $0.execute("UPDATE users SET group_confirm = 1 WHERE id % 100 = 0") }
        let done = try await world.run(InviteUsers(users, reason: "come"), in: group, by: world.anna)
        #expect(done.answer.allSatisfy { $0.failure == nil })
        #expect(try await world.record(group).count == 9_801)
        #expect(try await world.number("SELECT count(*) FROM group_members") == 9_801)
        #expect(try await world.number("SELECT count(*) FROM group_invitations WHERE reason = 'come'") == 200)
        #expect(done.commit.own.count == 201)
    }
}
