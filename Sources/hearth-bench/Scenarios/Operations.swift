/// Operations on messages beside the plain sends that brought them.
extension Scenarios {
    /// Each kind as fast as the server takes it and then at a rate, each time right after plain sends of the same load: their
    /// messages are what the operations are about. Measuring for so long that these grow older than the app's window for recalls
    /// (120 s if nobody has set it) ends in refusals, which the remark counts.
    /// - Parameter rate: pieces a second; nil is a quarter of what the slowest kind reaches.
    func operations(rate: Double?, on generator: isolated Generator) async throws -> [Finding] {
        let options = generator.options
        var findings: [Finding] = []
        var slowest = Double.infinity
        for work in Work.operations {
            let both = try await sendAnd(work, on: generator) { $0.beginClosedLoop(window: options.window) }
            slowest = min(slowest, both.plain.cost.rate, both.operation.cost.rate)
            findings += both.findings("\(options.connections) connections, window \(options.window)", .closed)
        }
        let rate = rate ?? slowest / 4
        for work in Work.operations {
            let both = try await sendAnd(work, on: generator) { $0.beginOpenLoop(rate: rate, on: generator.eventLoop) }
            findings += both.findings("\(Text.count(Int(rate))) a second due", .paced)
        }
        return findings
    }

    private struct Both {
        let plain: Run
        let operation: Run
        let remarks: (plain: String, operation: String)

        func findings(_ load: String, _ kind: WorkCost.Load) -> [Finding] {
            let ratios = operation.cost.ratios(to: plain.cost, kind)
            return [
                finding(plain, "plain send before it", load, remarks.plain),
                finding(operation, operation.exchange.work.name, load, WorkCost.remark(ratios) + "; " + remarks.operation),
            ]
        }

        private func finding(_ run: Run, _ name: String, _ load: String, _ remark: String) -> Finding {
            let pieces = run.exchange.acknowledgedInTime
            return Finding(
                scenario: "operations", what: "\(operation.exchange.work.name), \(load): \(name)",
                result: "\(Text.rate(pieces, seconds: run.seconds)) a second; \(run.processorTime(pieces)); "
                    + "ack \(Text.percentiles(run.exchange.sendToAck))",
                remark: remark)
        }
    }

    private func sendAnd(_ work: Work, on generator: isolated Generator, _ begin: (Exchange) -> Void) async throws -> Both {
        let clients = try await generator.loggedIn(try await server.users(generator.options.connections))
        var rows = [try await server.messages()]
        let plain = try await measure(Exchange(clients, before: work), on: generator, begin)
        rows.append(try await server.messages())
        let operation = try await measure(Exchange(clients, work), on: generator, begin)
        rows.append(try await server.messages())
        let history = (
            found: try await ReadBack().count(Self.senders(clients), on: generator),
            expected: plain.exchange.totals.acknowledged + operation.exchange.totals.acknowledged * work.inHistory
        )
        let remarks = (
            plain: plain.remark(rows: rows[1] - rows[0], history: nil),
            operation: operation.remark(rows: rows[2] - rows[1], history: history)
        )
        await generator.leave(clients)
        return Both(plain: plain, operation: operation, remarks: remarks)
    }
}
