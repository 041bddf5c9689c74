import Dispatch
import Synchronization
import Testing

@testable import Outbound

/// Calls that begin when a thread takes them and end when they are told to.
private final class HeldCalls: Sendable {
    let queue: CallQueue
    private let begun: AsyncStream<String>
    private let begin: AsyncStream<String>.Continuation
    private let ends = Mutex<[String: DispatchSemaphore]>([:])
    private let refusedCalls = Mutex<[String]>([])

    init(_ bounds: OutboundHTTP.Bounds) {
        queue = CallQueue(bounds)
        (begun, begin) = AsyncStream.makeStream()
    }

    var refused: [String] { refusedCalls.withLock { $0 } }

    func submit(_ name: String, in lane: String) -> Bool {
        let end = DispatchSemaphore(value: 0)
        ends.withLock { $0[name] = end }
        return queue.submit(in: lane) { [begin] fate in
            guard fate == .run else { return self.refusedCalls.withLock { $0.append(name) } }
            begin.yield(name)
            end.wait()
        }
    }

    func end(_ name: String) { ends.withLock { $0[name] }?.signal() }

    /// The next calls that begin, as many as are asked for.
    func next(_ count: Int) async -> Set<String> {
        var names: Set<String> = []
        var calls = begun.makeAsyncIterator()
        while names.count < count, let name = await calls.next() { names.insert(name) }
        return names
    }
}

struct CallQueueTests {
    @Test func aSlowLaneLeavesThreadsToOthers() async {
        let calls = HeldCalls(OutboundHTTP.Bounds(running: 4, waiting: 100, runningInLane: 2, waitingInLane: 3))
        for number in 1...5 { #expect(calls.submit("slow\(number)", in: "slow")) }
        #expect(!calls.submit("slow6", in: "slow"), "two run, three wait")
        #expect(await calls.next(2) == ["slow1", "slow2"])
        for name in ["quick1", "quick2"] { #expect(calls.submit(name, in: "quick")) }
        #expect(await calls.next(2) == ["quick1", "quick2"])
        // A thread that gets free takes the oldest call that may run.
        #expect(calls.submit("quick3", in: "quick"))
        calls.end("slow2")
        #expect(await calls.next(1) == ["slow3"])
        calls.end("quick1")
        #expect(await calls.next(1) == ["quick3"])
        #expect(calls.submit("slow6", in: "slow"), "one has ended")
        for name in ["slow1", "slow3", "slow4", "slow5", "slow6", "quick2", "quick3"] { calls.end(name) }
        #expect(await calls.next(3) == ["slow4", "slow5", "slow6"])
        calls.queue.shutdown()
        #expect(calls.refused == [])
    }

    @Test func whatComesFirstRunsFirst() async {
        let calls = HeldCalls(OutboundHTTP.Bounds(running: 1, waiting: 3, runningInLane: 1, waitingInLane: 100))
        #expect(calls.submit("first", in: "a"))
        #expect(await calls.next(1) == ["first"])
        for name in ["1", "2", "3"] { #expect(calls.submit(name, in: name)) }
        #expect(!calls.submit("4", in: "4"), "of all lanes together no more may wait")
        for (ending, beginning) in [("first", "1"), ("1", "2"), ("2", "3")] {
            calls.end(ending)
            #expect(await calls.next(1) == [beginning])
        }
        calls.end("3")
        calls.queue.shutdown()
    }

    @Test func whatWaitsAtTheEndIsRefused() async {
        let calls = HeldCalls(OutboundHTTP.Bounds(running: 1, waiting: 1_000_000, runningInLane: 1, waitingInLane: 1_000_000))
        #expect(calls.submit("running", in: "a"))
        #expect(await calls.next(1) == ["running"])
        #expect(calls.submit("waiting", in: "a") && calls.submit("elsewhere", in: "b"))
        let ending = Task.detached { calls.queue.shutdown() }
        while calls.queue.submit(in: "c", { _ in }) { await Task.yield() }
        calls.end("running")
        await ending.value
        #expect(Set(calls.refused) == ["waiting", "elsewhere"])
        #expect(!calls.submit("later", in: "a"))
    }
}
