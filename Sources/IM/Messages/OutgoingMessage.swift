import HearthCore

/// A message that a client asks to send, or an operation it asks for, checked in form at the door.
public struct OutgoingMessage: Sendable {
    /// What is asked for.
    public enum Action: Hashable, Sendable {
        /// A new message.
        /// - Parameters:
        ///   - contentType: `MessageBody.ctype`.
        ///   - isEphemeral: AT_MOST_ONCE, as typing is sent: pushed to who is there, never stored.
        case message(contentType: Int32, isEphemeral: Bool)
        case operation(Operation)
        /// The conversation is deleted: on all devices of the user, or on the one that asks.
        case clear(everywhere: Bool)
        /// The server tells one person something. He alone reads it, in his conversation with the system: he is the receiver of
        /// the system's notice, or the sender where one of his devices knows it already.
        case notice(ItemKind)
    }

    /// The device that sends: never what the frame claims, always the session's. 0 for what comes from no device.
    public let sender: DeviceAddress
    public let target: MessageTarget
    public let action: Action
    /// The client's own id: a clock in milliseconds, neither ordered nor unique.
    public let clientID: Int64
    /// Tells two messages with one client id apart: a hash of target and payload, stable across restarts.
    public let fingerprint: Int64
    /// The encoded MessageBody without what the server fills in.
    public private(set) var payload: [UInt8]
    /// When the server was handed it; nil if nobody looked.
    public let receivedAt: Instant?
    /// Whether the app lets its people write to their friends alone: `chat.friends.only`.
    public let isForFriendsOnly: Bool
    /// What censorship and hooks say of it; nil where that is nothing.
    public private(set) var moderation: Moderation?

    public init(
        sender: DeviceAddress, target: MessageTarget, action: Action, clientID: Int64, payload: [UInt8],
        receivedAt: Instant? = nil, isForFriendsOnly: Bool = false
    ) {
        self.sender = sender
        self.target = target
        self.action = action
        self.clientID = clientID
        self.payload = payload
        self.receivedAt = receivedAt
        self.isForFriendsOnly = isForFriendsOnly
        self.fingerprint = Fingerprint.of(target, action, payload)
    }

    public init(
        sender: DeviceAddress, target: MessageTarget, clientID: Int64, contentType: Int32, isEphemeral: Bool,
        payload: [UInt8], receivedAt: Instant? = nil, isForFriendsOnly: Bool = false
    ) {
        self.init(
            sender: sender, target: target, action: .message(contentType: contentType, isEphemeral: isEphemeral),
            clientID: clientID, payload: payload, receivedAt: receivedAt, isForFriendsOnly: isForFriendsOnly)
    }

    /// Pushed to who is there, never stored.
    public var isEphemeral: Bool {
        if case .message(_, let isEphemeral) = action { isEphemeral } else { false }
    }

    /// What it is as an item of a timeline.
    public var kind: ItemKind {
        switch action {
        case .message: .message
        case .operation(let operation): operation.kind
        case .clear: .clear
        case .notice(let kind): kind
        }
    }

    /// The same message with what was found out about it before it is decided. Its fingerprint stays: sent once more it is the
    /// same one, whatever lists and hooks say by then.
    /// - Parameter payload: what is delivered in place of what was sent; nil for the same.
    public func moderated(_ moderation: Moderation?, payload: [UInt8]? = nil) -> OutgoingMessage {
        var message = self
        message.moderation = moderation
        if let payload { message.payload = payload }
        return message
    }
}
