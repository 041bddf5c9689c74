/// Finds the strings in a JSON text that are values, and builds nothing.
///
/// Names of members are not looked at, nor what is an address: under a name that ends in `url`.
enum JSONStrings {
    /// One string.
    struct Value {
        /// Its bytes, without the quotation marks.
        let range: Range<Int>
        let isEscaped: Bool
    }

    /// Hands on each string.
    /// - Returns: false for what is no string, array or object of JSON, as far as it was looked at: some strings may have been handed
    ///   on before.
    static func forEach(in bytes: UnsafeBufferPointer<UInt8>, _ visit: (Value) -> Void) -> Bool {
        var walk = Walk(bytes: bytes)
        guard walk.begins else { return false }
        while let byte = walk.next() {
            switch byte {
            case UInt8(ascii: "\""):
                guard let value = walk.string() else { return false }
                if walk.isName {
                    walk.name = value.range
                } else {
                    if !walk.isAddress { visit(value) }
                    walk.name = nil
                }
            case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"):
                guard walk.word() else { return false }
            case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","), UInt8(ascii: ":"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"),
                UInt8(ascii: "E"), 0x20, 0x09, 0x0A, 0x0D:
                continue
            default: return false
            }
        }
        return true
    }

    /// The characters of an escaped string, in UTF-8. An escape that is none stays as it is written.
    static func unescaped(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                text.append(bytes[index])
                index += 1
                continue
            }
            index += 2
            switch bytes[index - 1] {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "u"): text += scalar(bytes, &index)
            case let other: text.append(other)
            }
        }
        return text
    }

    /// - Parameter index: of the first digit; behind the last one afterwards.
    private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> [UInt8] {
        guard let unit = digits(bytes, index) else { return [UInt8(ascii: "u")] }
        index += 4
        var value = unit
        if 0xD800...0xDBFF ~= unit, index + 6 <= bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u"),
            let low = digits(bytes, index + 2), 0xDC00...0xDFFF ~= low
        {
            value = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            index += 6
        }
        return Array(String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
    }

    private static func digits(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> UInt32? {
        guard start + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[start..<start + 4] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

extension JSONStrings {
    /// A walk over the bytes.
    private struct Walk {
        let bytes: UnsafeBufferPointer<UInt8>
        private var index = 0
        /// The last name of a member.
        var name: Range<Int>?

        init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

        /// Whether it may be a string, an array or an object.
        var begins: Bool {
            let first = bytes.first { !Self.isSpace($0) }
            return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") || first == UInt8(ascii: "\"")
        }

        /// Whether the string that was just read is the name of a member.
        var isName: Bool {
            var next = index
            while next < bytes.count, Self.isSpace(bytes[next]) { next += 1 }
            return next < bytes.count && bytes[next] == UInt8(ascii: ":")
        }

        mutating func next() -> UInt8? {
            guard index < bytes.count else { return nil }
            defer { index += 1 }
            return bytes[index]
        }

        /// The string whose first quotation mark was just read; nil where it has no end.
        mutating func string() -> Value? {
            let start = index
            var isEscaped = false
            while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: "\""):
                    index += 1
                    return Value(range: start..<index - 1, isEscaped: isEscaped)
                case UInt8(ascii: "\\"):
                    isEscaped = true
                    index += 2
                default: index += 1
                }
            }
            return nil
        }

        /// Passes over `true`, `false` or `null`, whose first letter was just read.
        mutating func word() -> Bool {
            for word: StaticString in ["true", "false", "null"] {
                let count = word.utf8CodeUnitCount
                let isHere = word.withUTF8Buffer { letters in
                    index - 1 + count <= bytes.count && bytes[index - 1..<index - 1 + count].elementsEqual(letters)
                }
                if isHere {
                    index += count - 1
                    return true
                }
            }
            return false
        }

        /// Whether the value that was just read is an address, as far as its name tells.
        var isAddress: Bool {
            guard let name, name.count >= 3 else { return false }
            let word: StaticString = "url"
            return word.withUTF8Buffer { letters in
                bytes[name].suffix(letters.count).elementsEqual(letters) { $0 | 0x20 == $1 }
            }
        }

        private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    }
}
