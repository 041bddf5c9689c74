/// A path in which `{name}` stands for any one segment.
struct PathPattern: Sendable {
    private enum Part: Sendable {
        case exact(String)
        case any(String)
    }

    private let parts: [Part]

    /// Nil for a path without a `{name}`.
    init?(_ path: String) {
        guard path.contains("{") else { return nil }
        parts = Self.split(path[...]).map { segment in
            segment.hasPrefix("{") && segment.hasSuffix("}") ? .any(String(segment.dropFirst().dropLast())) : .exact(String(segment))
        }
    }

    /// The pattern without the names: two that are equal match the same paths.
    var shape: [String?] {
        parts.map { if case .exact(let text) = $0 { text } else { nil } }
    }

    /// The segments by name; nil where the path is another one. Broken escapes, U+0000 and empty segments match nothing.
    func match(_ segments: [Substring]) -> [String: String]? {
        guard segments.count == parts.count else { return nil }
        var found: [String: String] = [:]
        for (part, segment) in zip(parts, segments) {
            switch part {
            case .exact(let text):
                guard text == segment else { return nil }
            case .any(let name):
                guard let text = Self.decoded(segment) else { return nil }
                found[name] = text
            }
        }
        return found
    }

    /// What stands between the slashes.
    static func split(_ path: Substring) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }

    private static func decoded(_ segment: Substring) -> String? {
        guard !segment.isEmpty else { return nil }
        var bytes: [UInt8] = []
        var rest = Array(segment.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hex), let low = rest.popFirst().flatMap(hex) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
