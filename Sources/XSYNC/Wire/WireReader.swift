import NIOCore

/// Walks the fields of one protobuf message inside a buffer, without copying.
///
/// Accepts what swift-protobuf accepts, but for groups (wire types 3 and 4), which no proto3 sender makes.
/// Sub-messages are read in place: `end` is narrowed while one is open.
struct WireReader {
    private let bytes: UnsafeRawBufferPointer
    private let buffer: ByteBuffer
    private var index = 0
    private var end: Int
    /// protobuf.js 6 would read something else from these bytes; see `MessageBodyHeader.isAmbiguous`.
    private(set) var sawAmbiguity = false

    /// - Parameters:
    ///   - bytes: the readable bytes of `buffer`; must outlive the reader.
    ///   - buffer: what slices are taken from.
    init(_ bytes: UnsafeRawBufferPointer, of buffer: ByteBuffer) {
        self.bytes = bytes
        self.buffer = buffer
        self.end = bytes.count
    }

    /// - Parameter bytes: of a message that no slices are taken from; must outlive the reader.
    init(_ bytes: UnsafeRawBufferPointer) { self.init(bytes, of: ByteBuffer()) }

    /// The tag of the next field; nil at the end of the message.
    mutating func field() throws(WireError) -> WireField? {
        guard index < end else { return nil }
        let start = index
        let tag = try varint()
        // swift-protobuf reads a tag from at most five bytes.
        guard tag <= UInt32.max, index - start <= 5, tag >= 8 else { throw .malformed }
        guard let type = WireType(rawValue: UInt8(tag & 7)) else { throw .malformed }
        return WireField(number: Int(tag >> 3), type: type)
    }

    /// Up to ten bytes, low groups of seven bits first. Bits beyond 64 are dropped, as protobuf does.
    mutating func varint() throws(WireError) -> UInt64 {
        guard index < end else { throw .malformed }
        let first = bytes[index]
        index &+= 1
        guard first >= 0x80 else { return UInt64(first) }
        var value = UInt64(first & 0x7f)
        var shift: UInt64 = 7
        while index < end, shift < 64 {
            let byte = bytes[index]
            index &+= 1
            value |= UInt64(byte & 0x7f) &<< shift
            guard byte >= 0x80 else { return value }
            shift &+= 7
        }
        throw .malformed
    }

    /// An `int32` or an enum. Negative numbers take ten bytes on the wire.
    mutating func int32() throws(WireError) -> Int32 { Int32(truncatingIfNeeded: try shortVarint()) }

    /// A `uint32`.
    mutating func uint32() throws(WireError) -> UInt32 { UInt32(truncatingIfNeeded: try shortVarint()) }

    /// A `sint32`: zigzag.
    mutating func sint32() throws(WireError) -> Int32 {
        let raw = try uint32()
        return Int32(bitPattern: raw >> 1) ^ -Int32(bitPattern: raw & 1)
    }

    /// A `bool`.
    mutating func bool() throws(WireError) -> Bool { try shortVarint() != 0 }

    /// The body of a length-delimited field, sharing the buffer's storage.
    mutating func slice() throws(WireError) -> ByteBuffer {
        let range = try body()
        guard let slice = buffer.getSlice(at: buffer.readerIndex + range.lowerBound, length: range.count) else {
            throw .malformed
        }
        return slice
    }

    /// The body of a length-delimited field where it stands: for as long as the bytes the reader was made with.
    mutating func region() throws(WireError) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[try body()]) }

    /// Passes over a `bytes` field and tells whether it holds anything.
    mutating func isFilled() throws(WireError) -> Bool { try !body().isEmpty }

    /// Passes over a `string` field, which has to be UTF-8.
    mutating func text() throws(WireError) {
        let region = UnsafeRawBufferPointer(rebasing: bytes[try body()])
        do {
            _ = try UTF8Span(validating: region.assumingMemoryBound(to: UInt8.self).span)
        } catch {
            throw .notText
        }
    }

    /// A sub-message. A repeated one is merged into what is there, as protobuf asks.
    mutating func message<Message: WireReadable>(into value: inout Message?) throws(WireError) {
        if value != nil { sawAmbiguity = true }
        let range = try body()
        let outer = end
        end = range.upperBound
        index = range.lowerBound
        var message = value ?? Message()
        try message.merge(&self)
        value = message
        end = outer
    }

    /// Passes over a field that the message does not know in this shape.
    /// - Parameter highest: the largest field number of the message; all its numbers from 1 up are in use.
    mutating func skip(_ field: WireField, knownUpTo highest: Int) throws(WireError) {
        if field.number <= highest { sawAmbiguity = true }
        switch field.type {
        case .varint: _ = try varint()
        case .fixed64: try advance(8)
        case .delimited: _ = try body()
        case .fixed32: try advance(4)
        }
    }

    /// A varint where at most 32 bits are meant.
    private mutating func shortVarint() throws(WireError) -> UInt64 {
        let start = index
        let value = try varint()
        // After five bytes without an end protobuf.js takes five more for granted (its src/reader.js, uint32).
        if 6...9 ~= index - start { sawAmbiguity = true }
        return value
    }

    private mutating func body() throws(WireError) -> Range<Int> {
        let length = try shortVarint()
        guard length <= UInt64(end - index) else { throw .malformed }
        let start = index
        index += Int(length)
        return start..<index
    }

    private mutating func advance(_ count: Int) throws(WireError) {
        guard count <= end - index else { throw .malformed }
        index += count
    }
}
