import HearthCore
import IM
import Store
import TestSupport
import Testing

/// What an app's own server does in groups.
struct ServerSendsTests {
    private struct Silence: Announcer {
        func announce(_ messages: [AcceptedMessage]) {}
    }

    /// Three people in a group, one outside of it, and the use cases over their store.
    private struct Scene {
        let store: OpenStore
        let sends: ServerSends
        let messages: UserMessages
        let people: [Account]
        let outsider: Account
        let group = GroupID(77)
        let system: Account

        init(_ kind: StoreKind) async throws {
            store = try await OpenStore(kind)
            let app = try await store.app()
            var people: [Account] = []
            for name in ["owner", "admin", "anna"] { people.append(try await store.account(app, name)) }
            try await store.gather(people, in: group)
            self.people = people
            outsider = try await store.account(app, "zoe")
            system = Account(app: app, user: .system)
            let queue = SendQueue(log: store.messages, windows: RecentWindows(), announcer: Silence())
            let codec = PlainBodyCodec()
            sends = ServerSends(sends: MessageGate(sends: queue), bodies: codec, accounts: store.accounts, ids: store.ids)
            messages = UserMessages(sends: queue, store: store.conversations, bodies: codec, ids: store.ids)
        }

        func send(
            _ content: String, as contentType: Int64 = 0, from sender: Account, related: MessageID? = nil, to targets: [Int64]? = nil
        ) async throws -> MessageID? {
            let draft = try MessageDraft(
                contentType: contentType, related: related?.rawValue, body: BodyFields(contentType: 0, content: content),
                isOnlineOnly: false, transaction: nil)
            let receivers = try MessageReceivers(type: 2, ids: targets ?? [group.rawValue])
            return try await sends.send(draft, from: sender, to: receivers, settings: AppSettings()).first
        }

        func contents(_ account: Account) async throws -> [String] {
            try await messages.page(account, with: .group(group), before: .zero, limit: 100).entries.reversed().map(\.fields.content)
        }
    }

    @Test(arguments: StoreKind.all) func theSystemWritesToAGroupAndTakesItBack(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        let id = try #require(try await scene.send("notice", from: scene.system))
        for person in scene.people {
            #expect(try await scene.contents(person) == ["notice"])
            #expect(try await scene.messages.unread(person) == [UnreadCount(peer: .group(scene.group), count: 1)])
        }
        let page = try await scene.messages.page(scene.people[2], with: .group(scene.group), before: .zero, limit: 1)
        #expect(page.entries.map(\.item.sender) == [.system] && page.entries.map(\.fields.isSystem) == [true] && page.next == .zero)
        #expect(try await scene.contents(scene.outsider).isEmpty)
        #expect(try await scene.send("", as: 10, from: scene.system, related: id) != nil)
        for person in scene.people { #expect(try await scene.contents(person).isEmpty) }
    }

    @Test(arguments: StoreKind.all) func inAMembersNameTheRulesAreHis(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        let id = try #require(try await scene.send("one", from: scene.people[2]))
        await #expect(throws: Failure(.groupMemberPermissionRequired)) { try await scene.send("x", from: scene.outsider) }
        await #expect(throws: Failure(.groupNotExist)) { try await scene.send("x", from: scene.system, to: [79]) }
        // A user's id is no group's, whatever is asked of it.
        let user = scene.people[0].user.rawValue
        await #expect(throws: Failure(.groupNotExist)) { try await scene.send("x", from: scene.system, to: [user]) }
        await #expect(throws: Failure(.invalidParam)) { try await scene.send("", as: 10, from: scene.system, related: id, to: [user]) }
        _ = try await scene.send(" two", as: 11, from: scene.people[2], related: id)
        await #expect(throws: Failure(.userPermissionDenied)) { try await scene.send("!", as: 11, from: scene.people[1], related: id) }
        try await scene.messages.acknowledge(id, in: .group(scene.group), by: scene.people[0])
        #expect(try await scene.messages.unread(scene.people[0]).isEmpty)
        try await scene.messages.acknowledge(id, in: nil, by: scene.people[1])
        #expect(try await scene.messages.unread(scene.people[1]).isEmpty)
        try await scene.messages.clear(.group(scene.group), of: scene.people[1])
        #expect(try await scene.contents(scene.people[1]).isEmpty)
        #expect(try await scene.contents(scene.people[0]).count == 1)
        // Also who is no author and no admin may, when his server does it.
        _ = try await scene.send("", as: 10, from: scene.people[2], related: id)
        #expect(try await scene.contents(scene.people[0]).isEmpty)
    }
}
