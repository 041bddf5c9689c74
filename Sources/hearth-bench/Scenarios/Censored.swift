/// What looking through texts costs the server.
extension Scenarios {
    private static let words = 100_000
    /// Runs of each kind, in turns: what the machine does beside disturbs both alike.
    private static let rounds = 3
    /// How much may be lost, in percent.
    private static let bar = 10.0

    /// Messages a second with a long word list and without it.
    func censorship(on generator: isolated Generator) async throws -> [Finding] {
        let begin = ContinuousClock.now
        try await server.listWords(Self.words)
        let upload = begin.duration(to: .now)
        // The first run of all is slower than those that follow.
        _ = try await throughput(on: generator)
        var rates: [Bool: [Double]] = [:]
        for _ in 0..<Self.rounds {
            for isCensoring in [false, true] {
                try await server.censor(isCensoring)
                rates[isCensoring, default: []].append(try await throughput(on: generator).rate)
            }
        }
        let (without, with) = (Self.median(rates[false] ?? []), Self.median(rates[true] ?? []))
        let lost = 100 * (1 - with / max(without, 1))
        let size = "\(generator.options.size)-byte texts"
        return [
            Finding(
                scenario: "censorship", what: "uploading a list of \(Text.count(Self.words)) words until it holds",
                result: "\(Text.fixed(Double(upload.components.seconds) + Double(upload.components.attoseconds) / 1e18, 2)) s"),
            Finding(
                scenario: "censorship", what: "messages a second without it, \(size), median of \(Self.rounds)",
                result: Text.count(Int(without.rounded()))),
            Finding(
                scenario: "censorship", what: "messages a second with it", result: Text.count(Int(with.rounded())),
                remark: "\(Text.fixed(lost, 1)) % fewer" + (lost > Self.bar ? ", ABOVE \(Text.fixed(Self.bar, 0)) %" : "")),
        ]
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
