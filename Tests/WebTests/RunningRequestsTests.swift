import HearthCore
import Synchronization
import Testing

@testable import Web

struct RunningRequestsTests {
    /// A handler that says when it has begun, and ends when the test lets it.
    private final class Work: Sendable {
        private let began = AsyncStream.makeStream(of: Void.self)
        private let mayEnd = AsyncStream.makeStream(of: Void.self)
        let hasEnded = Mutex(false)

        func run() async {
            began.continuation.yield()
            for await _ in mayEnd.stream { break }
            hasEnded.withLock { $0 = true }
        }

        func begun() async { for await _ in began.stream { break } }
        func end() { mayEnd.continuation.yield() }
    }

    private let requests = RunningRequests()
    private let work = Work()

    private var table: RouteTable {
        RouteTable(
            requests.counted([
                Route([.post], "/work", .user, "works") { [work] (_) throws(Failure) in
                    await work.run()
                    return .text("done")
                },
                Route([.get], "/alive", .open, "tells") { _ in .text("alive") },
                Route([.get], "/fails", .app, "fails") { (_) throws(Failure) in throw Failure(.userNotExist) },
            ]))
    }

    private func text(_ reply: Reply) -> String { String(decoding: reply.body, as: UTF8.self) }

    @Test func theEndComesAfterTheLastRequest() async {
        let (table, requests, work) = (table, requests, work)
        async let reply = table.reply(to: Request(.post, "/work"))
        await work.begun()
        async let isDone = {
            await requests.end()
            return work.hasEnded.withLock { $0 }
        }()
        // The end has begun as soon as a request is refused for it.
        while text(await table.reply(to: Request(.get, "/fails"))).contains("10000") { await Task.yield() }
        #expect(text(await table.reply(to: Request(.post, "/work"))) == text(.failure(Failure(.serverNeedRetry))))
        #expect(text(await table.reply(to: Request(.get, "/alive"))) == "alive")
        work.end()
        #expect(await isDone)
        #expect(text(await reply) == "done")
    }

    @Test func whereNothingRunsItComesAtOnce() async {
        #expect(text(await table.reply(to: Request(.get, "/fails"))).contains("10000"))
        await requests.end()
    }

    /// Also if that was before anybody waited.
    @Test(arguments: [true, false]) func nobodyWaitsForARequestThatDoesNotEnd(givesUpFirst: Bool) async {
        let (table, requests, work) = (table, requests, work)
        async let reply = table.reply(to: Request(.post, "/work"))
        await work.begun()
        if givesUpFirst { requests.giveUp() }
        async let end: Void = requests.end()
        if !givesUpFirst {
            while text(await table.reply(to: Request(.get, "/fails"))).contains("10000") { await Task.yield() }
            requests.giveUp()
        }
        await end
        #expect(!work.hasEnded.withLock { $0 })
        work.end()
        _ = await reply
    }
}
