import HearthCore

/// What a change of a group leaves in the store. Lists' versions and the number of members follow by themselves.
public enum GroupEffect: Sendable, Equatable {
    /// Somebody comes in: everything from this change on is his.
    case join(GroupMember)
    /// Somebody goes out: what this change tells all members is the last that is his.
    case leave(UserID)
    case role(UserID, GroupRole)
    /// The owner; both get their roles by `role`.
    case owner(UserID)
    case displayName(UserID, String)
    case modes(UserID, GroupMuteMode, GroupPushMode)
    case info(GroupInfo)
    /// What the group remembers of somebody: kicks, block and ban of this value.
    case person(GroupPerson)
    case invitation(GroupInvitation)
    case application(GroupApplication)
    case announce(GroupAnnouncement)
    case withdraw(AnnouncementID)
    /// Added, or changed.
    case file(GroupFile)
    case removeFile(GroupFileID)
    /// All go out, and nothing comes after.
    case destroy
}

/// What is to become of a change.
public struct GroupDecision<Answer: Sendable>: Sendable {
    public var effects: [GroupEffect]
    /// In the order in which they are told.
    public var notices: [GroupNotice]
    public var answer: Answer

    public init(_ answer: Answer, effects: [GroupEffect] = [], notices: [GroupNotice] = []) {
        self.effects = effects
        self.notices = notices
        self.answer = answer
    }
}

/// One thing that is done in a group: pure, so that both databases and every door decide alike.
public protocol GroupChange: Sendable {
    associatedtype Answer: Sendable
    /// Who may do it.
    static var right: GroupRight { get }
    /// Whom it is about, besides who does it.
    var users: [UserID] { get }
    var subject: GroupSubject { get }
    /// What is wrong with it by itself, before the store is asked: texts too long, ids twice.
    /// - Throws: `InvalidRequestParameter`.
    func check() throws(Failure)
    /// - Parameter facts: of a group that is there and may be changed, by somebody who has the right.
    func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Answer>
}

extension GroupChange {
    public var users: [UserID] { [] }
    public var subject: GroupSubject { .none }
    public func check() throws(Failure) {}

    /// What has to hold for each change, and then the change itself.
    /// - Throws: `GroupNotExist`, `GroupRecoveryMode`, what the right refuses with, and what `decide` throws.
    public func admittedDecision(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Answer> {
        guard !facts.group.isDestroyed else { throw Failure(.groupNotExist) }
        guard !facts.group.isInRecovery else { throw Failure(.groupRecoveryMode) }
        if let refusal = Self.right.refusal(of: facts.role, in: facts.group.type, facts.group.info) { throw Failure(refusal) }
        return try decide(facts)
    }
}

/// What came of one row of a change about many users.
public struct GroupOutcome: Sendable, Equatable {
    public let user: UserID
    /// Nil where it was done.
    public let failure: Failure?

    public init(_ user: UserID, _ failure: Failure? = nil) {
        self.user = user
        self.failure = failure
    }
}
