import NIOCore

/// A message that can be read in place.
protocol WireReadable {
    init()

    /// Takes over every field up to the reader's end; the last value of a field wins.
    mutating func merge(_ reader: inout WireReader) throws(WireError)
}

extension WireReadable {
    /// Reads a whole buffer as one message.
    static func decode(_ buffer: ByteBuffer) throws(WireError) -> Self {
        try buffer.withUnsafeReadableBytes { bytes throws(WireError) in
            var reader = WireReader(bytes, of: buffer)
            var message = Self()
            try message.merge(&reader)
            return message
        }
    }
}
