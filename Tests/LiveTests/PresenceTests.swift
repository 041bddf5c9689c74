import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

@testable import Live

/// Who comes and goes, told to those who sit in a chatroom with him.
struct PresenceTests {
    private static let room = GroupID(9)
    private static let conversation = ConversationID(7)

    /// Knows of one chatroom, and notes whom it was asked about.
    private final class Rooms: ChatroomStore {
        private let people: Set<UserID>
        private let failures: Mutex<Int>
        private let noted = Mutex<[[UserID]]>([])

        init(_ people: [Int64], failures: Int = 0) {
            self.people = Set(people.map { UserID($0) })
            self.failures = Mutex(failures)
        }

        var asked: [[UserID]] { noted.withLock { $0 } }

        func seats(of users: [UserID], in app: AppNumber, limit: Int) async throws(Failure) -> [ChatroomSeat] {
            noted.withLock { $0.append(users) }
            let fails = failures.withLock { failures in
                failures -= 1
                return failures >= 0
            }
            if fails { throw Failure(.serverNeedRetry) }
            return people.intersection(users).sorted().map {
                ChatroomSeat(user: $0, group: room, conversation: conversation, members: 1)
            }
        }
    }

    private func presence(_ rooms: Rooms) -> ChatroomPresence {
        ChatroomPresence(
            store: rooms, codec: PlainNoticeCodec(), ids: MessageIDs(node: 0, newest: .zero, clock: VirtualClock()))
    }

    /// A queue that looks somebody up as often as it is let, and what it tells.
    private struct Held {
        let queue: PresenceQueue
        let turns = AsyncStream<Void>.makeStream()
        let told = AsyncStream<String>.makeStream()

        init(_ presence: ChatroomPresence) {
            queue = PresenceQueue(
                presence, rest: { [turns] _ in for await _ in turns.stream { break } },
                push: { [told] in told.continuation.yield(String(decoding: $0.message.payload, as: UTF8.self)) })
        }

        func go(_ count: Int = 1) { for _ in 0..<count { turns.continuation.yield() } }

        func next() async -> String? {
            for await text in told.stream { return text }
            return nil
        }

        func note(_ user: Int64, _ kind: GroupNotice.Kind) {
            queue.note(Account(app: AppNumber(1), user: UserID(user)), kind)
        }
    }

    /// A session that says what it is pushed.
    private final class Watcher: LiveSession {
        let address: DeviceAddress
        let (tokenID, sdkVersion) = ("token", "3.0.0")
        private let pushed = AsyncStream<AcceptedMessage>.makeStream()

        init(_ user: Int64) {
            address = DeviceAddress(account: Account(app: AppNumber(1), user: UserID(user)), device: DeviceSN(1))
        }

        func post(_ event: LiveEvent) { if case .pushed(let message) = event { pushed.continuation.yield(message) } }

        func next() async -> AcceptedMessage? {
            for await message in pushed.stream { return message }
            return nil
        }
    }

    @Test func theOthersHearOfTheFirstDeviceAndOfTheLast() async throws {
        let users = [UserID(2), UserID(4), UserID(6)]
        let audience = GroupAudiences.Audience(version: 1, users: users, since: [.zero, .zero, .zero])
        let hub = Hub(audiences: GroupAudiences { _, _, answer in answer(audience) }, presence: presence(Rooms([4])))
        let watcher = Watcher(6)
        let (phone, tablet, stranger) = (Listener(4, 1), Listener(4, 2), Listener(8))
        hub.enter(watcher)
        hub.enter(stranger)
        hub.enter(phone)
        #expect(try text(await watcher.next()) == "presence 4 [] ")
        hub.enter(tablet)
        hub.leave(phone)
        hub.leave(tablet)
        let absence = try #require(await watcher.next())
        #expect(try text(absence) == "absence 4 [] ")
        #expect(absence.place == nil && absence.message.kind == .groupNotice && absence.message.target == .group(Self.room))
        #expect(phone.lines + tablet.lines + stranger.lines == [])
    }

    private func text(_ message: AcceptedMessage?) throws -> String {
        String(decoding: try #require(message).message.payload, as: UTF8.self)
    }

    @Test func whoComesBackAtOnceHasNotBeenAway() async {
        let rooms = Rooms([2, 4])
        let held = Held(presence(rooms))
        held.note(2, .absence)
        held.note(2, .presence)
        held.note(4, .presence)
        held.note(4, .presence)
        held.go(2)
        #expect(await held.next() == "presence 4 [] ")
        #expect(rooms.asked == [[UserID(4)]])
    }

    @Test func manyAreLookedUpAPartAtATimeAndTooManyAreLetGo() async {
        let last = Int64(2 * PresenceQueue.most)
        let rooms = Rooms([last + 2, last + 4])
        let held = Held(presence(rooms))
        for user in 1...(PresenceQueue.most + 1) { held.note(Int64(2 * user), .presence) }
        let parts = PresenceQueue.most / PresenceQueue.together
        // One more to find that nobody is left, and one for the next.
        held.go(parts + 2)
        while rooms.asked.count < parts { await Task.yield() }
        held.note(last + 4, .presence)
        #expect(await held.next() == "presence \(last + 4) [] ")
        #expect(rooms.asked.map(\.count) == Array(repeating: PresenceQueue.together, count: parts) + [1])
        #expect(Set(rooms.asked.joined()).count == PresenceQueue.most + 1 && !rooms.asked.joined().contains(UserID(last + 2)))
    }

    @Test func aStoreThatIsAwayIsNotAskedAgainForThem() async {
        let rooms = Rooms([2, 4], failures: 1)
        let held = Held(presence(rooms))
        held.note(2, .presence)
        held.go()
        while rooms.asked.isEmpty { await Task.yield() }
        held.note(4, .presence)
        held.go(2)
        #expect(await held.next() == "presence 4 [] ")
        #expect(rooms.asked == [[UserID(2)], [UserID(4)]])
    }

    /// What people say finds room although very many come.
    @Test func comingTakesHalfOfTheRoomAtMost() async {
        let answers = Mutex<[@Sendable (GroupAudiences.Audience?) -> Void]>([])
        let pushed = Mutex<[String]>([])
        let fanOut = GroupFanOut(
            GroupAudiences { _, _, answer in answers.withLock { $0.append(answer) } }, together: 25, rest: nil, wake: { _, _ in },
            push: { message, _ in pushed.withLock { $0.append(String(decoding: message.message.payload, as: UTF8.self)) } })
        fanOut.came(UserID(2))
        let moves = (2...40).map { (Account(app: AppNumber(1), user: UserID(2 * $0)), GroupNotice.Kind.presence) }
        let notices = await presence(Rooms((2...40).map { 2 * $0 })).notices(of: Dictionary(uniqueKeysWithValues: moves))
        notices.forEach(fanOut.pushPresence)
        let typing = OutgoingMessage(
            sender: Listener(4).address, target: .group(Self.room), clientID: 1, contentType: 6, isEphemeral: true,
            payload: Array("typing".utf8))
        let accepted = AcceptedMessage(message: typing, id: MessageID(1), conversation: Self.conversation, place: nil)
        for _ in 0..<20 { fanOut.push(accepted, in: Self.conversation, members: 1) }
        let audience = GroupAudiences.Audience(version: 1, users: [UserID(2)], since: [.zero])
        while let answer = answers.withLock({ $0.popLast() }) { answer(audience) }
        let half = GroupFanOut.mostPushes.group / 2
        #expect(pushed.withLock { $0.count { $0 == "typing" } } == half)
        #expect(pushed.withLock { $0.count { $0.hasPrefix("presence") } } == half)
    }
}
