/// Whom an address stands for that a call came from: an IPv4 address for itself, an IPv6 address for its /64, since who has one of
/// them has all.
enum ClientNetwork: Hashable, Sendable {
    case v4(UInt32)
    /// The upper half.
    case v6(UInt64)
    /// No address. A proxy may say anything.
    case other(String)

    /// Reads what proxies write too: a port, brackets, the name of an interface.
    init(_ text: String) {
        let address = Self.bare(text)
        if let number = Self.v4(address) {
            self = .v4(number)
        } else if let groups = Self.groups(address) {
            // IPv4 as IPv6 sockets show it.
            let isMapped = groups[..<5].allSatisfy { $0 == 0 } && groups[5] == 0xFFFF
            self = isMapped ? .v4(UInt32(groups[6]) << 16 | UInt32(groups[7])) : .v6(groups[..<4].reduce(0) { $0 << 16 | UInt64($1) })
        } else {
            self = .other(String(decoding: text.utf8.prefix(64), as: UTF8.self))
        }
    }

    private static func bare(_ text: String) -> Substring {
        var rest = Substring(text)
        if rest.first == "[" {
            rest = rest.dropFirst().prefix { $0 != "]" }
        } else if rest.utf8.count(where: { $0 == UInt8(ascii: ":") }) == 1 {
            rest = rest.prefix { $0 != ":" }
        }
        return rest.prefix { $0 != "%" }
    }

    private static func v4(_ text: Substring) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { isNumber($0, digits: 3) ? UInt8($0) : nil }
        guard parts.count == 4, bytes.count == 4 else { return nil }
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The eight groups of an IPv6 address.
    private static func groups(_ text: Substring) -> [UInt16]? {
        let parts = text.split(separator: "::", omittingEmptySubsequences: false)
        guard let first = parts.first, let head = list(first) else { return nil }
        guard parts.count > 1 else { return head.count == 8 ? head : nil }
        guard parts.count == 2, let tail = list(parts[1]), head.count + tail.count < 8 else { return nil }
        return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    /// Groups between colons; the last two may be written as IPv4.
    private static func list(_ text: Substring) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        for part in text.split(separator: ":", omittingEmptySubsequences: false) {
            if let number = v4(part) {
                groups += [UInt16(number >> 16), UInt16(number & 0xFFFF)]
            } else if isNumber(part, digits: 4), let group = UInt16(part, radix: 16) {
                groups.append(group)
            } else {
                return nil
            }
        }
        return groups
    }

    /// Not empty, not long, and without a sign.
    private static func isNumber(_ text: Substring, digits: Int) -> Bool {
        (1...digits).contains(text.utf8.count) && text.first != "+" && text.first != "-"
    }
}
