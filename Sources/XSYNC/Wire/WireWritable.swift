/// A message that knows its size and can be written without a second buffer.
protocol WireWritable {
    /// Bytes of the message itself, without tag and length.
    var wireSize: Int { get }

    /// Writes exactly `wireSize` bytes.
    func write(_ writer: inout WireWriter)
}

extension WireWritable {
    /// Bytes of the message as a field of another one.
    var wireSizeAsField: Int { WireSize.message(wireSize) }

    /// Writes the message as field `number` of another one, even when it is empty.
    func write(as number: UInt8, _ writer: inout WireWriter) {
        writer.header(number, length: wireSize)
        write(&writer)
    }
}
