import HearthCore
import IM
import TestSupport
import Testing

extension ModelGroup {
    static let id = GroupID(101)
    static let start = Instant(milliseconds: 1_000_000)

    /// The usual scene (`Cast`): an owner, two admins, two members; four who are not in it.
    init(_ type: GroupType = .public) {
        self.init(
            GroupRecord(
                id: Self.id, type: type, owner: Cast.owner, count: 0, createdAt: Self.start, updatedAt: Self.start,
                info: GroupInfo(name: "g")),
            people: (Cast.members + Cast.outsiders).map { GroupPerson(user: $0, status: .normal) },
            limits: GroupLimits(groups: 9, created: 9, joined: 5, members: 20, requestLifetime: 1_000), now: Self.start,
            complain: { Issue.record(Comment(rawValue: $0)) })
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
