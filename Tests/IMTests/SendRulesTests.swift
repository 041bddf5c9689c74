import HearthCore
import IM
import Testing

struct SendRulesTests {
    private static let now = Instant(milliseconds: 1_000)

    private func message(
        from sender: Int64 = 2, to target: MessageTarget = .user(UserID(4)), isEphemeral: Bool = false, isForFriendsOnly: Bool = false
    ) -> OutgoingMessage {
        OutgoingMessage(
            sender: Sample.device(sender), target: target, clientID: 1, contentType: 0, isEphemeral: isEphemeral, payload: [1],
            isForFriendsOnly: isForFriendsOnly)
    }

    private func refusal(_ message: OutgoingMessage, _ facts: SendFacts) -> FailureName? {
        do throws(Failure) {
            try SendRules.decide(message, facts)
            return nil
        } catch {
            return error.name
        }
    }

    private func refusal(_ target: MessageTarget, _ facts: SendFacts.Target?) -> FailureName? {
        refusal(message(to: target), SendFacts(sender: .normal, target: facts))
    }

    @Test func aSenderInGoodStandingIsAdmitted() throws {
        try SendRules.admit(SendFacts(sender: .normal, target: nil))
    }

    @Test func aSenderInBadStandingIsNot() {
        #expect(throws: Failure(.userFrozen)) { try SendRules.admit(SendFacts(sender: .frozen, target: nil)) }
        #expect(throws: Failure(.userRemoved)) { try SendRules.admit(SendFacts(sender: .removed, target: nil)) }
        #expect(throws: Failure(.userRemoved)) { try SendRules.admit(SendFacts(sender: nil, target: nil)) }
    }

    @Test func aUserWhoIsHereOrFrozenCanBeWrittenTo() {
        #expect(refusal(.user(UserID(4)), .user(.normal)) == nil)
        #expect(refusal(.user(UserID(4)), .user(.frozen)) == nil)
    }

    @Test func aUserWhoIsGoneCannotBeWrittenTo() {
        #expect(refusal(.user(UserID(4)), .user(.removed)) == .userNotExist)
        #expect(refusal(.user(UserID(4)), nil) == .userNotExist)
    }

    @Test func aGroupThatDoesNotExistCannotBeWrittenTo() {
        #expect(refusal(.group(GroupID(5)), nil) == .groupNotExist)
    }

    // MARK: - Blocks and friends

    private static let friend = SendFacts.Standing(isFriend: true, isBlocked: false)
    private static let blocked = SendFacts.Standing(isFriend: false, isBlocked: true)
    private static let blockedFriend = SendFacts.Standing(isFriend: true, isBlocked: true)

    @Test(
        arguments: [
            (SendFacts.Standing.stranger, false, nil), (.stranger, true, .rosterNotFriend), (friend, false, nil), (friend, true, nil),
            (blocked, false, .rosterBlockListExist), (blocked, true, .rosterBlockListExist),
            (blockedFriend, true, .rosterBlockListExist),
        ] as [(SendFacts.Standing, Bool, FailureName?)])
    func whatTheRecipientsRosterSaysDecides(standing: SendFacts.Standing, isForFriendsOnly: Bool, expected: FailureName?) {
        let facts = SendFacts(sender: .normal, target: .user(.normal), standing: standing)
        for isEphemeral in [false, true] {
            #expect(refusal(message(isEphemeral: isEphemeral, isForFriendsOnly: isForFriendsOnly), facts) == expected)
        }
        // Nobody blocks the system, or himself; and a group is nobody's.
        #expect(refusal(message(from: 0, isForFriendsOnly: isForFriendsOnly), facts) == nil)
        #expect(refusal(message(from: 4, isForFriendsOnly: isForFriendsOnly), facts) == nil)
        let group = SendFacts(sender: .normal, target: .group(GroupStanding(role: .member)), standing: standing)
        #expect(refusal(message(to: .group(GroupID(5)), isForFriendsOnly: isForFriendsOnly), group) == nil)
    }

    @Test func whoIsGoneHearsOfNoBlock() {
        #expect(refusal(message(), SendFacts(sender: .normal, target: .user(.removed), standing: Self.blocked)) == .userNotExist)
    }

    @Test func otherWordsInAnOldMessageAreSaidToo() {
        func edit(_ kind: ItemKind, from sender: Int64 = 2, isForFriendsOnly: Bool = false) -> OutgoingMessage {
            OutgoingMessage(
                sender: Sample.device(sender), target: .unnamed, action: .operation(Operation(kind, on: MessageID(1))), clientID: 1,
                payload: [1], isForFriendsOnly: isForFriendsOnly)
        }
        func refusal(_ message: OutgoingMessage, _ standing: SendFacts.Standing) -> FailureName? {
            do throws(Failure) {
                try SendRules.relate(message, UserID(4), standing)
                return nil
            } catch { return error.name }
        }
        for kind in [ItemKind.append, .replace] {
            #expect(refusal(edit(kind), Self.blockedFriend) == .rosterBlockListExist)
            #expect(refusal(edit(kind, isForFriendsOnly: true), .stranger) == .rosterNotFriend)
            #expect(refusal(edit(kind, isForFriendsOnly: true), Self.friend) == nil)
            #expect(refusal(edit(kind), .stranger) == nil)
            #expect(refusal(edit(kind, from: 0), Self.blocked) == nil && refusal(edit(kind, from: 4), Self.blocked) == nil)
        }
        for kind in [ItemKind.readAck, .readAll, .readCancel, .deliverAck, .recall, .delete, .playAck] {
            #expect(refusal(edit(kind, isForFriendsOnly: true), Self.blocked) == nil, "\(kind)")
        }
    }

    // MARK: - Bans

    @Test(arguments: [(0, false), (-1, true), (999, false), (1_000, false), (1_001, true)] as [(Int64, Bool)])
    func aBanHoldsUntilItsEnd(stored: Int64, holds: Bool) {
        let ban = SendBan(stored: stored)
        #expect(ban.holds(at: Self.now) == holds)
        let facts = SendFacts(sender: .normal, ban: ban, target: .user(.normal), now: Self.now)
        #expect(refusal(message(), facts) == (holds ? .userBanned : nil))
        #expect(refusal(message(isEphemeral: true), facts) == (holds ? .userBanned : nil))
        #expect(refusal(message(to: .user(UserID(2))), facts) == (holds ? .userBanned : nil))
    }

    @Test func aBanConcernsWhatIsSaidAlone() {
        let facts = SendFacts(sender: .normal, ban: .forever, target: nil, now: Self.now)
        let kinds: [ItemKind] = [
            .message, .readAck, .readAll, .readCancel, .deliverAck, .recall, .delete, .playAck, .append, .replace, .clear,
        ]
        let refused = kinds.filter { kind in
            do throws(Failure) {
                try SendRules.allow(kind, facts)
                return false
            } catch { return error.name == .userBanned }
        }
        #expect(refused == [.message, .append, .replace])
        // Before anything that tells of the other side.
        let everything = SendFacts(sender: .normal, ban: .forever, target: nil, standing: Self.blocked, now: Self.now)
        #expect(refusal(message(), everything) == .userBanned)
    }
}
