/// Walks the fields of a protobuf message in place, for a reader that trusts its server: what is malformed ends the walk.
struct WireFields {
    struct Field {
        let number: Int
        /// The value of a varint, 0 otherwise.
        let value: UInt64
        /// The body of a length-delimited field, empty otherwise.
        let bytes: UnsafeRawBufferPointer
    }

    private let bytes: UnsafeRawBufferPointer
    private var index = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    mutating func next() -> Field? {
        guard let tag = varint() else { return nil }
        let number = Int(truncatingIfNeeded: tag >> 3)
        switch tag & 7 {
        case 0: return varint().map { Field(number: number, value: $0, bytes: Self.none) }
        case 1: return skip(8, number)
        case 2:
            guard let length = varint(), length <= UInt64(bytes.count - index) else { return nil }
            let start = index
            index += Int(length)
            return Field(number: number, value: 0, bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
        case 5: return skip(4, number)
        default: return nil
        }
    }

    /// The first varint field with this number in a message; 0 when absent.
    static func value(_ number: Int, in bytes: UnsafeRawBufferPointer) -> UInt64 {
        var fields = WireFields(bytes)
        while let field = fields.next() {
            if field.number == number { return field.value }
        }
        return 0
    }

    private static var none: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    private mutating func skip(_ count: Int, _ number: Int) -> Field? {
        guard bytes.count - index >= count else { return nil }
        index += count
        return Field(number: number, value: 0, bytes: Self.none)
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while index < bytes.count, shift < 64 {
            let byte = bytes[index]
            index &+= 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
}
