import HearthCore

/// What edits do to the bytes of a message, which IM does not read.
public protocol BodyEditor: Sendable {
    /// The body of a message after an edit.
    ///
    /// APPEND adds the operation's content to the end; REPLACE puts it, if there is any, in the place of what was there. Both
    /// merge `config` and `ext` key by key.
    /// - Parameters:
    ///   - body: the encoded MessageBody as stored.
    ///   - operation: the encoded MessageBody of the operation.
    /// - Throws: `InvalidParam` for an empty piece, `GeneralError` for a text that would be larger than a message may be.
    func edited(_ body: [UInt8], by operation: [UInt8], _ kind: ItemKind) throws(Failure) -> [UInt8]

    /// The same for an operation as it came in, of which something may have to be taken out.
    /// - Throws: also why the edit may not be made.
    func edited(_ body: [UInt8], by operation: OutgoingMessage, _ kind: ItemKind) throws(Failure) -> BodyEdit
}

extension BodyEditor {
    public func edited(_ body: [UInt8], by operation: OutgoingMessage, _ kind: ItemKind) throws(Failure) -> BodyEdit {
        BodyEdit(body: try edited(body, by: operation.payload, kind), operation: operation.payload)
    }
}

/// What an edit comes to.
public struct BodyEdit: Sendable {
    /// The message after it, encoded.
    public let body: [UInt8]
    /// The operation as others are sent it, encoded: it does to their copies what was done here.
    public let operation: [UInt8]
    /// What is said of it.
    public let moderation: Moderation?

    public init(body: [UInt8], operation: [UInt8], moderation: Moderation? = nil) {
        self.body = body
        self.operation = operation
        self.moderation = moderation
    }
}
