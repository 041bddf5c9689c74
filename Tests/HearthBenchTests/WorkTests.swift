import NIOCore
import Testing

@testable import hearth_bench

struct WorkCostTests {
    private func cost(_ rate: Double, server: Double? = nil, database: Double? = nil, ack: UInt64 = 1_000) -> WorkCost {
        var times = Histogram()
        times.record(ack)
        return WorkCost(rate: rate, server: server, database: database, toAck: times)
    }

    private func words(_ cost: WorkCost, _ plain: WorkCost, _ load: WorkCost.Load) -> String {
        WorkCost.remark(cost.ratios(to: plain, load))
    }

    @Test func withoutARateTheTimeForEachIsCompared() {
        let text = words(cost(2_000, server: 3e-5, ack: 9_000), cost(3_000, server: 2e-5), .closed)
        #expect(text == "times a plain send: time 1.50, server 1.50")
    }

    @Test func atARateTheTimeToTheAnswerIsCompared() {
        let text = words(cost(10, database: 3e-5, ack: 900), cost(30, database: 2e-5, ack: 1_000), .paced)
        #expect(text == "times a plain send: p50 0.90, PostgreSQL 1.50")
    }

    @Test func onlyMoreThanTwiceIsWarnedOf() {
        #expect(!words(cost(1_000, server: 4e-5), cost(2_000, server: 2e-5), .closed).contains("ABOVE"))
        let text = words(cost(900, server: 4e-5, database: 5e-5), cost(2_000, server: 2e-5, database: 2e-5), .closed)
        #expect(text.hasSuffix("; ABOVE 2: time, PostgreSQL"))
    }

    @Test func whatNobodyCouldMeasureIsNotCompared() {
        #expect(words(cost(1_000, server: 1e-5), cost(0), .closed) == "times a plain send: ")
    }
}

struct WorkTests {
    /// `MessageOperation.OpType` and `MessageBody.ContentType` (xsync.proto).
    @Test(arguments: [(Work.readAck, UInt64(1), UInt64(6), ""), (.append, 8, 0, "0000000000000abc"), (.recall, 5, 6, "")])
    func anOperationNamesItsKindAndMessage(work: Work, kind: UInt64, content: UInt64, text: String) {
        var bodies = OperationBody()
        for target: UInt64 in [1, 1 << 52] {
            let bytes = bodies.bytes(work, on: target, in: 2_002, stamp: 0xabc)
            bytes.withUnsafeReadableBytes { body in
                #expect(WireFields.value(1, in: body) == 1)
                #expect(WireFields.value(5, in: body) == content)
                #expect(String(decoding: Self.bytes(4, in: body), as: UTF8.self) == text)
                let operation = Self.bytes(6, in: body)
                #expect([1, 2].map { WireFields.value($0, in: operation) } == [kind, target])
                #expect(WireFields.value(1, in: Self.bytes(3, in: operation)) == 2_002)
            }
        }
    }

    private static func bytes(_ number: Int, in message: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var fields = WireFields(message)
        while let field = fields.next() {
            if field.number == number { return field.bytes }
        }
        return UnsafeRawBufferPointer(start: nil, count: 0)
    }

    @Test func everyOperationIsOfAnotherKind() {
        #expect(!Work.operations.contains(.send))
        #expect(Set(Work.allCases.map(\.type)).count == Work.allCases.count)
    }
}

struct ExchangeWorkTests {
    private let clients = (0..<2).map { LoadClient(LoadUser(id: $0, token: ""), firstID: 1, size: 16) }

    @Test func whoSentAMessageIsTheOneToTakeItBack() {
        let exchange = Exchange(clients, before: .recall)
        exchange.client(clients[0], met: .acknowledged(id: 5, stamp: 0))
        exchange.client(clients[1], met: .delivered(id: 5, stamp: 0))
        #expect(clients.map { Array($0.targets) } == [[5], []])
    }

    @Test func whoGotAMessageIsTheOneToReadIt() {
        let exchange = Exchange(clients, before: .readAck)
        exchange.client(clients[0], met: .acknowledged(id: 5, stamp: 0))
        exchange.client(clients[1], met: .delivered(id: 5, stamp: 0))
        #expect(clients.map { Array($0.targets) } == [[], [5]])
    }

    @Test func eachMessageIsUsedOnceAndThenNoneIsLeft() {
        clients[0].targets = [5, 6]
        clients[1].targets = [7]
        let exchange = Exchange(clients, .recall)
        exchange.beginClosedLoop(window: 1)
        #expect(!exchange.isUsedUp)
        exchange.client(clients[0], met: .acknowledged(id: 8, stamp: 0))
        exchange.client(clients[1], met: .acknowledged(id: 9, stamp: 0))
        #expect(exchange.isUsedUp)
        #expect(exchange.totals.sent == 3)
        #expect(clients.allSatisfy { $0.targets.isEmpty })
    }

    @Test func anAppendIsOverWhenBothHaveIt() {
        clients[0].targets = [5]
        let exchange = Exchange(clients, .append)
        exchange.beginClosedLoop(window: 1)
        exchange.stopSending()
        exchange.client(clients[0], met: .acknowledged(id: 8, stamp: 0))
        exchange.client(clients[1], met: .delivered(id: 8, stamp: 0))
        #expect(!exchange.isQuiet)
        exchange.client(clients[0], met: .delivered(id: 8, stamp: 0))
        #expect(exchange.isQuiet)
    }
}

struct RunTests {
    private func run(_ work: Work, acks: Int, delivered: Int) -> Run {
        let client = LoadClient(LoadUser(id: 0, token: ""), firstID: 1, size: 16)
        let exchange = Exchange([client, client], work)
        for _ in 0..<acks { exchange.client(client, met: .acknowledged(id: 5, stamp: 0)) }
        for _ in 0..<delivered { exchange.client(client, met: .delivered(id: 5, stamp: 0)) }
        return Run(exchange: exchange, seconds: 1, ending: "", serverTime: nil, databaseTime: nil, ownTime: nil)
    }

    @Test func whatIsTheSameEverywhereIsSaidInOneNumber() {
        #expect(run(.send, acks: 3, delivered: 3).remark(rows: 3, history: (3, 3)) == "3 acks = rows = in history = delivered")
        #expect(run(.append, acks: 3, delivered: 6).remark(rows: 3, history: nil) == "3 acks = rows = delivered")
    }

    @Test(arguments: [(3, 3, 2), (3, 2, 3), (2, 3, 3)])
    func whatDiffersAnywhereIsSaidLoudly(rows: Int, delivered: Int, history: Int) {
        #expect(run(.send, acks: 3, delivered: delivered).remark(rows: rows, history: (history, 3)).hasPrefix("NOT EQUAL: 3 acks"))
    }
}
