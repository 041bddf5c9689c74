import HearthCore

/// What a message says, as the doors of HTTP name it. IM passes it on and reads none of it.
public struct BodyFields: Sendable, Equatable {
    /// `MessageBody.ctype`: 0 text to 8 RTC.
    public var contentType: Int32
    public var content: String
    /// Three texts of JSON, by convention of the clients.
    public var attachment: String
    public var config: String
    public var ext: String
    /// What clients show as the sender's name beside a message.
    public var senderName = ""
    /// It comes from the system, not from a person.
    public var isSystem = false
    /// For who is there now alone.
    public var isEphemeral = false

    public init(contentType: Int32, content: String = "", attachment: String = "", config: String = "", ext: String = "") {
        self.contentType = contentType
        self.content = content
        self.attachment = attachment
        self.config = config
        self.ext = ext
    }

    /// The body of an operation that says nothing beside what it does: COMMAND, as clients send it (xsync.md 7).
    public static let command = BodyFields(contentType: 6)
}

/// Which kind of body a message has: clients go by it when they file what they get (xsync.md 8).
public enum BodyShape: Sendable {
    case chat
    case groupChat
    case operation
}

/// A text of a body.
public enum BodyText: Sendable, CaseIterable {
    case content, senderName, attachment, config, ext

    /// Whether it is a text of JSON, by convention of the clients.
    public var isJSON: Bool {
        switch self {
        case .content, .senderName: false
        case .attachment, .config, .ext: true
        }
    }
}

/// Writes and reads the bytes of bodies for who has no client of his own, which IM does not read.
public protocol BodyCodec: Sendable {
    /// - Throws: `MessageInvalid` for what cannot be encoded.
    func encode(_ fields: BodyFields, as shape: BodyShape) throws(Failure) -> [UInt8]
    /// Nil for bytes that are no body.
    func decode(_ body: [UInt8]) -> BodyFields?
    /// The same bytes with other texts: whatever else is in them stays.
    /// - Parameter fields: the texts of it are taken over, and nothing else.
    /// - Throws: `MessageInvalid` for what is no body.
    func replacing(_ fields: BodyFields, in body: [UInt8]) throws(Failure) -> [UInt8]
    /// Hands on each text that is not empty where it stands, in UTF-8, without building anything. What is no body has none.
    func forEachText(in body: [UInt8], _ visit: (BodyText, UnsafeBufferPointer<UInt8>) -> Void)
}
