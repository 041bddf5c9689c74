import Glibc

/// A load that has been measured.
struct Run {
    let exchange: Exchange
    let seconds: Double
    /// What has to be said when it took more than waiting until all had arrived.
    let ending: String
    /// Seconds of processor time used while measured; nil where out of sight.
    let serverTime: Double?
    let databaseTime: Double?
    let ownTime: Double?

    /// What travels from machine to machine better than a rate does.
    func processorTime(_ pieces: Int) -> String {
        func text(_ seconds: Double?) -> String {
            seconds.map { Text.fixed($0 * 1e6 / Double(max(pieces, 1)), 1) + " µs" } ?? "unknown"
        }
        let database = databaseTime.map { "PostgreSQL \(text($0)), " } ?? ""
        return "server \(text(serverTime)), \(database)generator \(text(ownTime))"
    }

    var cost: WorkCost {
        let pieces = exchange.acknowledgedInTime
        return WorkCost(
            rate: Double(pieces) / seconds, server: serverTime.map { $0 / Double(max(pieces, 1)) },
            database: databaseTime.map { $0 / Double(max(pieces, 1)) }, toAck: exchange.sendToAck)
    }

    /// Rows in the database and messages in the histories equal acks, or the number is worth nothing.
    /// - Parameters:
    ///   - rows: what the database has got more while this ran.
    ///   - history: how many messages the histories have, and how many they should; nil when nobody looked.
    func remark(rows: Int, history: (found: Int, expected: Int)?) -> String {
        let totals = exchange.totals
        let isSame =
            rows == totals.acknowledged && totals.delivered == totals.acknowledged * exchange.work.deliveries
            && history?.found == history?.expected
        let names = "acks = rows" + (history == nil ? "" : " = in history") + " = delivered"
        let found = history.map { ", \($0.found) of \($0.expected) in history" } ?? ""
        var parts = [
            isSame
                ? "\(Text.count(rows)) \(names)"
                : "NOT EQUAL: \(totals.acknowledged) acks, \(rows) rows\(found), \(totals.delivered) delivered"
        ]
        if exchange.duplicates > 0 { parts.append("\(exchange.duplicates) came twice") }
        if exchange.refusedSyncs > 0 { parts.append("\(exchange.refusedSyncs) syncs refused") }
        for (status, count) in totals.refused.sorted(by: { $0.key < $1.key }) { parts.append("\(count) refused with status \(status)") }
        if totals.cutOff > 0 { parts.append("\(totals.cutOff) CUT OFF") }
        return parts.joined(separator: "; ") + ending
    }
}

extension Scenarios {
    private static let warmUp = Duration.seconds(1)

    /// Warms up, measures for the seconds of the options or until the work is used up, stops, and waits for what is on its way.
    func measure(_ exchange: Exchange, on generator: isolated Generator, _ begin: (Exchange) -> Void) async throws -> Run {
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
        _ = await generator.wait(seconds: generator.options.seconds) { exchange.isUsedUp }
        let seconds = exchange.stopMeasuring()
        let used = zip(times(), before).map { after, before in after.flatMap { after in before.map { after - $0 } } }
        exchange.stopSending()
        let ending = await settle(exchange, on: generator)
        return Run(
            exchange: exchange, seconds: seconds, ending: ending, serverTime: used[0], databaseTime: used[1], ownTime: used[2])
    }

    /// Waits until all has arrived: longer than the ten seconds for which a server takes a client to be busy with a page.
    /// - Returns: what has to be said when that took more than waiting.
    private func settle(_ exchange: Exchange, on generator: isolated Generator) async -> String {
        guard await !generator.wait(seconds: 12, until: { exchange.isQuiet }) else { return "" }
        let missing = exchange.totals.acknowledged * exchange.work.deliveries - exchange.totals.delivered
        let stuck = "; \(missing) DID NOT ARRIVE, \(exchange.reading) clients wait for a page"
        exchange.beat()
        let isQuiet = await generator.wait(seconds: 20) { exchange.isQuiet }
        return stuck + (isQuiet ? ", all after a heartbeat" : ", nor after a heartbeat")
    }

    /// One of each pair: together they have all conversations.
    static func senders(_ clients: [LoadClient]) -> [LoadClient] {
        clients.indices.filter { $0.isMultiple(of: 2) }.map { clients[$0] }
    }
}
