/// Why bytes from the other side are not Engine.IO 3 / Socket.IO 2. Each of them ends the connection.
public enum PacketError: Error, Hashable, Sendable {
    /// A message of no bytes, or one that ends before it can mean anything.
    case empty
    /// The type byte or digit is none that this side takes.
    case unknownType(UInt8)
    /// A known packet that this side never receives, like an open packet sent by a client.
    case unexpectedPacket
    /// Text that is not UTF-8 where text is kept.
    case notUTF8
    /// A count or an id that is missing or has more than nine digits.
    case badNumber
    /// The JSON of a packet is not what the packet needs.
    case badJSON
    /// The text form of a binary packet is not base64.
    case badBase64
    /// A `frame` event whose first argument is not its one attachment.
    case badPlaceholder
    /// More attachments than the one that a `frame` has.
    case tooManyAttachments
    /// Text beyond `SocketIO.largestText`.
    case textTooLong
    /// An attachment beyond the largest frame.
    case frameTooLong
    /// Binary that no placeholder announced.
    case unexpectedBinary
    /// Another Socket.IO packet where the announced binary had to come.
    case missingBinary
}
