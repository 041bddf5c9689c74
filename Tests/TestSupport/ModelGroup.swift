import HearthCore
import IM

/// A group in memory that does what changes decide, as a store would: it knows no more of them than their facts.
public struct ModelGroup: Sendable {
    public var now: Instant
    public var limits: GroupLimits
    public var record: GroupRecord
    /// All who ever were, in the group or not.
    public var people: [UserID: GroupPerson]
    public var invitations: [Pair: GroupInvitation] = [:]
    public var applications: [UserID: GroupApplication] = [:]
    public var announcements: [AnnouncementID: GroupAnnouncement] = [:]
    public var files: [GroupFileID: GroupFile] = [:]
    public var newID: Int64 = 1_001
    /// Told of what no store could write.
    let complain: @Sendable (String) -> Void

    public struct Pair: Hashable, Sendable {
        public let inviter: UserID
        public let invitee: UserID

        public init(inviter: UserID, invitee: UserID) {
            self.inviter = inviter
            self.invitee = invitee
        }
    }

    /// - Parameters:
    ///   - people: the members among them belong to the group as it is told by `record`.
    ///   - complain: told of what no store could write: the test has failed.
    public init(
        _ record: GroupRecord, people: [GroupPerson], limits: GroupLimits, now: Instant, complain: @escaping @Sendable (String) -> Void
    ) {
        self.now = now
        self.limits = limits
        self.record = record
        self.people = Dictionary(people.map { ($0.user, $0) }, uniquingKeysWith: { $1 })
        self.complain = complain
    }

    public var members: [UserID] { people.values.filter { $0.member != nil }.map(\.user).sorted() }

    public func role(_ user: UserID) -> GroupRole? { people[user]?.member?.role }

    public func facts<Change: GroupChange>(_ change: Change, by actor: GroupActor) -> GroupFacts {
        var facts = GroupFacts(
            actor: actor, now: now, limits: limits, group: record,
            people: people.filter { change.users.contains($0.key) || $0.key == actor.user },
            admins: people.values.filter { $0.member.map { $0.role >= .admin } ?? false }.map(\.user).sorted(),
            fileCount: files.count, newID: newID)
        switch change.subject {
        case .none: break
        case .application(let applicant): facts.application = applications[applicant]
        case .ownApplication: facts.application = applications[actor.user]
        case .invitation(let inviter): facts.invitation = invitations[Pair(inviter: inviter, invitee: actor.user)]
        case .announcement(let id): facts.announcement = announcements[id]
        case .files(let ids): facts.files = files.filter { ids.contains($0.key) }
        }
        return facts
    }

    /// Carries a change out.
    @discardableResult
    public mutating func run<Change: GroupChange>(
        _ change: Change, by actor: GroupActor
    ) throws(Failure) -> GroupDecision<Change.Answer> {
        try change.check()
        let decision = try change.admittedDecision(facts(change, by: actor))
        newID += 1
        for effect in decision.effects { apply(effect) }
        return decision
    }
}
