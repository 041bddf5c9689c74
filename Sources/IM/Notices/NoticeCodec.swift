import HearthCore

/// Writes the bytes of notices, which IM does not read.
public protocol NoticeCodec: Sendable {
    /// - Parameter time: when it happened; clients may tell by it which of two states of a roster is the later one.
    /// - Throws: `GeneralError` for what cannot be encoded.
    func encode(_ notice: Notice.Body, at time: Instant) throws(Failure) -> [UInt8]
}
