import NIOCore

/// Walks over JSON text once, forwards, keeping only what is asked for. Space between tokens is skipped.
struct JSONCursor {
    /// Arrays and objects inside each other; more is refused so that no text can exhaust the stack.
    static let deepest = 32

    var bytes: ByteBuffer

    init(_ bytes: ByteBuffer) { self.bytes = bytes }

    var isAtObject: Bool { mutating get { nextToken == UInt8(ascii: "{") } }

    var isAtNumber: Bool {
        mutating get {
            guard let byte = nextToken else { return false }
            return byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
    }

    /// The first byte of the next token.
    private var nextToken: UInt8? {
        mutating get {
            while let byte = bytes.nextByte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                bytes.moveReaderIndex(forwardBy: 1)
            }
            return bytes.nextByte
        }
    }

    /// Reads the token if it comes next: punctuation or a literal.
    mutating func take(_ token: StaticString) -> Bool {
        guard nextToken != nil else { return false }
        return token.withUTF8Buffer { expected in
            guard bytes.readableBytesView.starts(with: expected) else { return false }
            bytes.moveReaderIndex(forwardBy: expected.count)
            return true
        }
    }

    /// Nothing but space may follow.
    mutating func finish() throws(PacketError) {
        guard nextToken == nil else { throw .badJSON }
    }

    /// Reads a number; nil where it is no whole number that fits.
    mutating func readNumber() throws(PacketError) -> Int? {
        guard isAtNumber else { throw .badJSON }
        let text = bytes.readableBytesView.prefix { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): true
            default: false
            }
        }
        bytes.moveReaderIndex(forwardBy: text.count)
        return Int(String(decoding: text, as: UTF8.self))
    }

    /// Reads an array of strings.
    mutating func readStrings() throws(PacketError) -> [String] {
        guard take("[") else { throw .badJSON }
        if take("]") { return [] }
        var strings: [String] = []
        repeat {
            strings.append(try readString())
        } while take(",")
        guard take("]") else { throw .badJSON }
        return strings
    }

    /// Reads an object; `member` must read or skip the value of each key.
    mutating func readObject(
        _ member: (inout JSONCursor, String) throws(PacketError) -> Void
    ) throws(PacketError) {
        guard take("{") else { throw .badJSON }
        if take("}") { return }
        repeat {
            let key = try readString()
            guard take(":") else { throw .badJSON }
            try member(&self, key)
        } while take(",")
        guard take("}") else { throw .badJSON }
    }

    /// Reads any value and forgets it.
    mutating func skipValue(depth: Int = 0) throws(PacketError) {
        guard depth < Self.deepest, let byte = nextToken else { throw .badJSON }
        switch byte {
        case UInt8(ascii: "\""):
            _ = try readString()
        case UInt8(ascii: "{"):
            try readObject { (cursor, _) throws(PacketError) in try cursor.skipValue(depth: depth + 1) }
        case UInt8(ascii: "["):
            try skipArray(depth: depth)
        default:
            if take("true") || take("false") || take("null") { return }
            _ = try readNumber()
        }
    }

    private mutating func skipArray(depth: Int) throws(PacketError) {
        _ = take("[")
        if take("]") { return }
        repeat {
            try skipValue(depth: depth + 1)
        } while take(",")
        guard take("]") else { throw .badJSON }
    }
}
