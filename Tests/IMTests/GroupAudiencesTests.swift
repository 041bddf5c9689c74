import HearthCore
import IM
import Synchronization
import Testing

struct GroupAudiencesTests {
    private let conversation = ConversationID(9)
    private let app = AppNumber(1)

    /// A store whose reads end when they are told to.
    private final class Reads: Sendable {
        let open = Mutex<[@Sendable (GroupAudiences.Audience?) -> Void]>([])

        var count: Int { open.withLock { $0.count } }

        /// Ends the read that waits longest.
        func end(_ version: Int64?, _ users: [Int64] = []) {
            let first = open.withLock { $0.removeFirst() }
            first(version.map { Self.audience($0, users) })
        }

        static func audience(_ version: Int64, _ users: [Int64]) -> GroupAudiences.Audience {
            GroupAudiences.Audience(
                version: version, users: users.map { UserID($0) }, since: users.map { MessageID($0 * 10) })
        }
    }

    private final class Answers: Sendable {
        let all = Mutex<[[Int64]?]>([])

        func take(_ audience: GroupAudiences.Audience?) { all.withLock { $0.append(audience?.users.map(\.rawValue)) } }

        var list: [[Int64]?] { all.withLock { $0 } }
    }

    private let reads = Reads()
    private let answers = Answers()

    private func audiences(most: Int = 100) -> GroupAudiences {
        GroupAudiences(most: most) { [reads] _, _, answer in reads.open.withLock { $0.append(answer) } }
    }

    @Test func whoIsInAGroupIsReadOnceForEachVersion() {
        let audiences = audiences()
        audiences.audience(of: conversation, in: app, atLeast: 5, answer: answers.take)
        reads.end(5, [2, 4])
        audiences.audience(of: conversation, in: app, atLeast: 5, answer: answers.take)
        audiences.audience(of: conversation, in: app, atLeast: 4, answer: answers.take)
        #expect(answers.list == [[2, 4], [2, 4], [2, 4]])
        #expect(reads.count == 0)
        audiences.audience(of: conversation, in: app, atLeast: 6, answer: answers.take)
        reads.end(6, [2])
        #expect(answers.list.last == [2])
    }

    @Test func whoAsksDuringAReadForWhatCameSinceIsAnsweredByAnother() {
        let audiences = audiences()
        audiences.audience(of: conversation, in: app, atLeast: 5, answer: answers.take)
        audiences.audience(of: conversation, in: app, atLeast: 6, answer: answers.take)
        audiences.audience(of: conversation, in: app, atLeast: 5, answer: answers.take)
        reads.end(5, [2])
        #expect(answers.list == [[2], [2]])
        #expect(reads.count == 1)
        reads.end(6, [2, 4])
        #expect(answers.list.last == [2, 4])
    }

    @Test func aStoreThatIsAwayAnswersEverybodyWithNothing() {
        let audiences = audiences()
        audiences.audience(of: conversation, in: app, atLeast: 5, answer: answers.take)
        audiences.audience(of: conversation, in: app, atLeast: nil, answer: answers.take)
        reads.end(nil)
        #expect(answers.list == [nil, nil])
        #expect(reads.count == 0)
    }

    @Test func memoryIsForMembersWhoWereThereAllTheTime() {
        let audiences = audiences()
        let (member, stranger) = (UserID(4), UserID(6))
        func reads(_ user: UserID, after item: Int64, version: Int64) -> Bool {
            audiences.reads(user, conversation, after: MessageID(item), version: version)
        }
        #expect(!reads(member, after: 40, version: 5))
        audiences.audience(of: conversation, in: app, atLeast: 5, answer: answers.take)
        self.reads.end(5, [2, 4])
        #expect(reads(member, after: 40, version: 5))
        #expect(!reads(member, after: 39, version: 5))
        #expect(!reads(member, after: 40, version: 6))
        #expect(!reads(stranger, after: 99, version: 5))
    }

    @Test func anOlderReadThatEndsLaterChangesNothing() {
        let audiences = audiences()
        audiences.audience(of: conversation, in: app, atLeast: 6, answer: answers.take)
        reads.end(6, [2])
        audiences.audience(of: conversation, in: app, atLeast: nil, answer: answers.take)
        reads.end(5, [2, 4])
        audiences.audience(of: conversation, in: app, atLeast: 6, answer: answers.take)
        #expect(answers.list.last == [2])
    }

    @Test func memoryIsBounded() {
        let audiences = audiences(most: 10)
        for number in 1...20 {
            audiences.audience(of: ConversationID(Int64(number)), in: app, atLeast: 1, answer: answers.take)
            reads.end(1, [2, 4, 6])
        }
        #expect(audiences.reads(UserID(4), ConversationID(20), after: MessageID(99), version: 1))
        let known = (1...20).filter { audiences.reads(UserID(4), ConversationID(Int64($0)), after: MessageID(99), version: 1) }
        #expect(known.count * 3 <= 10)
    }
}
