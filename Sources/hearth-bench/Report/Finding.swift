/// What one scenario found: a line of the table.
struct Finding {
    let scenario: String
    /// What is measured, under which load.
    let what: String
    let result: String
    /// Whatever makes the number worth less, or belongs beside it.
    var remark = ""
}

/// Numbers as people read them.
enum Text {
    static func count(_ value: Int) -> String {
        var digits = String(abs(value))
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits.removeLast(3)
        }
        return (value < 0 ? "-" : "") + ([Substring(digits)] + groups).joined(separator: ",")
    }

    static func rate(_ count: Int, seconds: Double) -> String { Self.count(Int((Double(count) / seconds).rounded())) }

    /// Milliseconds with two digits.
    static func milliseconds(_ nanoseconds: UInt64) -> String { fixed(Double(nanoseconds) / 1_000_000, 2) + " ms" }

    static func percentiles(_ histogram: Histogram) -> String {
        "p50 \(milliseconds(histogram.percentile(0.5))), p99 \(milliseconds(histogram.percentile(0.99))), "
            + "worst \(milliseconds(histogram.largest))"
    }

    static func fixed(_ value: Double, _ digits: Int) -> String {
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int((value * Double(scale)).rounded())
        guard digits > 0 else { return String(scaled) }
        let fraction = String(abs(scaled) % scale)
        let sign = scaled < 0 ? "-" : ""
        return "\(sign)\(abs(scaled) / scale).\(String(repeating: "0", count: digits - fraction.count))\(fraction)"
    }
}
