import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

@testable import Live

struct GroupFanOutTests {
    private static let group = GroupID(9)
    private static let conversation = ConversationID(7)

    private func hub(
        _ users: [Int64], version: Int64 = 1, reads: Counter = Counter(), rest: (@Sendable (Int64) async -> Void)? = nil
    ) -> Hub {
        let audience = GroupAudiences.Audience(
            version: version, users: users.map { UserID($0) }, since: users.map { _ in .zero })
        return Hub(
            audiences: GroupAudiences { _, _, answer in
                reads.add()
                answer(audience)
            }, together: 250, rest: rest)
    }

    final class Counter: Sendable {
        private let value = Mutex(0)
        func add() { value.withLock { $0 += 1 } }
        var count: Int { value.withLock { $0 } }
    }

    private func enter(_ hub: Hub, _ user: Int64, _ sn: Int32 = 1) -> Listener {
        let listener = Listener(user, sn)
        hub.enter(listener)
        _ = listener.news()
        return listener
    }

    /// What all members read, written by nobody's device.
    private static func told(_ id: Int64) -> AcceptedMessage {
        let nobody = DeviceAddress(account: Account(app: AppNumber(1), user: UserID(2)), device: DeviceSN(0))
        let message = OutgoingMessage(
            sender: nobody, target: .group(group), action: .notice(.groupNotice), clientID: 0, payload: [])
        let place = AcceptedMessage.Place(conversation: conversation, target: .group(group), previous: .zero, members: 1)
        return AcceptedMessage(message: message, id: MessageID(id), place: place)
    }

    private func send(_ hub: Hub, _ id: Int64, from sender: Listener, stored: Bool = true, members: Int64 = 1) {
        let message = OutgoingMessage(
            sender: sender.address, target: .group(Self.group), clientID: id, contentType: 0, isEphemeral: !stored, payload: [])
        let place = AcceptedMessage.Place(
            conversation: Self.conversation, target: message.target, previous: .zero, members: members)
        hub.announce([
            AcceptedMessage(
                message: message, id: MessageID(id), conversation: Self.conversation, place: stored ? place : nil, members: members)
        ])
    }

    @Test func aMessageWakesMembersWhoAreThereButNotTheDeviceItIsFrom() {
        let hub = hub([2, 4, 6, 8])
        let (phone, tablet) = (enter(hub, 2, 1), enter(hub, 2, 2))
        let (member, stranger) = (enter(hub, 4), enter(hub, 10))
        send(hub, 100, from: phone)
        #expect(phone.lines == [] && stranger.lines == [])
        #expect(tablet.lines == ["100 from 9 in 7"] && member.lines == ["100 from 9 in 7"])
    }

    @Test func whoHasGoneIsNotLookedFor() {
        let hub = hub([2, 4])
        let (sender, member) = (enter(hub, 2), enter(hub, 4))
        hub.leave(member)
        send(hub, 100, from: sender)
        #expect(member.lines == [])
        hub.enter(member)
        send(hub, 101, from: sender)
        #expect(member.lines.last == "101 from 9 in 7")
    }

    @Test func membersAreReadOnceWhileTheyStayTheSame() {
        let reads = Counter()
        let hub = hub([2, 4], reads: reads)
        let sender = enter(hub, 2)
        for id in 100..<110 { send(hub, Int64(id), from: sender) }
        for id in 110..<120 { send(hub, Int64(id), from: sender, stored: false) }
        #expect(reads.count == 1)
        send(hub, 130, from: sender, members: 2)
        #expect(reads.count == 2)
    }

    @Test func aChangeWakesMembersAndThoseWhoWentAndThoseToldAlone() {
        let hub = hub([2, 4])
        let (member, gone, told) = (enter(hub, 4), enter(hub, 6), enter(hub, 8))
        hub.announce(
            GroupCommit(
                app: AppNumber(1), group: Self.group, type: .private, conversation: Self.conversation, members: 1,
                told: [Self.told(50)], own: [GroupCommit.Own(reader: UserID(8), conversation: ConversationID(3), newest: MessageID(51))],
                left: [UserID(6)]))
        #expect(member.lines == ["50 from 9 in 7"] && gone.lines == ["50 from 9 in 7"])
        #expect(told.lines == ["51 from 0 in 3"])
    }

    @Test func inAChatroomWhoGoesHearsOfIt() {
        let hub = hub([2, 4])
        let (member, gone) = (enter(hub, 4), enter(hub, 6))
        hub.announce(
            GroupCommit(
                app: AppNumber(1), group: Self.group, type: .chatroom, conversation: Self.conversation, members: 1, left: [UserID(6)],
                pushed: [Self.told(60)]))
        #expect(member.lines == ["pushed 60"] && gone.lines == ["pushed 60"])
    }

    @Test func ofWhatIsOnlyPushedSomeMayBeLost() {
        let answers = Mutex<[@Sendable (GroupAudiences.Audience?) -> Void]>([])
        let hub = Hub(audiences: GroupAudiences { _, _, answer in answers.withLock { $0.append(answer) } })
        let (sender, member) = (enter(hub, 2), enter(hub, 4))
        for id in 1...100 { send(hub, Int64(id), from: sender, stored: false) }
        send(hub, 200, from: sender)
        let audience = GroupAudiences.Audience(version: 1, users: [UserID(2), UserID(4)], since: [.zero, .zero])
        while let answer = answers.withLock({ $0.popLast() }) { answer(audience) }
        #expect(member.lines.filter { $0.hasPrefix("pushed") }.count == GroupFanOut.mostPushes.group)
        #expect(member.lines.contains("200 from 9 in 7"))
    }

    @Test func aLargeGroupIsWokenAPartAtATime() async {
        let users = (1...1_000).map { Int64(2 * $0) }
        let (pauses, done) = (Counter(), AsyncStream<Void>.makeStream())
        let hub = hub(users) { _ in
            pauses.add()
            if pauses.count == 3 { done.continuation.yield() }
        }
        let listeners = users.map { enter(hub, $0) }
        send(hub, 100, from: listeners[0])
        for await _ in done.stream { break }
        #expect(pauses.count == 3)
    }

    @Test func theConnectedAreFoundAmongMany() {
        var online = OnlineUsers()
        for user in stride(from: Int64(2), to: 10_000, by: 14) { online.insert(UserID(user)) }
        online.remove(UserID(16))
        let found = online.among((1..<5_000).map { UserID(Int64(2 * $0)) }).map(\.rawValue)
        #expect(found == Array(stride(from: Int64(2), to: 10_000, by: 14)).filter { $0 != 16 })
        #expect(OnlineUsers().among([UserID(2)]).isEmpty)
    }
}
