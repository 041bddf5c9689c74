import HearthCore

/// Where a message goes.
public enum MessageTarget: Hashable, Sendable {
    case user(UserID)
    case group(GroupID)
}

/// A message that a client asks to send, checked in form at the door.
public struct OutgoingMessage: Sendable {
    /// The device that sends: never what the frame claims, always the session's.
    public let sender: DeviceAddress
    public let target: MessageTarget
    /// The client's own id: a clock in milliseconds, neither ordered nor unique.
    public let clientID: Int64
    /// Tells two messages with one client id apart: a hash of target and payload, stable across restarts.
    public let fingerprint: Int64
    /// `MessageBody.ctype`.
    public let contentType: Int32
    /// AT_MOST_ONCE, as typing is sent: pushed to who is there, never stored.
    public let isEphemeral: Bool
    /// The encoded MessageBody with server-owned fields cleared.
    public let payload: [UInt8]

    public init(
        sender: DeviceAddress, target: MessageTarget, clientID: Int64, contentType: Int32, isEphemeral: Bool,
        payload: [UInt8]
    ) {
        self.sender = sender
        self.target = target
        self.clientID = clientID
        self.contentType = contentType
        self.isEphemeral = isEphemeral
        self.payload = payload
        self.fingerprint = Fingerprint.of(target, payload)
    }
}

/// One message of a timeline, as every participant reads it.
public struct TimelineItem: Sendable {
    public let id: MessageID
    public let sender: UserID
    public let device: DeviceSN
    public let payload: [UInt8]

    public init(id: MessageID, sender: UserID, device: DeviceSN, payload: [UInt8]) {
        self.id = id
        self.sender = sender
        self.device = device
        self.payload = payload
    }
}

extension ArraySlice<TimelineItem> {
    /// As many of the first items as fit the bytes of a page; the first one always does.
    public var withinPageBytes: ArraySlice<TimelineItem> {
        var bytes = 0
        return prefix { item in
            defer { bytes += item.payload.count }
            return bytes == 0 || bytes + item.payload.count <= Limits.pageBytes
        }
    }
}

/// A message that the server has accepted.
public struct AcceptedMessage: Sendable {
    public let message: OutgoingMessage
    public let id: MessageID
    /// Nil for an ephemeral message: it is in no timeline.
    public let place: Place?

    /// Where in its conversation a stored message stands.
    public struct Place: Sendable {
        public let conversation: ConversationID
        /// The newest id before this one; zero for the first message.
        public let previous: MessageID

        public init(conversation: ConversationID, previous: MessageID) {
            self.conversation = conversation
            self.previous = previous
        }
    }

    public init(message: OutgoingMessage, id: MessageID, place: Place?) {
        self.message = message
        self.id = id
        self.place = place
    }

    public var item: TimelineItem {
        TimelineItem(id: id, sender: message.sender.account.user, device: message.sender.device, payload: message.payload)
    }
}

/// The answer to one send.
public enum SendResult: Sendable {
    /// New; for a stored message its commit is done.
    case accepted(AcceptedMessage)
    /// The same message was accepted before, with this id; where, is only known of the conversation.
    case duplicate(AcceptedMessage)
    case refused(Failure)
}
