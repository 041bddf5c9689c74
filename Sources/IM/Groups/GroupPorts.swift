import HearthCore

/// What a change of a group has left behind, for those who are connected.
public struct GroupCommit: Sendable {
    /// A notice in somebody's conversation with the system.
    public struct Own: Sendable {
        public let reader: UserID
        public let conversation: ConversationID
        public let newest: MessageID

        public init(reader: UserID, conversation: ConversationID, newest: MessageID) {
            self.reader = reader
            self.conversation = conversation
            self.newest = newest
        }
    }

    public let app: AppNumber
    public let group: GroupID
    public let type: GroupType
    public let conversation: ConversationID
    /// The version of the list of members from now on.
    public let members: Int64
    /// What all members read, oldest first.
    public let told: [AcceptedMessage]
    public let own: [Own]
    /// Who has gone out.
    public let left: [UserID]
    /// What was told to members without being kept: in chatrooms. Encoded bodies, oldest first.
    public let pushed: [AcceptedMessage]

    public init(
        app: AppNumber, group: GroupID, type: GroupType, conversation: ConversationID, members: Int64, told: [AcceptedMessage] = [],
        own: [Own] = [], left: [UserID] = [], pushed: [AcceptedMessage] = []
    ) {
        self.app = app
        self.group = group
        self.type = type
        self.conversation = conversation
        self.members = members
        self.told = told
        self.own = own
        self.left = left
        self.pushed = pushed
    }
}

extension GroupCommit {
    /// The newest item all members read; nil where none was added.
    public var newest: MessageID? { told.last?.id }
}

/// Where groups are changed.
public protocol GroupChangeStore: Sendable {
    /// Reads the facts, decides with `admittedDecision`, and writes effects and notices, all in one transaction in which nobody
    /// else changes this group or writes to it.
    /// - Throws: `GroupNotExist`, and what the change throws; nothing is written then.
    func change<Change: GroupChange>(
        _ group: GroupID, _ change: Change, by actor: GroupActor, limits: GroupLimits, now: Instant
    ) async throws(Failure) -> (answer: Change.Answer, commit: GroupCommit)
    /// Makes a group with its owner, and decides in the same transaction whom of `invitees` it begins with, as `Invitation`
    /// of `InviteUsers` does.
    /// - Throws: `GroupExceedLimitGlobal`, `GroupExceedLimitUserCreate`, `GroupExceedLimitUserJoin`.
    func create(
        _ draft: GroupDraft, by owner: Account, limits: GroupLimits, now: Instant
    ) async throws(Failure) -> (group: GroupID, commit: GroupCommit)
}

/// Wakes who is connected, after the commit of a change. Nothing depends on it.
public protocol GroupAnnouncer: Sendable {
    func announce(_ commit: GroupCommit)
}

/// A group to be made.
public struct GroupDraft: Sendable, Equatable {
    public let type: GroupType
    public let info: GroupInfo
    public let invitees: [UserID]

    /// A chatroom begins open: who comes by does not ask.
    public init(type: GroupType, info: GroupInfo, invitees: [UserID]) {
        var info = info
        if type == .chatroom { info.applyApproval = .open }
        self.type = type
        self.info = info
        self.invitees = invitees
    }
}
