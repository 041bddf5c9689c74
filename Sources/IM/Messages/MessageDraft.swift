import HearthCore

/// A message or an operation that an app's own server asks for, without its sender and receivers.
public struct MessageDraft: Sendable {
    public let action: OutgoingMessage.Action
    public let fields: BodyFields
    /// The server's own number of the request: the same request with the same number is carried out once. Nil for none.
    public let transaction: Int64?

    /// - Parameters:
    ///   - contentType: 0 text to 7 forward for a message; 9 READ_ACK, 10 RECALL, 11 APPEND, 12 REPLACE for an operation
    ///     (im.gitbook, zh-hans/reference/server-api: swagger of `/message/send`).
    ///   - related: the message an operation is about.
    ///   - body: `contentType` of it is set here.
    ///   - isOnlineOnly: not stored; of no meaning for an operation.
    /// - Throws: `InvalidRequestParameter` for an unknown content type and for an operation on nothing.
    public init(
        contentType: Int64, related: Int64?, body: BodyFields, isOnlineOnly: Bool, transaction: Int64?
    ) throws(Failure) {
        var fields = body
        if let kind = Self.operations[contentType] {
            guard let related, related > 0, let mid = UInt64(exactly: related) else { throw .unusable("related_mid") }
            action = .operation(Operation(kind, on: MessageID(clamping: mid), recalls: .always))
            // Edits are texts, everything else a command (xsync.md 7).
            fields.contentType = kind.isEdit ? 0 : 6
        } else {
            // RTC: what belongs to a call.
            guard contentType != 8 else { throw Failure(.serverRtcNotOpen) }
            guard (0...7).contains(contentType) else { throw .unusable("content_type") }
            fields.contentType = Int32(contentType)
            fields.isEphemeral = isOnlineOnly
            action = .message(contentType: fields.contentType, isEphemeral: isOnlineOnly)
        }
        self.fields = fields
        // Clients of typed languages write 0 where they have none.
        self.transaction = transaction == 0 ? nil : transaction
    }

    /// Whether this is a message, which everybody of an app could be sent.
    public var isMessage: Bool {
        if case .message = action { true } else { false }
    }

    private static let operations: [Int64: ItemKind] = [9: .readAck, 10: .recall, 11: .append, 12: .replace]
}

/// Whom a server writes to: users or groups, never both, each once.
public struct MessageReceivers: Sendable, Equatable {
    /// In the order given.
    public let targets: [MessageTarget]
    let shape: BodyShape

    /// - Parameter type: 1 for users, 2 for groups.
    /// - Throws: `InvalidRequestParameter` for another type, `MessageInvalid` for no receivers and for what cannot be an id.
    public init(type: Int64, ids: [Int64]) throws(Failure) {
        guard type == 1 || type == 2 else { throw .unusable("type") }
        guard !ids.isEmpty, ids.allSatisfy({ (1...Int64(Limits.largestClientInteger)).contains($0) }) else {
            throw Failure(.messageInvalid)
        }
        var seen: Set<Int64> = []
        targets = ids.filter { seen.insert($0).inserted }.map { type == 1 ? .user(UserID($0)) : .group(GroupID($0)) }
        shape = type == 1 ? .chat : .groupChat
    }
}

extension Failure {
    fileprivate static func unusable(_ field: String) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: \(field)")
    }
}
