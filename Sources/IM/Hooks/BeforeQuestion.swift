import HearthCore

/// What a hook is asked: may this be delivered?
public struct BeforeQuestion: Sendable, Equatable {
    /// What is to happen. Raw values are the words of the contract.
    public enum Kind: String, Sendable, CaseIterable {
        case chat = "CHAT"
        case groupChat = "GROUPCHAT"
        case append = "APPEND"
        case replace = "REPLACE"
    }

    /// Another one for each question.
    public let id: String
    public let from: DeviceAddress
    public let target: MessageTarget
    public let kind: Kind
    public let fields: BodyFields
    /// The client's own number of it.
    public let clientID: Int64
    /// The message that an edit is about.
    public let related: MessageID?
    public let at: Instant

    public init(
        id: String, from: DeviceAddress, target: MessageTarget, kind: Kind, fields: BodyFields, clientID: Int64,
        related: MessageID? = nil, at: Instant
    ) {
        self.id = id
        self.from = from
        self.target = target
        self.kind = kind
        self.fields = fields
        self.clientID = clientID
        self.related = related
        self.at = at
    }

    /// - Parameter fields: what it says.
    init(_ message: OutgoingMessage, _ fields: BodyFields, id: String, now: Instant) {
        let operation: Operation? = if case .operation(let operation) = message.action { operation } else { nil }
        let kind: Kind =
            switch operation?.kind {
            case .append: .append
            case .replace: .replace
            default: message.target.isGroup ? .groupChat : .chat
            }
        self.init(
            id: id, from: message.sender, target: message.target, kind: kind, fields: fields, clientID: message.clientID,
            related: operation?.message, at: message.receivedAt ?? now)
    }
}

extension OutgoingMessage {
    /// Whether a hook is asked about it: new messages and edits of users that nothing speaks against so far, and nothing that is
    /// forgotten at once, as typing is.
    func isAskedAbout(by author: MessageAuthor) -> Bool {
        author == .user && kind.isSaid && !isEphemeral && moderation?.refusal == nil
    }
}

extension MessageTarget {
    fileprivate var isGroup: Bool { if case .group = self { true } else { false } }
}
