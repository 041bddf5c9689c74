import Glibc
import NIOCore

/// Messages between pairs of users who are all online.
extension Scenarios {
    private static let warmUp = Duration.seconds(1)

    /// As many as the server takes, each connection with a window of unacknowledged ones.
    func throughput(on generator: isolated Generator) async throws -> Throughput {
        let options = generator.options
        let run = try await exchange(on: generator) { $0.beginClosedLoop(window: options.window) }
        let exchange = run.exchange
        let load = "\(options.connections) connections, window \(options.window), \(options.size)-byte texts"
        let rate = Double(exchange.deliveredInTime) / run.seconds
        let findings = [
            Finding(
                scenario: "throughput", what: "messages persisted and delivered per second, \(load)",
                result: Text.count(Int(rate.rounded())), remark: run.remark),
            Finding(
                scenario: "throughput", what: "messages acknowledged per second",
                result: Text.rate(exchange.acknowledgedInTime, seconds: run.seconds)),
            Finding(
                scenario: "throughput", what: "processor time for each message", result: run.processorTime(exchange.deliveredInTime)),
            Finding(scenario: "throughput", what: "send to ack", result: Text.percentiles(exchange.sendToAck)),
            Finding(scenario: "throughput", what: "send to deliver", result: Text.percentiles(exchange.sendToDeliver)),
        ]
        return Throughput(findings: findings, rate: rate)
    }

    struct Throughput {
        let findings: [Finding]
        /// Messages a second.
        let rate: Double

        /// - Parameter ceiling: rows a second that the database takes in batches.
        func share(of ceiling: Double) -> Finding {
            Finding(
                scenario: "throughput", what: "messages for each row of the ceiling", result: "\(Text.fixed(100 * rate / ceiling, 0)) %")
        }
    }

    /// At a rate that does not wait for the server; time counts from the moment a message was due.
    func latency(rate: Double, on generator: isolated Generator) async throws -> [Finding] {
        let run = try await exchange(on: generator) { $0.beginOpenLoop(rate: rate, on: generator.eventLoop) }
        let exchange = run.exchange
        let load = "\(Text.count(Int(rate))) messages a second, \(generator.options.connections) connections"
        return [
            Finding(
                scenario: "latency", what: "delivered per second at \(load)",
                result: Text.rate(exchange.deliveredInTime, seconds: run.seconds), remark: run.remark),
            Finding(scenario: "latency", what: "send to ack", result: Text.percentiles(exchange.sendToAck)),
            Finding(scenario: "latency", what: "send to deliver", result: Text.percentiles(exchange.sendToDeliver)),
        ]
    }

    private struct Run {
        let exchange: Exchange
        let seconds: Double
        let remark: String
        /// Seconds used while measured; nil where out of sight.
        let serverTime: Double?
        let databaseTime: Double?
        let ownTime: Double?

        /// What travels from machine to machine better than a rate does.
        func processorTime(_ messages: Int) -> String {
            func text(_ seconds: Double?) -> String {
                seconds.map { Text.fixed($0 * 1e6 / Double(max(messages, 1)), 1) + " µs" } ?? "unknown"
            }
            let database = databaseTime.map { "PostgreSQL \(text($0)), " } ?? ""
            return "server \(text(serverTime)), \(database)generator \(text(ownTime))"
        }
    }

    private func exchange(on generator: isolated Generator, _ begin: (Exchange) -> Void) async throws -> Run {
        let users = try await server.users(generator.options.connections)
        let clients = try await generator.loggedIn(users)
        let rowsBefore = try await server.messages()
        let exchange = Exchange(clients)
        begin(exchange)
        try await Task.sleep(for: Self.warmUp)
        func times() -> [Double?] {
            [
                process.flatMap { Machine.processorTime(of: $0) },
                postgres?.process.flatMap { Machine.processorTime(withChildrenOf: $0) },
                Machine.processorTime(of: getpid()),
            ]
        }
        let before = times()
        exchange.startMeasuring()
        try await Task.sleep(for: .seconds(generator.options.seconds))
        let seconds = exchange.stopMeasuring()
        let used = zip(times(), before).map { after, before in after.flatMap { after in before.map { after - $0 } } }
        exchange.stopSending()
        let ending = await Self.settle(exchange, on: generator)
        let senders = clients.indices.filter { $0.isMultiple(of: 2) }.map { clients[$0] }
        let rows = try await server.messages() - rowsBefore
        let history = try await ReadBack().count(senders, on: generator)
        let remark = Self.remark(exchange, rows: rows, history: history) + ending
        await generator.leave(clients)
        return Run(
            exchange: exchange, seconds: seconds, remark: remark, serverTime: used[0], databaseTime: used[1], ownTime: used[2])
    }

    /// Waits until all has arrived: longer than the ten seconds for which a server takes a client to be busy with a page.
    /// - Returns: what has to be said when that took more than waiting.
    private static func settle(_ exchange: Exchange, on generator: isolated Generator) async -> String {
        guard await !generator.wait(seconds: 12, until: { exchange.isQuiet }) else { return "" }
        let missing = exchange.totals.acknowledged - exchange.totals.delivered
        let stuck = "; \(missing) DID NOT ARRIVE, \(exchange.reading) clients wait for a page"
        exchange.beat()
        let isQuiet = await generator.wait(seconds: 20) { exchange.isQuiet }
        return stuck + (isQuiet ? ", all after a heartbeat" : ", nor after a heartbeat")
    }

    /// Rows in the database and messages in the histories equal acks, or the number is worth nothing.
    private static func remark(_ exchange: Exchange, rows: Int, history: Int) -> String {
        let totals = exchange.totals
        let isSame = rows == totals.acknowledged && history == rows && totals.delivered == rows
        var parts = [
            isSame
                ? "\(Text.count(rows)) acks = rows = in history = delivered"
                : "NOT EQUAL: \(totals.acknowledged) acks, \(rows) rows, \(history) in history, \(totals.delivered) delivered"
        ]
        if exchange.duplicates > 0 { parts.append("\(exchange.duplicates) came twice") }
        if exchange.refusedSyncs > 0 { parts.append("\(exchange.refusedSyncs) syncs refused") }
        for (status, count) in totals.refused.sorted(by: { $0.key < $1.key }) { parts.append("\(count) refused with status \(status)") }
        if totals.cutOff > 0 { parts.append("\(totals.cutOff) CUT OFF") }
        return parts.joined(separator: "; ")
    }
}
