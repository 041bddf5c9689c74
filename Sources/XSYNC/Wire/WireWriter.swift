/// Writes protobuf fields into a region whose size was computed before.
///
/// Every `field` call leaves out a zero, as canonical proto3 does; sub-messages are always written.
/// `WireSize` has the matching sizes.
struct WireWriter {
    private let bytes: UnsafeMutableRawBufferPointer
    private(set) var index = 0

    init(_ bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    mutating func byte(_ value: UInt8) {
        bytes[index] = value
        index &+= 1
    }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            byte(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        byte(UInt8(truncatingIfNeeded: rest))
    }

    /// A varint field; nothing when the value is 0. Field numbers end at 15, so a tag is one byte.
    mutating func field(_ number: UInt8, _ value: UInt64) {
        guard value != 0 else { return }
        byte(number << 3)
        varint(value)
    }

    mutating func field(_ number: UInt8, _ value: Bool) { field(number, value ? 1 : 0) }

    /// Tag and length of a sub-message or of bytes that follow.
    mutating func header(_ number: UInt8, length: Int) {
        byte(number << 3 | 2)
        varint(UInt64(length))
    }

    /// A string field; nothing when it is empty.
    mutating func field(_ number: UInt8, _ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            guard !utf8.isEmpty else { return }
            header(number, length: utf8.count)
            raw(UnsafeRawBufferPointer(utf8))
        }
    }

    /// Bytes as they are, without tag or length.
    mutating func raw(_ source: UnsafeRawBufferPointer) {
        guard !source.isEmpty else { return }
        UnsafeMutableRawBufferPointer(rebasing: bytes[index..<index + source.count]).copyMemory(from: source)
        index &+= source.count
    }

    mutating func raw(_ source: [UInt8]) { source.withUnsafeBytes { raw($0) } }
}
