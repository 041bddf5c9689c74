import HearthCore
import IM
import Testing

/// A group in memory that does what changes decide, as a store would: it knows no more of them than their facts.
struct ModelGroup {
    static let id = GroupID(101)
    static let start = Instant(milliseconds: 1_000_000)

    var now = Self.start
    var limits = GroupLimits(groups: 9, created: 9, joined: 5, members: 20, requestLifetime: 1_000)
    var record: GroupRecord
    /// All who ever were, in the group or not.
    var people: [UserID: GroupPerson] = [:]
    var invitations: [Pair: GroupInvitation] = [:]
    var applications: [UserID: GroupApplication] = [:]
    var announcements: [AnnouncementID: GroupAnnouncement] = [:]
    var files: [GroupFileID: GroupFile] = [:]
    var newID: Int64 = 1_001

    struct Pair: Hashable {
        let inviter: UserID
        let invitee: UserID
    }

    /// The usual scene (`Cast`): an owner, two admins, two members; four who are not in it.
    init(_ type: GroupType = .public) {
        record = GroupRecord(
            id: Self.id, type: type, owner: Cast.owner, count: 0, createdAt: Self.start, updatedAt: Self.start, info: GroupInfo(name: "g"))
        for user in Cast.members + Cast.outsiders { people[user] = GroupPerson(user: user, status: .normal) }
        people[Cast.frozen]?.status = .frozen
        people[Cast.removed]?.status = .removed
        for user in Cast.members {
            let role: GroupRole = user == Cast.owner ? .owner : Cast.admins.contains(user) ? .admin : .member
            apply(.join(GroupMember(user: user, role: role, joinedAt: Self.start)))
        }
    }

    /// Nobody in it yet.
    init(empty draft: GroupDraft) {
        self.init(draft.type)
        for user in Cast.members { apply(.leave(user)) }
        record.info = draft.info
    }

    var members: [UserID] { people.values.filter { $0.member != nil }.map(\.user).sorted() }

    func role(_ user: UserID) -> GroupRole? { people[user]?.member?.role }

    func facts<Change: GroupChange>(_ change: Change, by actor: GroupActor) -> GroupFacts {
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
    mutating func run<Change: GroupChange>(
        _ change: Change, by actor: GroupActor
    ) throws(Failure) -> GroupDecision<Change.Answer> {
        try change.check()
        let decision = try change.admittedDecision(facts(change, by: actor))
        newID += 1
        for effect in decision.effects { apply(effect) }
        return decision
    }

    @discardableResult
    mutating func run<Change: GroupChange>(
        _ change: Change, by user: UserID = Cast.owner
    ) throws(Failure) -> GroupDecision<Change.Answer> {
        try run(change, by: Cast.actor(user))
    }

    /// Why a change is refused; nil where it is not. It is not carried out.
    func refusal<Change: GroupChange>(_ change: Change, by actor: GroupActor) -> Failure? {
        var copy = self
        do throws(Failure) {
            _ = try copy.run(change, by: actor)
            return nil
        } catch {
            return error
        }
    }

    func refusal<Change: GroupChange>(_ change: Change, by user: UserID = Cast.owner) -> FailureName? {
        refusal(change, by: Cast.actor(user))?.name
    }
}
