/// Sizes on the wire, in bytes, of what `WireWriter` writes.
enum WireSize {
    static func varint(_ value: UInt64) -> Int {
        // Seven bits a byte, and one byte for zero.
        (70 &- (value | 1).leadingZeroBitCount) / 7
    }

    /// A varint field with a one-byte tag; 0 when the value is left out.
    static func field(_ value: UInt64) -> Int { value == 0 ? 0 : 1 + varint(value) }

    static func field(_ value: Bool) -> Int { value ? 2 : 0 }

    /// A string field; 0 when it is empty.
    static func field(_ text: String) -> Int {
        let count = text.utf8.count
        return count == 0 ? 0 : message(count)
    }

    /// A sub-message (or bytes) of `length` with its tag and length.
    static func message(_ length: Int) -> Int { 1 + varint(UInt64(length)) + length }
}
