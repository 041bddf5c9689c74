import HearthCore
import IM
import Synchronization

/// Groups in memory. Whoever was put in is in. What is done there is decided by the rules, noted and not carried out.
final class InMemoryGroups: GroupStore, GroupChangeStore, GroupControlStore {
    private struct State {
        var groups: [GroupRecord] = []
        var members: [GroupID: [GroupMember]] = [:]
        var effects: [GroupEffect] = []
        var actors: [GroupActor] = []
    }

    private let state = Mutex(State())

    /// What all changes so far left, and who made them.
    var effects: [GroupEffect] { state.withLock { $0.effects } }
    var actors: [GroupActor] { state.withLock { $0.actors } }

    func add(
        _ id: Int64, owner: UserID, members: [UserID] = [], _ type: GroupType = .private, change: (inout GroupRecord) -> Void = { _ in }
    ) {
        var group = GroupRecord(
            id: GroupID(id), type: type, owner: owner, count: 1 + members.count, createdAt: Instant(milliseconds: 1),
            updatedAt: Instant(milliseconds: 1), info: GroupInfo(name: "group \(id)"))
        change(&group)
        let all =
            [GroupMember(user: owner, role: .owner, joinedAt: Instant(milliseconds: 1))]
            + members.map { GroupMember(user: $0, joinedAt: Instant(milliseconds: 2)) }
        state.withLock { [group] state in
            state.groups.append(group)
            state.members[group.id] = all
        }
    }

    func joined(by account: Account) async throws(Failure) -> [GroupID] {
        state.withLock { state in
            state.groups.map(\.id).filter { id in state.members[id]?.contains { $0.user == account.user } ?? false }
        }
    }

    func publicGroups(_ app: AppNumber, limit: Int) async throws(Failure) -> [GroupID] { [] }

    func views(_ groups: [GroupID], for actor: GroupActor) async throws(Failure) -> [GroupView] {
        state.withLock { state in
            groups.compactMap { id in state.groups.first { $0.id == id } }
                .map { group in GroupView(group: group, member: state.members[group.id]?.first { $0.user == actor.user }) }
        }
    }

    func change<Change: GroupChange>(
        _ group: GroupID, _ change: Change, by actor: GroupActor, limits: GroupLimits, now: Instant
    ) async throws(Failure) -> (answer: Change.Answer, commit: GroupCommit) {
        let (found, members) = state.withLock { state in (state.groups.first { $0.id == group }, state.members[group] ?? []) }
        guard let found else { throw Failure(.groupNotExist) }
        let people = ([actor.user] + change.users).map { user in
            GroupPerson(user: user, status: .normal, member: members.first { $0.user == user })
        }
        let facts = GroupFacts(
            actor: actor, now: now, limits: limits, group: found,
            people: Dictionary(people.map { ($0.user, $0) }, uniquingKeysWith: { first, _ in first }), newID: 77)
        let decision = try change.admittedDecision(facts)
        state.withLock { state in
            state.effects += decision.effects
            state.actors.append(actor)
        }
        return (decision.answer, commit(found, actor.app))
    }

    func create(
        _ draft: GroupDraft, by owner: Account, limits: GroupLimits, now: Instant
    ) async throws(Failure) -> (group: GroupID, commit: GroupCommit) {
        let group = GroupRecord(
            id: GroupID(101), type: draft.type, owner: owner.user, count: 1, createdAt: now, updatedAt: now, info: draft.info)
        state.withLock { state in
            state.groups.append(group)
            state.members[group.id] = [GroupMember(user: owner.user, role: .owner, joinedAt: now)]
        }
        return (group.id, commit(group, owner.app))
    }

    func state(of group: GroupID, in app: AppNumber) async throws(Failure) -> GroupState? {
        state.withLock { $0.groups.first { $0.id == group } }.map { Self.state($0) }
    }

    func change(_ group: GroupID, in app: AppNumber, _ switches: GroupSwitches, now: Instant) async throws(Failure) -> GroupState {
        let changed = state.withLock { state -> GroupRecord? in
            guard let index = state.groups.firstIndex(where: { $0.id == group && !$0.isDestroyed }) else { return nil }
            state.groups[index] = switches.applied(to: state.groups[index], at: now)
            return state.groups[index]
        }
        guard let changed else { throw Failure(.groupNotExist) }
        return Self.state(changed)
    }

    private static func state(_ group: GroupRecord) -> GroupState {
        GroupState(group: group, membersVersion: 1, bansVersion: 2, blocksVersion: 3, applicationsVersion: 4)
    }

    private func commit(_ group: GroupRecord, _ app: AppNumber) -> GroupCommit {
        GroupCommit(
            app: app, group: group.id, type: group.type, conversation: ConversationID(1), members: 1)
    }
}
