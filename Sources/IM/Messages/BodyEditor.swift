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
}
