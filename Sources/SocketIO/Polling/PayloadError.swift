/// Why the body of a polling request is no payload. Each of them ends the session.
public enum PayloadError: Error, Hashable, Sendable {
    /// No packet at all.
    case empty
    /// More bytes than a payload may have.
    case tooLong
    /// More packets than `PollingPayload.mostPackets`.
    case tooManyPackets
    /// A length that is missing, has more than nine digits, or ends inside a character.
    case badLength
    /// Less data than a length announced.
    case truncated
    /// Text that is not UTF-8.
    case notUTF8
    /// In a binary payload, a packet that is neither text (0) nor binary (1).
    case unknownKind(UInt8)
}
