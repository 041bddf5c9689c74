import HearthCore
import IM
import TestSupport
import Testing

struct RecentWindowsTests {
    @Test func whatIsToldLateDoesNotHideWhatCameAfterIt() {
        let windows = RecentWindows()
        windows.append([Sample.accepted(5, after: 4)])
        windows.append([Sample.accepted(4, after: 3)])
        #expect(ids(windows, after: 4) == [5])
        #expect(ids(windows, after: 3) == nil)
    }

    private func ids(_ windows: RecentWindows, _ conversation: Int64 = 1, after cursor: Int64) -> [Int64]? {
        windows.items(of: ConversationID(conversation), after: MessageID(cursor))?.items.map(\.id.rawValue)
    }

    @Test func aWindowAnswersFromItsFloorOn() {
        let windows = RecentWindows()
        windows.append([Sample.accepted(11, after: 10), Sample.accepted(12, after: 11)])
        #expect(ids(windows, after: 10) == [11, 12])
        #expect(ids(windows, after: 11) == [12])
        #expect(ids(windows, after: 12) == [])
        #expect(ids(windows, after: 9) == nil)
        #expect(ids(windows, 2, after: 10) == nil)
    }

    @Test func aWindowThatMissedAMessageBeginsAnew() {
        let windows = RecentWindows()
        windows.append([Sample.accepted(11, after: 10), Sample.accepted(13, after: 12)])
        #expect(ids(windows, after: 11) == nil)
        #expect(ids(windows, after: 12) == [13])
    }

    @Test func aLongWindowForgetsItsBeginning() {
        let windows = RecentWindows(itemsPerWindow: 4)
        windows.append((1...5).map { Sample.accepted($0, after: $0 - 1) })
        #expect(ids(windows, after: 0) == nil)
        #expect(ids(windows, after: 5) == [])
        #expect(ids(windows, after: 3) == [4, 5])
    }

    @Test func ephemeralMessagesAreInNoWindow() {
        let windows = RecentWindows()
        windows.append([AcceptedMessage(message: Sample.message(), id: MessageID(5), place: nil)])
        #expect(ids(windows, after: 0) == nil)
    }

    @Test func memoryIsBounded() {
        let windows = RecentWindows(bytes: 10_000, lanes: 1)
        for conversation: Int64 in 1...100 {
            windows.append([Sample.accepted(1, after: 0, in: conversation, payload: [UInt8](repeating: 0, count: 1_000))])
        }
        let kept = (1...100).filter { ids(windows, $0, after: 0) != nil }
        #expect(kept.count < 10)
    }

    @Test func whatIsTooOldIsForgottenAndNewOnesFollow() {
        let windows = RecentWindows()
        windows.append((11...13).map { Sample.accepted($0, after: $0 - 1) })
        windows.forget(before: MessageID(13), in: ConversationID(1))
        #expect(ids(windows, after: 11) == nil)
        #expect(ids(windows, after: 12) == [13])
        windows.forget(before: MessageID(20), in: ConversationID(1))
        #expect(ids(windows, after: 12) == nil)
        windows.append([Sample.accepted(21, after: 13)])
        #expect(ids(windows, after: 13) == [21])
    }

    /// Against a plain model: an answer is never short of anything, whatever was dropped.
    @Test(arguments: 1...20)
    func anAnswerIsEverythingAfterTheCursor(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let windows = RecentWindows(itemsPerWindow: 6, bytes: 4_000, lanes: 2)
        var timelines: [Int64: [Int64]] = [:]
        var nextID: Int64 = 1
        var answers = 0
        var silences = 0
        for _ in 0..<3_000 {
            let conversation = Int64.random(in: 1...8, using: &random)
            let timeline = timelines[conversation, default: [0]]
            if Bool.random(using: &random) {
                nextID += Int64.random(in: 1...3, using: &random)
                timelines[conversation] = timeline + [nextID]
                // Now and then another server writes: this one does not hear of it.
                if random.oneIn(15) { continue }
                let payload = [UInt8](repeating: 0, count: Int.random(in: 0...300, using: &random))
                windows.append([
                    Sample.accepted(nextID, after: timeline.last ?? 0, in: conversation, payload: payload)
                ])
            } else {
                let cursor = max(0, (timeline.last ?? 0) - Int64.random(in: 0...20, using: &random))
                guard let answer = ids(windows, conversation, after: cursor) else {
                    silences += 1
                    continue
                }
                answers += 1
                // What another server wrote last is announced by that one.
                let all = timeline.filter { $0 > cursor }
                #expect(answer == Array(all.prefix(answer.count)))
                #expect(answer.last == nil || all.firstIndex(of: answer.last ?? 0) == answer.count - 1)
            }
        }
        #expect(answers > 100)
        #expect(silences > 100)
    }
}
