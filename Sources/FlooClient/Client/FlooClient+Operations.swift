import HearthCore
import XSYNC

/// Operations on messages and conversations. Each waits until the server has carried it out, across reconnects, and throws
/// `refused` with the server's status and reason, `timedOut`, or `disconnected` when the login is over.
extension FlooClient {
    // MARK: - Receipts

    /// Tells the author that a message came to this device.
    public func confirmDelivery(of message: MessageID, from author: UserID) async throws(ClientError) {
        _ = try await submit(.receipt(.deliverAck, message, to: author))
    }

    /// Tells the author that a message is read; on this user's devices everything up to it counts as read.
    public func confirmRead(_ message: MessageID, from author: UserID) async throws(ClientError) {
        _ = try await submit(.receipt(.readAck, message, to: author))
    }

    /// Tells the author that a voice message or a video was played.
    public func confirmPlayed(_ message: MessageID, from author: UserID) async throws(ClientError) {
        _ = try await submit(.receipt(.playAck, message, to: author))
    }

    // MARK: - For this user alone

    /// Everything up to a message is read. The authors are not told.
    public func markAllRead(in conversation: Recipient, upTo message: MessageID) async throws(ClientError) {
        _ = try await submit(.own(.readAll, message, in: conversation))
    }

    /// One message is unread again.
    public func markUnread(_ message: MessageID, in conversation: Recipient) async throws(ClientError) {
        _ = try await submit(.own(.readCancel, message, in: conversation))
    }

    /// Removes a message for this user; others keep it.
    public func delete(_ message: MessageID, in conversation: Recipient) async throws(ClientError) {
        _ = try await submit(.own(.delete, message, in: conversation))
    }

    /// Removes a conversation from the list.
    /// - Parameter everywhere: on all devices of this user, with its messages until now; else from the list of this device.
    public func deleteConversation(with recipient: Recipient, everywhere: Bool = true) async throws(ClientError) {
        _ = try await submit(.deletion(of: recipient, everywhere: everywhere, device: deviceSN))
    }

    // MARK: - For everybody

    /// Takes a message back. Its author may, and owner and admins of a group, as long as the settings of the app allow it.
    public func recall(_ message: MessageID, in conversation: Recipient) async throws(ClientError) {
        _ = try await submit(.recall(message, in: conversation))
    }

    /// Adds a piece to the end of an own message.
    /// - Parameter piece: not empty.
    /// - Returns: the time of the edit; nil when the server does not tell.
    @discardableResult
    public func append(_ piece: String, to message: MessageID, in conversation: Recipient) async throws(ClientError) -> Instant? {
        try await submit(.edit(.append, message, piece, in: conversation)).editedAt
    }

    /// Gives an own message new content.
    /// - Parameters:
    ///   - config: a JSON object that is merged into that of the message; empty for none.
    ///   - ext: the same for the application's own part of the message.
    /// - Returns: the time of the edit; nil when the server does not tell.
    @discardableResult
    public func replace(
        _ message: MessageID, with content: String, config: String = "", ext: String = "", in conversation: Recipient
    ) async throws(ClientError) -> Instant? {
        try await submit(.edit(.replace, message, content, config: config, ext: ext, in: conversation)).editedAt
    }
}
