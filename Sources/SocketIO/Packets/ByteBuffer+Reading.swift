import NIOCore

extension ByteBuffer {
    var nextByte: UInt8? { getInteger(at: readerIndex) }

    /// Reads one byte if it is this one.
    mutating func readByte(_ byte: UInt8) -> Bool {
        guard nextByte == byte else { return false }
        moveReaderIndex(forwardBy: 1)
        return true
    }

    /// Reads decimal digits; nil where there are none.
    /// - Throws: `badNumber` beyond nine digits, so that nothing here can overflow.
    mutating func readDecimal() throws(PacketError) -> Int? {
        var value = 0
        var digits = 0
        while let byte = nextByte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            moveReaderIndex(forwardBy: 1)
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            digits += 1
            guard digits <= 9 else { throw .badNumber }
        }
        return digits == 0 ? nil : value
    }

    /// Reads up to `end`, which is read too and left out, or everything where `end` does not come.
    /// - Throws: `notUTF8`.
    mutating func readText(until end: UInt8?) throws(PacketError) -> String {
        let view = readableBytesView
        let stop = end.flatMap { view.firstIndex(of: $0) }
        guard let text = String(validating: view[..<(stop ?? view.endIndex)], as: UTF8.self) else { throw .notUTF8 }
        moveReaderIndex(forwardBy: stop.map { $0 - readerIndex + 1 } ?? readableBytes)
        return text
    }
}
