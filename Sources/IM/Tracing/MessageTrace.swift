import HearthCore

/// Everything the store knows of one message, but for its content. The millisecond of an id is when it was stored.
public struct MessageTrace: Sendable, Equatable {
    /// Who talks there.
    public enum Place: Sendable, Equatable {
        /// The system is user 0.
        case users(UserID, UserID)
        case group(GroupID)
    }

    /// Something that somebody did to the message.
    public struct Act: Sendable, Equatable {
        public let id: MessageID
        /// As stored: `ItemKind`, or what another version wrote.
        public let kind: Int
        public let user: UserID
        public let device: DeviceSN

        public init(id: MessageID, kind: Int, user: UserID, device: DeviceSN) {
            self.id = id
            self.kind = kind
            self.user = user
            self.device = device
        }
    }

    public let id: MessageID
    public let conversation: ConversationID
    public let place: Place
    public let from: DeviceAddress
    /// As stored: `ItemKind`, or what another version wrote.
    public let kind: Int
    /// The message this is an operation on.
    public let related: MessageID?
    /// `MessageBody.ctype`.
    public let contentType: Int
    /// Of its payload; 0 after a recall.
    public let bytes: Int
    /// What its author has been told of it.
    public let status: MessageStatus
    /// When the server was handed it; nil if nobody looked.
    public let receivedAt: Instant?
    /// When its text last changed.
    public let editedAt: Instant?
    /// The recall that erased it.
    public var recall: Act?
    /// What was done to it, oldest first.
    public var operations: [Act] = []
    public var people: [Person] = []
    /// For a message to a group.
    public var readers: Readers?

    public init(
        id: MessageID, conversation: ConversationID, place: Place, from: DeviceAddress, kind: Int, related: MessageID?,
        contentType: Int, bytes: Int, status: MessageStatus, receivedAt: Instant?, editedAt: Instant?
    ) {
        self.id = id
        self.conversation = conversation
        self.place = place
        self.from = from
        self.kind = kind
        self.related = related
        self.contentType = contentType
        self.bytes = bytes
        self.status = status
        self.receivedAt = receivedAt
        self.editedAt = editedAt
    }
}

extension MessageTrace {
    /// How many people a message of a group was for, its author not among them.
    public struct Readers: Sendable, Equatable {
        /// Have read it, and do not want it to be unread again.
        public let read: Int
        /// Were in the group when it came, whether they still are or not.
        public let all: Int

        public init(read: Int, of all: Int) {
            self.read = read
            self.all = all
        }
    }

    /// How one of the people of the conversation stands to the message.
    public struct Person: Sendable, Equatable {
        public let user: UserID
        /// Everything after this id is his.
        public let joined: MessageID
        /// The last item that is his; zero while he is in the conversation.
        public let until: MessageID
        /// Who came back: nothing up to here is his that was said in one of his absences. Zero for who was never away.
        public let returned: MessageID
        /// The message was said in one of his absences.
        public let wasAway: Bool
        /// Everything up to here is read.
        public let readUpTo: MessageID
        /// He wants it to be unread again.
        public let isUnreadAgain: Bool
        /// He deleted the message for himself.
        public let isHidden: Bool
        /// He deleted the conversation up to here.
        public let cleared: MessageID
        /// The first thing he did that says that he has read this message or a later one.
        public var reading: MessageID?
        public var devices: [Device] = []

        public init(
            user: UserID, joined: MessageID, until: MessageID = .zero, returned: MessageID = .zero, wasAway: Bool = false,
            readUpTo: MessageID, isUnreadAgain: Bool, isHidden: Bool, cleared: MessageID
        ) {
            self.user = user
            self.joined = joined
            self.until = until
            self.returned = returned
            self.wasAway = wasAway
            self.readUpTo = readUpTo
            self.isUnreadAgain = isUnreadAgain
            self.isHidden = isHidden
            self.cleared = cleared
        }
    }

    /// Where one device of a person stands in the conversation.
    public struct Device: Sendable, Equatable {
        public let number: DeviceSN
        /// 1 iOS, 2 Android, 3 Windows, 4 macOS, 5 Linux, 6 Web.
        public let platform: Int
        /// Everything up to here counts as delivered to it.
        public let cursor: MessageID
        /// When the cursor came to where it is; nil for one that the device has not moved itself.
        public let confirmedAt: Instant?
        /// It does not show the conversation up to here.
        public let cleared: MessageID

        public init(number: DeviceSN, platform: Int, cursor: MessageID, confirmedAt: Instant?, cleared: MessageID) {
            self.number = number
            self.platform = platform
            self.cursor = cursor
            self.confirmedAt = confirmedAt
            self.cleared = cleared
        }
    }
}

/// Finds out what became of a message. For operators alone: it walks over conversations.
public protocol MessageTracing: Sendable {
    /// Nil when no conversation of the app holds it.
    func trace(_ id: MessageID, in app: AppNumber) async throws(Failure) -> MessageTrace?
}
