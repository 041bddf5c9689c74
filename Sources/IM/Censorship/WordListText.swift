import Censorship

/// The rules of a list as text: files, uploads and the store have them so.
///
/// UTF-8, a rule in each line: `TEXT`, or `TEXT<TAB>ACTION`, or `TEXT<TAB>ACTION<TAB>KIND`. Blank lines, and lines that begin with
/// `#`, are left out. In a text `\t`, `\n`, `\r` and `\\` stand for what would end it, and `\#` for a `#` at its beginning.
public struct WordListText: Sendable, Equatable {
    public let bytes: [UInt8]

    /// Any bytes; whether they are rules turns out when they are read.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// These rules, each with its action and kind.
    public init(_ rules: [WordRule]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rules.count * 24)
        for rule in rules {
            bytes += TabbedText.line([rule.text, rule.action.rawValue, rule.kind.rawValue])
            bytes.append(UInt8(ascii: "\n"))
        }
        self.bytes = bytes
    }

    /// The rules with the numbers of their lines.
    /// - Parameter action: of lines that name none.
    /// - Throws: for the first line that is no rule; `index` is the number of the line, from 1.
    public func lines(_ action: WordAction = .refuse) throws(BadWord) -> [Line] {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = self.bytes.starts(with: mark) ? self.bytes.dropFirst(mark.count) : self.bytes[...]
        var lines: [Line] = []
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard line.first != UInt8(ascii: "#"), line.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
            lines.append(Line(number: number, rule: try Self.rule(line, number, action)))
        }
        return lines
    }

    /// A rule, and where it stands.
    public struct Line: Sendable, Equatable {
        /// From 1.
        public let number: Int
        public let rule: WordRule

        public init(number: Int, rule: WordRule) {
            self.number = number
            self.rule = rule
        }
    }

    private static func rule(_ line: ArraySlice<UInt8>, _ number: Int, _ action: WordAction) throws(BadWord) -> WordRule {
        guard let parts = TabbedText.parts(line) else { throw BadWord(index: number, reason: "it is not UTF-8") }
        guard parts.count <= 3 else { throw BadWord(index: number, reason: "it has more than three parts with tabs between them") }
        guard !parts[0].isEmpty else { throw BadWord(index: number, reason: "its text is empty") }
        let words = parts.dropFirst().map { $0.filter { $0 != " " } } + ["", ""]
        guard let action = words[0].isEmpty ? action : WordAction(rawValue: words[0]) else {
            throw BadWord(index: number, reason: "'\(words[0])' is no action: refuse, mask or review")
        }
        guard let kind = words[1].isEmpty ? .exact : WordKind(rawValue: words[1]) else {
            throw BadWord(index: number, reason: "'\(words[1])' is no kind: exact, whole, wildcard or regex")
        }
        return WordRule(parts[0], kind, action)
    }
}

/// A line whose parts stand with tabs between them; what would end a part or the line is escaped.
public enum TabbedText {
    /// The line, without its end.
    public static func line(_ parts: [String]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "\t")) }
            // A line that begins so would be a remark.
            if index == 0, part.utf8.first == UInt8(ascii: "#") { bytes.append(UInt8(ascii: "\\")) }
            for byte in part.utf8 {
                switch byte {
                case UInt8(ascii: "\t"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
                case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
                case UInt8(ascii: "\r"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
                case UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
                default: bytes.append(byte)
                }
            }
        }
        return bytes
    }

    /// The parts of a line; nil for what is no UTF-8. A backslash before any other character than those of `line` stands for itself.
    public static func parts(_ line: ArraySlice<UInt8>) -> [String]? {
        var parts: [String] = []
        for part in line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false) {
            let plain = part.contains(UInt8(ascii: "\\")) ? unescaped(part) : part
            guard let text = String(validating: plain, as: UTF8.self) else { return nil }
            parts.append(text)
        }
        return parts
    }

    private static func unescaped(_ part: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes: [UInt8] = []
        var isEscape = false
        for byte in part {
            guard isEscape else {
                isEscape = byte == UInt8(ascii: "\\")
                if !isEscape { bytes.append(byte) }
                continue
            }
            isEscape = false
            switch byte {
            case UInt8(ascii: "t"): bytes.append(UInt8(ascii: "\t"))
            case UInt8(ascii: "n"): bytes.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "r"): bytes.append(UInt8(ascii: "\r"))
            case UInt8(ascii: "\\"), UInt8(ascii: "#"): bytes.append(byte)
            default: bytes += [UInt8(ascii: "\\"), byte]
            }
        }
        if isEscape { bytes.append(UInt8(ascii: "\\")) }
        return bytes[...]
    }
}
