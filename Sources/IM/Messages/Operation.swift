import HearthCore

/// Something done to a message that exists.
public struct Operation: Hashable, Sendable {
    /// Anything but `message`, `clear` and notices.
    public let kind: ItemKind
    /// The message it is about; for READ_ALL the last one read.
    public let message: MessageID
    /// What a recall may do; of no meaning for other kinds.
    public let recalls: RecallPolicy

    public init(_ kind: ItemKind, on message: MessageID, recalls: RecallPolicy = .disabled) {
        self.kind = kind
        self.message = message
        self.recalls = recalls
    }
}

/// Who may take a message back, and for how long.
public enum RecallPolicy: Hashable, Sendable {
    /// Nobody: `recall.enabled` is false.
    case disabled
    /// The author, and owner and admins of a group, for so many milliseconds.
    case within(chat: Int64, group: Int64)
    /// Whoever asks, at any time: an admin token.
    case always

    /// What the settings of an app allow its users.
    public init(_ settings: AppSettings) {
        self =
            settings.recallEnabled
            ? .within(chat: Int64(settings.recallWindowChat) * 1_000, group: Int64(settings.recallWindowGroup) * 1_000)
            : .disabled
    }
}
