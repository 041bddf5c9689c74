import HearthCore
import IM
import Testing

/// Blocks, friends-only chat and bans as a batch finds them in the store.
struct SendPermissionTests {
    private static let blocked = SendFacts.Standing(isFriend: false, isBlocked: true)
    private static let blockedFriend = SendFacts.Standing(isFriend: true, isBlocked: true)
    private static let friend = SendFacts.Standing(isFriend: true, isBlocked: false)

    private func outcomes(_ results: [SendResult]) -> [FailureName?] {
        results.map { result in if case .refused(let failure) = result { failure.name } else { nil } }
    }

    private func friendsOnly(_ sender: DeviceAddress, to target: MessageTarget, _ clientID: Int64) -> OutgoingMessage {
        OutgoingMessage(
            sender: sender, target: target, clientID: clientID, contentType: 0, isEphemeral: false, payload: [1], isForFriendsOnly: true)
    }

    @Test(arguments: StoreKind.all) func whoIsBlockedWritesNothingToThatPerson(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let carl = try await store.account(anna.app, "carl")
        try await store.set(Self.blockedFriend, of: anna, with: ben)
        let results = await store.messages.commit([
            anna.says("one", to: ben, clientID: 1), anna.says("two", to: carl, clientID: 2),
            anna.device().says("typing", to: ben, clientID: 3, isEphemeral: true), anna.says("again", to: ben, clientID: 4),
        ])
        #expect(outcomes(results) == [.rosterBlockListExist, nil, .rosterBlockListExist, .rosterBlockListExist])
        #expect(try await store.conversationsThere() == 1, "a refused first message begins nothing")
        // It is the other one's roster that counts.
        let answer = await store.messages.commit(ben.says("hi", to: anna, clientID: 5))
        #expect(answer.accepted != nil)
        #expect(await store.messages.commit(anna.says("now?", to: ben, clientID: 6)).outcome == .refused(.rosterBlockListExist))
        let system = Account(app: anna.app, user: .system)
        #expect(await store.messages.commit(system.says("from nobody", to: ben, clientID: 7)).accepted != nil)
        try await store.set(Self.friend, of: anna, with: ben)
        #expect(await store.messages.commit(anna.says("now?", to: ben, clientID: 6)).accepted != nil)
        // What was sent before is known again, whatever came since.
        try await store.set(Self.blocked, of: anna, with: ben)
        guard case .duplicate = await store.messages.commit(anna.says("now?", to: ben, clientID: 6)).outcome else {
            return #expect(Bool(false), "a repeated send is answered as the first one was")
        }
    }

    @Test(arguments: StoreKind.all) func amongFriendsAloneTheRecipientsListCounts(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        // Anna has Ben as a friend, Ben has not.
        try await store.set(Self.friend, of: ben, with: anna)
        let results = await store.messages.commit([
            friendsOnly(anna.device(), to: .user(ben.user), 1), friendsOnly(ben.device(), to: .user(anna.user), 2),
            anna.says("not asked", to: ben, clientID: 3), friendsOnly(anna.device(), to: .user(anna.user), 4),
            friendsOnly(Account(app: anna.app, user: .system).device(0), to: .user(ben.user), 5),
        ])
        #expect(outcomes(results) == [.rosterNotFriend, nil, nil, nil, nil])
        try await store.set(Self.blocked, of: anna, with: ben)
        #expect(await store.messages.commit(friendsOnly(anna.device(), to: .user(ben.user), 6)).outcome == .refused(.rosterBlockListExist))
        try await store.set(Self.friend, of: anna, with: ben)
        #expect(await store.messages.commit(friendsOnly(anna.device(), to: .user(ben.user), 7)).accepted != nil)
    }

    @Test(arguments: StoreKind.all) func manyPairsOfOneBatchAreToldApart(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        var people: [Account] = []
        for number in 0..<6 { people.append(try await store.account(app, "user\(number)")) }
        var expected: [FailureName?] = []
        var batch: [OutgoingMessage] = []
        for (i, sender) in people.enumerated() {
            for (j, recipient) in people.enumerated() {
                let standing = [Self.blocked, Self.friend, .stranger][(i * 5 + j * j) % 3]
                if i != j { try await store.set(standing, of: sender, with: recipient) }
                batch.append(friendsOnly(sender.device(), to: .user(recipient.user), Int64(i * 10 + j)))
                expected.append(i == j ? nil : standing.isBlocked ? .rosterBlockListExist : standing.isFriend ? nil : .rosterNotFriend)
            }
        }
        #expect(outcomes(await store.messages.commit(batch)) == expected)
    }

    @Test(arguments: StoreKind.all) func whoIsBlockedSaysNothingInOldMessagesEither(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let (store, anna, ben) = (scene.store, scene.anna, scene.ben)
        let ids = [try await scene.say("one", by: anna), try await scene.say("two", by: anna)]
        let other = try await scene.say("three", by: ben)
        let note = try #require(await store.messages.commit(anna.says("note", to: anna, clientID: 900)).accepted)
        try await store.gather([ben, anna], in: GroupID(77))
        let shared = try #require(await store.messages.commit(anna.device().says([1], to: .group(GroupID(77)), clientID: 901)).accepted)
        try await store.set(Self.blockedFriend, of: anna, with: ben)
        for target in [MessageTarget.user(ben.user), .unnamed] {
            for kind in [ItemKind.append, .replace] {
                #expect(await scene.result(kind, on: ids[0], by: anna, "x", in: target).outcome == .refused(.rosterBlockListExist))
            }
        }
        // Nothing else tells him of the block: not what is nobody's, or not his.
        #expect(await scene.result(.append, on: other, by: anna, "x").outcome == .refused(.userPermissionDenied))
        try await scene.act(.append, on: note.id, by: anna, "x", in: .user(anna.user))
        try await scene.act(.append, on: shared.id, by: anna, "x", in: .group(GroupID(77)))
        try await scene.act(.readAck, on: other, by: anna)
        try await scene.act(.recall, on: ids[1], by: anna)
        try await scene.act(.delete, on: other, by: anna)
        // The one who blocks is not blocked.
        try await scene.act(.replace, on: other, by: ben, "four")
        #expect(try await scene.history(of: ben) == ["four", "one"])
        try await store.set(Self.friend, of: anna, with: ben)
        try await scene.act(.append, on: ids[0], by: anna, "!")
        #expect(try await scene.history(of: ben) == ["four", "one!"])
    }

    @Test(arguments: StoreKind.all) func amongFriendsAloneOldMessagesAreLeftAsTheyAre(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let (store, anna, ben) = (scene.store, scene.anna, scene.ben)
        let id = try await scene.say("one", by: anna)
        func edit(_ kind: ItemKind, _ clientID: Int64, in target: MessageTarget) -> OutgoingMessage {
            OutgoingMessage(
                sender: anna.device(), target: target, action: .operation(Operation(kind, on: id)), clientID: clientID,
                payload: Array("+".utf8), isForFriendsOnly: true)
        }
        let edits = [edit(.append, 901, in: .user(ben.user)), edit(.replace, 902, in: .unnamed)]
        #expect(outcomes(await store.messages.commit(edits)) == [.rosterNotFriend, .rosterNotFriend])
        try await store.set(Self.friend, of: anna, with: ben)
        #expect(outcomes(await store.messages.commit(edits)) == [nil, nil])
    }

    @Test(arguments: StoreKind.all) func whoIsBannedSaysNothingUntilItIsOver(kind: StoreKind) async throws {
        let scene = try await Operating(kind)
        let store = scene.store
        let (anna, ben, group) = (scene.anna, scene.ben, GroupID(77))
        try await store.gather([ben, anna], in: group)
        let ids = [try await scene.say("one", by: anna), try await scene.say("two", by: anna)]
        let other = try await scene.say("three", by: ben)
        try await store.ban(anna, until: store.clock.now().milliseconds + 1_000)
        let results = await store.messages.commit([
            anna.says("x", to: ben, clientID: 901), anna.device().says("typing", to: ben, clientID: 902, isEphemeral: true),
            anna.device().says([1], to: .group(group), clientID: 903), anna.says("x", to: anna, clientID: 904),
            ben.says("x", to: anna, clientID: 905),
        ])
        #expect(outcomes(results) == [.userBanned, .userBanned, .userBanned, .userBanned, nil])
        for kind in [ItemKind.append, .replace] {
            #expect(await scene.result(kind, on: ids[0], by: anna, "x").outcome == .refused(.userBanned))
        }
        try await scene.act(.readAck, on: other, by: anna)
        try await scene.act(.delete, on: other, by: anna)
        try await scene.act(.recall, on: ids[1], by: anna)
        store.clock.advance(by: 1_000)
        #expect(await store.messages.commit(anna.says("x", to: ben, clientID: 901)).accepted != nil)
        try await store.ban(anna, until: -1)
        #expect(await store.messages.commit(anna.says("y", to: ben, clientID: 906)).outcome == .refused(.userBanned))
        try await store.ban(anna, until: 0)
        #expect(await store.messages.commit(anna.says("y", to: ben, clientID: 906)).accepted != nil)
    }
}
