import HearthCore
import Synchronization
import TestSupport
import Testing

@testable import IM

struct SendQueueTests {
    /// What happened, in order.
    private final class Diary: Announcer {
        private let lines = Mutex<[String]>([])

        func note(_ line: String) { lines.withLock { $0.append(line) } }
        func announce(_ messages: [AcceptedMessage]) {
            note("announced " + messages.map { "\($0.message.clientID)" }.joined(separator: " "))
        }
        func take() -> [String] {
            lines.withLock { lines in
                defer { lines = [] }
                return lines
            }
        }
    }

    /// A log whose commits the test ends.
    private final class HeldLog: MessageLog {
        private typealias Commit = (batch: [OutgoingMessage], completion: @Sendable ([SendResult]) -> Void)
        private let commits = Mutex<[Commit]>([])

        func commit(_ batch: [OutgoingMessage], completion: @escaping @Sendable ([SendResult]) -> Void) {
            commits.withLock { $0.append((batch, completion)) }
        }

        /// The client ids of the commits under way.
        var batches: [[Int64]] { commits.withLock { $0.map { $0.batch.map(\.clientID) } } }

        func finish(_ failure: Failure? = nil) {
            let commit = commits.withLock { $0.removeFirst() }
            commit.completion(
                commit.batch.map { message in
                    if let failure { return .refused(failure) }
                    let id = MessageID(message.clientID)
                    return .accepted(AcceptedMessage(message: message, id: id, place: nil))
                })
        }
    }

    private let log = HeldLog()
    private let diary = Diary()

    private func queue(capacity: Int = 100, batchSize: Int = 10) -> SendQueue {
        SendQueue(log: log, windows: RecentWindows(), announcer: diary, capacity: capacity, batchSize: batchSize)
    }

    private func submit(_ ids: ClosedRange<Int64>, to queue: SendQueue) {
        for id in ids {
            queue.submit(Sample.message(clientID: id)) { [diary] result in
                switch result {
                case .accepted(let message): diary.note("acked \(message.id)")
                case .duplicate(let message): diary.note("repeated \(message.id)")
                case .refused(let failure): diary.note("refused \(id) \(failure.name.rawValue)")
                }
            }
        }
    }

    private func submit(bytes: Int, _ ids: ClosedRange<Int64>, to queue: SendQueue) {
        let payload = [UInt8](repeating: 1, count: bytes)
        for id in ids {
            queue.submit(Sample.message(clientID: id, payload: payload)) { [diary] result in
                if case .refused(let failure) = result { diary.note("refused \(id) \(failure.name.rawValue)") }
            }
        }
    }

    @Test func aCommitIsBoundedInBytesTooAndOneMessageAlwaysFits() {
        let queue = queue()
        submit(bytes: Limits.batchBytes / 2, 1...5, to: queue)
        log.finish()
        #expect(log.batches == [[2, 3]])
        log.finish()
        submit(bytes: 2 * Limits.batchBytes, 6...7, to: queue)
        log.finish()
        #expect(log.batches == [[6]])
        log.finish()
        #expect(log.batches == [[7]])
    }

    @Test func whatWaitsIsBoundedInBytes() {
        let queue = queue()
        let fitting = Int64(Limits.sendsWaitingBytes / Limits.batchBytes)
        // The first is under way, and no longer waits.
        submit(bytes: Limits.batchBytes, 1...(fitting + 2), to: queue)
        #expect(diary.take() == ["refused \(fitting + 2) ServerBusy"])
    }

    @Test func whatArrivesDuringACommitSharesTheNextOne() {
        let queue = queue()
        submit(1...4, to: queue)
        #expect(log.batches == [[1]])
        log.finish()
        #expect(log.batches == [[2, 3, 4]])
        log.finish()
        #expect(log.batches == [])
    }

    @Test func aCommitIsNoLargerThanABatch() {
        let queue = queue(batchSize: 2)
        submit(1...6, to: queue)
        var batches = log.batches
        while !log.batches.isEmpty {
            log.finish()
            batches += log.batches
        }
        #expect(batches == [[1], [2, 3], [4, 5], [6]])
    }

    @Test func sendersHearBeforeAnybodyElseAndInOrder() {
        let queue = queue()
        submit(1...3, to: queue)
        log.finish()
        #expect(diary.take() == ["acked 1", "announced 1"])
        log.finish()
        #expect(diary.take() == ["acked 2", "acked 3", "announced 2 3"])
    }

    @Test func nobodyHearsBeforeTheCommit() {
        submit(1...3, to: queue())
        #expect(diary.take() == [])
    }

    @Test func aFailedCommitIsTheSendersToKnow() {
        let queue = queue()
        submit(1...2, to: queue)
        log.finish(Failure(.serverBusy))
        #expect(diary.take() == ["refused 1 ServerBusy", "announced "])
        #expect(log.batches == [[2]])
    }

    @Test func aFullQueueIsBusy() {
        let queue = queue(capacity: 2)
        submit(1...4, to: queue)
        #expect(diary.take() == ["refused 4 ServerBusy"])
        log.finish()
        submit(5...5, to: queue)
        #expect(log.batches == [[2, 3]])
        #expect(diary.take() == ["acked 1", "announced 1"])
    }

    /// Else the later ones of a list could be there without, or before, the earlier ones.
    @Test func aListIsTakenAsAWholeOrNotAtAll() {
        let queue = queue(capacity: 2)
        func submit(_ ids: ClosedRange<Int64>) {
            queue.submit(
                ids.map { id -> SendQueue.Waiting in
                    let completion: SendQueue.Completion = { [diary] result in
                        if case .refused = result { diary.note("refused \(id)") }
                    }
                    return (Sample.message(clientID: id), completion)
                })
        }
        submit(1...3)
        #expect(log.batches == [[1, 2, 3]])
        submit(4...6)
        submit(7...8)
        #expect(diary.take() == ["refused 7", "refused 8"])
        log.finish()
        #expect(log.batches == [[4, 5, 6]])
    }

    @Test func aClosedQueueAsksToRetryAndAnswersWhatItTook() async {
        let queue = queue()
        submit(1...1, to: queue)
        await withTaskGroup { group in
            group.addTask { [diary] in
                await queue.close()
                diary.note("closed")
            }
            // Closing has begun as soon as a send is refused for it.
            var last: Int64 = 1
            var refused: [String] = []
            while refused.isEmpty {
                last += 1
                submit(last...last, to: queue)
                refused = diary.take()
                await Task.yield()
            }
            #expect(refused == ["refused \(last) ServerNeedRetry"])
            #expect(log.batches == [[1]])
            while !log.batches.isEmpty { log.finish() }
            await group.waitForAll()
            let taken = diary.take()
            #expect(taken.last == "closed")
            #expect(taken.count { $0.hasPrefix("acked") } == Int(last - 1))
        }
    }

    @Test func anIdleQueueClosesAtOnce() async {
        let queue = queue()
        await queue.close()
        submit(1...1, to: queue)
        #expect(diary.take() == ["refused 1 ServerNeedRetry"])
    }
}
