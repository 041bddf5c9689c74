/// Swift source without its comments and, where asked, without what stands in string literals.
///
/// A reader for checks, not a parser: it knows line and block comments, plain, multi-line and raw strings.
/// Code inside an interpolation is taken for text. It works on bytes because a build waits for it.
struct SourceText {
    static func code(of source: String, keepStrings: Bool = false) -> String {
        var reader = SourceText(bytes: Array(source.utf8), keepStrings: keepStrings)
        while reader.position < reader.bytes.count { reader.step() }
        return String(decoding: reader.out, as: UTF8.self)
    }

    private let bytes: [UInt8]
    private let keepStrings: Bool
    private var position = 0
    private var out: [UInt8] = []

    private init(bytes: [UInt8], keepStrings: Bool) {
        self.bytes = bytes
        self.keepStrings = keepStrings
        out.reserveCapacity(bytes.count)
    }

    private mutating func step() {
        let byte = bytes[position]
        if byte == UInt8(ascii: "/"), stands(Self.lineComment) {
            while position < bytes.count, bytes[position] != Self.newline { position += 1 }
        } else if byte == UInt8(ascii: "/"), stands(Self.commentStart) {
            skipBlockComment()
        } else if byte == Self.quote || byte == Self.sign, let fence = Fence(in: bytes, at: position) {
            takeLiteral(fence)
        } else {
            out.append(byte)
            position += 1
        }
    }

    private func stands(_ text: [UInt8]) -> Bool { bytes[position...].starts(with: text) }

    /// A dropped literal leaves its line ends, so that line numbers stay right.
    private mutating func takeLiteral(_ fence: Fence) {
        let start = position
        position += fence.open.count
        while position < bytes.count, !stands(fence.close) {
            position += stands(fence.escape) ? fence.escape.count + 1 : 1
        }
        position = min(position + fence.close.count, bytes.count)
        let literal = bytes[start..<position]
        out += keepStrings ? literal : [Self.quote, Self.quote] + literal.filter { $0 == Self.newline }
    }

    /// Block comments nest; their line ends stay too.
    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if stands(Self.commentStart) {
                depth += 1
                position += 2
            } else if stands(Self.commentEnd) {
                depth -= 1
                position += 2
            } else {
                if bytes[position] == Self.newline { out.append(Self.newline) }
                position += 1
            }
        } while depth > 0 && position < bytes.count
    }

    private static let lineComment = Array("//".utf8)
    private static let commentStart = Array("/*".utf8)
    private static let commentEnd = Array("*/".utf8)
    private static let newline = UInt8(ascii: "\n")
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let sign = UInt8(ascii: "#")
}

/// What opens a string literal, what closes it and what escapes inside it.
private struct Fence {
    let open: [UInt8]
    let close: [UInt8]
    let escape: [UInt8]

    /// Nil where no literal begins.
    init?(in bytes: [UInt8], at position: Int) {
        let signs = Array(bytes[position...].prefix { $0 == SourceText.sign })
        let quotes = bytes[(position + signs.count)...].prefix(3).prefix { $0 == SourceText.quote }.count
        guard quotes > 0 else { return nil }
        let mark = Array(repeating: SourceText.quote, count: quotes == 3 ? 3 : 1)
        open = signs + mark
        close = mark + signs
        escape = [UInt8(ascii: "\\")] + signs
    }
}
