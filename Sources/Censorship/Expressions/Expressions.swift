import RE2Calls

/// The regular expressions of a list. All of them are looked for at once, and then those that find something for where it is.
///
/// Unchecked because the compiler cannot see that the library's calls may be made on several threads.
final class Expressions: @unchecked Sendable {
    private let set: OpaquePointer
    /// The rule of each.
    private var rules: [UInt32] = []
    private(set) var footprint = 0

    /// In one text, of one expression; those that are empty count like others.
    private static let mostMatches = 256

    init() throws(BadText) {
        guard let set = re2_calls_new() else { throw BadText("there is no memory for it") }
        self.set = set
    }

    deinit { re2_calls_free(set) }

    /// - Throws: `BadText` with the reason the library gives.
    func add(_ text: String, rule: UInt32, _ scratch: Scratch) throws(BadText) {
        let pattern = ExpressionPattern.folded(text, scratch)
        var reason = [CChar](repeating: 0, count: 256)
        let isGood = pattern.withUnsafeBytes { pattern in
            re2_calls_add(set, pattern.baseAddress, pattern.count, &reason, reason.count)
        }
        guard isGood else {
            throw BadText(
                "it is no regular expression: " + String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
        }
        rules.append(rule)
        guard find(rules.count - 1, in: [], 0, 0) == nil else { throw BadText("it finds something in an empty text") }
    }

    /// After the last one.
    /// - Throws: `BadText` where there are too many to be looked for at once.
    func close() throws(BadText) {
        guard re2_calls_compile(set) else { throw BadText("all regular expressions of the list together are too large") }
        footprint = re2_calls_size(set)
    }

    /// - Parameter found: a rule and the places it takes in the folded text.
    func scan(_ text: Scratch, found: (_ rule: UInt32, _ places: ClosedRange<Int>) -> Void) {
        text.expressionText.fill(text.all, text.count)
        if text.expressionText.numbers.count < rules.count {
            text.expressionText.numbers = Array(repeating: 0, count: rules.count)
        }
        let utf8 = text.expressionText.utf8
        let count = utf8.withUnsafeBytes { bytes in
            re2_calls_which(set, bytes.baseAddress, bytes.count, &text.expressionText.numbers, rules.count)
        }
        for at in 0..<count { scan(Int(text.expressionText.numbers[at]), text.expressionText, found) }
    }

    private func scan(_ number: Int, _ text: ExpressionText, _ found: (UInt32, ClosedRange<Int>) -> Void) {
        var (from, matches) = (0, 0)
        for barrier in text.barriers {
            while from < barrier, matches < Self.mostMatches, let match = find(number, in: text.utf8, from, barrier) {
                matches += 1
                if match.isEmpty {
                    // An edge, say: not something to take out.
                    from = match.upperBound + 1
                    while from < barrier, text.utf8[from] & 0xC0 == 0x80 { from += 1 }
                    continue
                }
                found(rules[number], Int(text.places[match.lowerBound])...lastPlace(match.upperBound, text))
                from = match.upperBound
            }
            from = barrier + 1
        }
    }

    /// A character of the text can be several folded ones: the last of these.
    private func lastPlace(_ end: Int, _ text: ExpressionText) -> Int {
        end < text.places.count ? Int(text.places[end]) - 1 : Int.max
    }

    private func find(_ number: Int, in text: [UInt8], _ from: Int, _ to: Int) -> Range<Int>? {
        var (start, end) = (0, 0)
        let isFound = text.withUnsafeBytes { text in
            re2_calls_find(set, Int32(number), text.baseAddress, text.count, from, to, &start, &end)
        }
        return isFound ? start..<end : nil
    }
}
