/// What work of one kind cost while it was measured.
struct WorkCost {
    /// An operation is to cost at most so many plain sends.
    static let bar = 2.0

    /// Acknowledged pieces a second.
    let rate: Double
    /// Seconds of processor time for each piece; nil where out of sight.
    let server: Double?
    let database: Double?
    let toAck: Histogram

    enum Load {
        /// Each piece waits for an answer: a dearer one shows in how many there are.
        case closed
        /// A fixed number a second: a dearer one shows in the time to the answer.
        case paced
    }

    /// How many times as dear as a plain send under the same load.
    func ratios(to plain: WorkCost, _ load: Load) -> [(what: String, ratio: Double)] {
        let pairs: [(String, Double?, Double?)] = [
            load == .closed
                ? ("time", plain.rate, rate)
                : ("p50", Double(toAck.percentile(0.5)), Double(plain.toAck.percentile(0.5))),
            ("server", server, plain.server), ("PostgreSQL", database, plain.database),
        ]
        return pairs.compactMap { what, own, other in
            guard let own, let other, own > 0, other > 0 else { return nil }
            return (what, own / other)
        }
    }

    /// The ratios in words, with a warning about those above the bar.
    static func remark(_ ratios: [(what: String, ratio: Double)]) -> String {
        let words = ratios.map { "\($0.what) \(Text.fixed($0.ratio, 2))" }.joined(separator: ", ")
        let above = ratios.filter { $0.ratio > bar }.map(\.what).joined(separator: ", ")
        return "times a plain send: \(words)" + (above.isEmpty ? "" : "; ABOVE \(Text.fixed(bar, 0)): \(above)")
    }
}
