import Testing

@testable import Database

@Suite(.timeLimit(.minutes(1)))
struct JobQueueTests {
    @Test func jobsLeaveInTheOrderTheyCame() {
        let queue = JobQueue<Int>(limit: 1_000)
        for job in 0..<500 { #expect(queue.push(job) == nil) }
        var taken = (0..<300).compactMap { _ in queue.takeOne() }
        #expect(queue.count == 200)
        for job in 500..<600 { #expect(queue.push(job) == nil) }
        taken += queue.takeAll()
        #expect(taken == Array(0..<600))
        #expect(queue.count == 0)
    }

    @Test func theLimitCountsWhatWaitsOnly() {
        let queue = JobQueue<Int>(limit: 2)
        #expect(queue.push(1) == nil)
        #expect(queue.push(2) == nil)
        #expect(queue.push(3)?.kind == .busy)
        #expect(queue.takeOne() == 1)
        #expect(queue.push(4) == nil)
        #expect(queue.takeAll() == [2, 4])
    }

    @Test func aClosedQueueHandsOutWhatItHoldsAndTakesNothing() {
        let queue = JobQueue<Int>(limit: 2)
        #expect(queue.push(1) == nil)
        queue.close()
        #expect(queue.push(2)?.kind == .unavailable)
        #expect(queue.takeOne() == 1)
        #expect(queue.takeOne() == nil)
        #expect(queue.takeAll() == [])
    }

    /// As with PostgreSQL gone for some connections of a pool: those wait to try again, another one serves.
    @Test func whoWaitsForTheEndTakesNoSignalOfAJob() async throws {
        let queue = JobQueue<Signal>(limit: 100)
        let waiting = try (0..<8).map { _ in try DatabaseThread { while !queue.isClosed { queue.awaitClose(milliseconds: 60_000) } } }
        let serving = try DatabaseThread { while let job = queue.takeOne() { job.fire() } }
        for _ in 0..<500 {
            let job = Signal()
            #expect(queue.push(job) == nil)
            await job.wait()
        }
        queue.close()
        for thread in waiting + [serving] { thread.join() }
    }
}
