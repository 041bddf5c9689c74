import HearthCore

extension JSON {
    /// How deep arrays and objects may be nested.
    public static let greatestDepth = 64

    /// Reads one JSON document (RFC 8259, UTF-8).
    ///
    /// A lone half of a surrogate pair (`"\ud83d"`: JavaScript text that was cut in the middle of an emoji) reads as U+FFFD.
    /// - Throws: `InvalidRequestParameter` for anything that is not JSON, and for more than `greatestDepth` levels.
    public static func parse(_ bytes: [UInt8]) throws(Failure) -> JSON {
        var parser = JSONParser(bytes)
        return try parser.document()
    }
}

/// A recursive descent over the bytes. The depth is bounded, so the stack is.
struct JSONParser {
    private let bytes: [UInt8]
    private var index = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static let malformed = Failure(.invalidRequestParameter, "invalid request parameter: the body is not JSON")

    mutating func document() throws(Failure) -> JSON {
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw Self.malformed }
        return value
    }

    private mutating func value() throws(Failure) -> JSON {
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try nested { (parser) throws(Failure) in try parser.object() }
        case UInt8(ascii: "["): return try nested { (parser) throws(Failure) in try parser.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(_ body: (inout JSONParser) throws(Failure) -> JSON) throws(Failure) -> JSON {
        depth += 1
        guard depth <= JSON.greatestDepth else { throw Self.malformed }
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(Failure) -> JSON {
        index += 1
        var members: [JSON.Member] = []
        skipSpace()
        if take("}") { return .object(members) }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw Self.malformed }
            let key = try string()
            skipSpace()
            guard take(":") else { throw Self.malformed }
            members.append(JSON.Member(key, try value()))
            skipSpace()
        } while take(",")
        guard take("}") else { throw Self.malformed }
        return .object(members)
    }

    private mutating func array() throws(Failure) -> JSON {
        index += 1
        var elements: [JSON] = []
        skipSpace()
        if take("]") { return .array(elements) }
        repeat {
            elements.append(try value())
            skipSpace()
        } while take(",")
        guard take("]") else { throw Self.malformed }
        return .array(elements)
    }

    private mutating func word(_ text: StaticString, _ value: JSON) throws(Failure) -> JSON {
        let matches = text.withUTF8Buffer { letters in
            bytes.count - index >= letters.count && bytes[index..<index + letters.count].elementsEqual(letters)
        }
        guard matches else { throw Self.malformed }
        index += text.utf8CodeUnitCount
        return value
    }
}

// MARK: Bytes

extension JSONParser {
    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte), byte != 0x0B, byte != 0x0C { index += 1 }
    }
}

// MARK: Numbers

extension JSONParser {
    private mutating func number() throws(Failure) -> JSON {
        let start = index
        _ = take("-")
        if !take("0") { try digits() }
        var isWhole = true
        if take(".") {
            isWhole = false
            try digits()
        }
        if take("e") || take("E") {
            isWhole = false
            if !take("-") { _ = take("+") }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw Self.malformed }
        return .number(value)
    }

    private mutating func digits() throws(Failure) {
        let start = index
        while let byte = peek, (0x30...0x39).contains(byte) { index += 1 }
        guard index > start else { throw Self.malformed }
    }
}

// MARK: Strings

extension JSONParser {
    private mutating func string() throws(Failure) -> String {
        index += 1
        var start = index
        var decoded: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                let rest = bytes[start..<index]
                index += 1
                return try text(decoded.isEmpty ? rest : (decoded + rest)[...])
            case UInt8(ascii: "\\"):
                decoded += bytes[start..<index]
                index += 1
                try escape(into: &decoded)
                start = index
            case ..<0x20:
                throw Self.malformed
            default:
                index += 1
            }
        }
        throw Self.malformed
    }

    private func text(_ utf8: ArraySlice<UInt8>) throws(Failure) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw Self.malformed }
        return text
    }

    private mutating func escape(into out: inout [UInt8]) throws(Failure) {
        guard let letter = peek else { throw Self.malformed }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): out.append(letter)
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0C)
        case UInt8(ascii: "n"): out.append(0x0A)
        case UInt8(ascii: "r"): out.append(0x0D)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "u"): out += Array(String(try scalar()).utf8)
        default: throw Self.malformed
        }
    }

    private mutating func scalar() throws(Failure) -> Character {
        let unit = try codeUnit()
        var code = UInt32(unit)
        if UTF16.isLeadSurrogate(unit), peek == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") {
            let afterLead = index
            index += 2
            let trail = try codeUnit()
            if UTF16.isTrailSurrogate(trail) {
                code = 0x10000 + ((code - 0xD800) << 10) + (UInt32(trail) - 0xDC00)
            } else {
                index = afterLead
            }
        }
        return Character(Unicode.Scalar(code) ?? "\u{FFFD}")
    }

    private mutating func codeUnit() throws(Failure) -> UInt16 {
        guard bytes.count - index >= 4 else { throw Self.malformed }
        var unit: UInt16 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw Self.malformed }
            unit = unit << 4 | UInt16(digit)
        }
        index += 4
        return unit
    }
}
