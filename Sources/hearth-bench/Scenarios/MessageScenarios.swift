import NIOCore

/// Messages between pairs of users who are all online.
extension Scenarios {
    /// As many as the server takes, each connection with a window of unacknowledged ones.
    func throughput(on generator: isolated Generator) async throws -> Throughput {
        let options = generator.options
        let (run, remark) = try await exchange(on: generator) { $0.beginClosedLoop(window: options.window) }
        let exchange = run.exchange
        let load = "\(options.connections) connections, window \(options.window), \(options.size)-byte texts"
        let rate = Double(exchange.deliveredInTime) / run.seconds
        let findings = [
            Finding(
                scenario: "throughput", what: "messages persisted and delivered per second, \(load)",
                result: Text.count(Int(rate.rounded())), remark: remark),
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
        let (run, remark) = try await exchange(on: generator) { $0.beginOpenLoop(rate: rate, on: generator.eventLoop) }
        let exchange = run.exchange
        let load = "\(Text.count(Int(rate))) messages a second, \(generator.options.connections) connections"
        return [
            Finding(
                scenario: "latency", what: "delivered per second at \(load)",
                result: Text.rate(exchange.deliveredInTime, seconds: run.seconds), remark: remark),
            Finding(scenario: "latency", what: "send to ack", result: Text.percentiles(exchange.sendToAck)),
            Finding(scenario: "latency", what: "send to deliver", result: Text.percentiles(exchange.sendToDeliver)),
        ]
    }

    private func exchange(
        on generator: isolated Generator, _ begin: (Exchange) -> Void
    ) async throws -> (run: Run, remark: String) {
        let clients = try await generator.loggedIn(try await server.users(generator.options.connections))
        let rowsBefore = try await server.messages()
        let run = try await measure(Exchange(clients), on: generator, begin)
        let rows = try await server.messages() - rowsBefore
        let history = try await ReadBack().count(Self.senders(clients), on: generator)
        // Before they leave, which would count as being cut off.
        let remark = run.remark(rows: rows, history: (history, run.exchange.totals.acknowledged))
        await generator.leave(clients)
        return (run, remark)
    }
}
