import HearthCore
import IM
import Testing

struct CommitTests {
    @Test(arguments: StoreKind.all) func theAnswerSaysWhereAMessageStands(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let first = try #require(await store.messages.commit(anna.says("one", to: ben)).accepted)
        let second = try #require(await store.messages.commit(ben.says("two", to: anna)).accepted)
        #expect(first.message.payload == Array("one".utf8) && first.message.sender == anna.device())
        #expect(first.id.instant == store.clock.now())
        let place = try #require(first.place)
        #expect(place.previous == .zero)
        #expect(second.place?.conversation == place.conversation)
        #expect(second.place?.previous == first.id)
        #expect(try await store.conversation(ben.device(), anna).newest == second.id)
    }

    @Test(arguments: StoreKind.all) func idsGrowAndFitClients(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        var last = MessageID(1)
        for round in 0..<4 {
            // Standing still, forward, and back: never the same id again.
            store.clock.advance(by: [0, 0, 60_000, -3_000][round])
            let ids = try await store.write((0..<300).map { "\(round) \($0)" }, from: anna, to: ben)
            for id in ids {
                #expect(id > last && id.rawValue < 1 << 53)
                last = id
            }
            store = try await store.reopened()
        }
    }

    @Test(arguments: StoreKind.all) func aBatchIsAnsweredInItsOrder(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        var people: [Account] = []
        for name in ["anna", "ben", "carl"] { people.append(try await store.account(app, name)) }
        let batch = (0..<60).map { people[$0 % 3].says("\($0)", to: people[($0 + 1) % 3]) }
        let accepted = try await store.messages.commit(batch).map { try #require($0.accepted) }
        #expect(accepted.map(\.message.payload) == batch.map(\.payload))
        #expect(accepted.map(\.id) == accepted.map(\.id).sorted())
        var newest: [ConversationID: MessageID] = [:]
        for message in accepted {
            let place = try #require(message.place)
            #expect(place.previous == newest[place.conversation] ?? .zero)
            newest[place.conversation] = message.id
        }
        #expect(newest.count == 3)
    }

    @Test(arguments: StoreKind.all) func payloadsComeBackByteForByte(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let payloads: [[UInt8]] = [[], [0], [0, 255, 0], Array(0...255), Array(repeating: 0xC3, count: 70_000)]
        _ = await store.messages.commit(payloads.map { anna.device(7).says($0, to: .user(ben.user)) })
        store = try await store.reopened()
        let conversation = try await store.conversation(ben.device(), anna)
        let items = try await store.conversations.items(anna.app, conversation.id, after: .zero, limit: 50)
        #expect(items.map(\.payload) == payloads)
        #expect(items.allSatisfy { $0.sender == anna.user && $0.device == DeviceSN(7) })
    }

    @Test(arguments: StoreKind.all) func anEphemeralMessageIsNotStored(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let typing = anna.device().says("typing", to: ben, isEphemeral: true)
        let results = await store.messages.commit([typing, typing])
        let accepted = try results.map { try #require($0.accepted) }
        #expect(accepted.allSatisfy { $0.place == nil })
        #expect(accepted[0].id < accepted[1].id)
        #expect(try await store.conversations.open(ben.device(), with: anna) == nil)
        #expect(try await store.conversations.list(ben.device()).isEmpty)
        // Nor does it take a client id away from a message that is stored.
        #expect(await store.messages.commit(anna.says("typing", to: ben)).accepted != nil)
    }

    @Test(arguments: StoreKind.all) func aRefusedMessageLeavesTheOthersAlone(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let results = await store.messages.commit([
            anna.says("one", to: ben),
            anna.says("nobody", to: Account(app: anna.app, user: UserID(2))),
            anna.device().says([1], to: .group(GroupID(7))),
            anna.says("two", to: ben),
        ])
        #expect(results[1].outcome == .refused(.userNotExist))
        #expect(results[2].outcome == .refused(.groupNotExist))
        #expect(results[3].accepted?.place?.previous == results[0].accepted?.id)
        let conversation = try await store.conversation(ben.device(), anna)
        let items = try await store.conversations.items(anna.app, conversation.id, after: .zero, limit: 50)
        #expect(items.map(\.text) == ["one", "two"])
        #expect(try await store.conversations.list(anna.device()).count == 1)
    }

    @Test(arguments: StoreKind.all) func onlyNormalUsersSend(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let message = anna.says("hello", to: ben)
        let id = try #require(await store.messages.commit(message).accepted).id
        try await store.set(.frozen, of: anna)
        // His own state comes before the memory of duplicates.
        #expect(await store.messages.commit(message).outcome == .refused(.userFrozen))
        try await store.set(.removed, of: anna)
        #expect(await store.messages.commit(message).outcome == .refused(.userRemoved))
        let nobody = Account(app: anna.app, user: UserID(4))
        #expect(await store.messages.commit(nobody.says("hello", to: ben)).outcome == .refused(.userRemoved))
        try await store.set(.normal, of: anna)
        #expect(await store.messages.commit(message).outcome == .duplicate(id))
    }

    @Test(arguments: StoreKind.all) func aFrozenUserReceivesAndARemovedOneDoesNot(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.set(.frozen, of: ben)
        #expect(await store.messages.commit(anna.says("one", to: ben)).accepted != nil)
        try await store.set(.removed, of: ben)
        #expect(await store.messages.commit(anna.says("two", to: ben)).outcome == .refused(.userNotExist))
        #expect(await store.messages.commit(anna.says("one", to: ben)).accepted == nil)
    }

    @Test(arguments: StoreKind.all) func oneMayWriteToOneself(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let anna = try await store.account(try await store.app(), "anna")
        let ids = try await store.write(["one", "two"], from: anna, to: anna)
        let conversation = try await store.conversation(anna.device(), anna)
        #expect(conversation.newest == ids[1])
        let list = try await store.conversations.list(anna.device())
        #expect(list.map(\.peer) == [.user(anna.user)] && list.map(\.undelivered) == [2])
        let page = try await store.conversations.history(anna, with: anna, .older(than: .zero), limit: 10)
        #expect(page.items.map(\.text) == ["two", "one"])
    }

    @Test(arguments: StoreKind.all) func appsNeverMeet(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let stranger = try await store.account(try await store.app("other"), "stranger")
        let batch = [
            anna.says("out", to: stranger), stranger.says("in", to: anna), anna.says("home", to: ben),
            Account(app: stranger.app, user: anna.user).says("forged", to: stranger),
        ]
        let results = await store.messages.commit(batch)
        #expect(results[0].outcome == .refused(.userNotExist))
        #expect(results[1].outcome == .refused(.userNotExist))
        #expect(results[3].outcome == .refused(.userRemoved))
        let conversation = try await store.conversation(anna.device(), ben)
        #expect(try await store.conversations.items(stranger.app, conversation.id, after: .zero, limit: 10).isEmpty)
        let double = Account(app: stranger.app, user: anna.user)
        #expect(try await store.conversations.open(double.device(), with: ben) == nil)
        #expect(try await store.conversations.list(double.device()).isEmpty)
        #expect(try await store.conversations.history(double, with: ben, .older(than: .zero), limit: 10).items.isEmpty)
    }

    @Test(arguments: StoreKind.all) func aClosedStoreRefusesEveryMessage(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        store.database.shutdown()
        let results = await store.messages.commit([anna.says("one", to: ben), anna.says("two", to: ben)])
        #expect(results.map(\.outcome) == [.refused(.serverNeedRetry), .refused(.serverNeedRetry)])
        #expect(await store.messages.commit([]).isEmpty)
    }
}
