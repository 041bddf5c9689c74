import NIOCore

extension JSONCursor {
    /// Reads a string and undoes its escapes. Half of a surrogate pair becomes U+FFFD.
    /// - Throws: `badJSON`, `notUTF8`.
    mutating func readString() throws(PacketError) -> String {
        guard take("\"") else { throw .badJSON }
        var text: [UInt8] = []
        // Two escapes can be one character, so code units wait here until something else comes.
        var units: [UInt16] = []
        while let byte = bytes.readInteger(as: UInt8.self) {
            if byte == UInt8(ascii: "\\"), bytes.readByte(UInt8(ascii: "u")) {
                units.append(try readCodeUnit())
                continue
            }
            if !units.isEmpty {
                text += String(decoding: units, as: UTF16.self).utf8
                units = []
            }
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw .notUTF8 }
                return string
            case UInt8(ascii: "\\"):
                text.append(try readEscape())
            case 0..<0x20:
                throw .badJSON
            default:
                text.append(byte)
            }
        }
        throw .badJSON
    }

    private mutating func readCodeUnit() throws(PacketError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = bytes.readInteger(as: UInt8.self), let digit = Character(UnicodeScalar(byte)).hexDigitValue
            else { throw .badJSON }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private mutating func readEscape() throws(PacketError) -> UInt8 {
        switch bytes.readInteger(as: UInt8.self) {
        case UInt8(ascii: "\""): UInt8(ascii: "\"")
        case UInt8(ascii: "\\"): UInt8(ascii: "\\")
        case UInt8(ascii: "/"): UInt8(ascii: "/")
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: throw .badJSON
        }
    }

    /// A string as JSON text.
    static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..<"\u{20}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
