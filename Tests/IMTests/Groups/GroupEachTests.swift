import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

/// Changes about many users, a part at a time.
struct GroupEachTests {
    /// Notes what it is asked, and refuses what it is told to.
    private final class Store: GroupChangeStore {
        let asked = Mutex<[[UserID]]>([])
        let refusals: [Int: Failure]

        init(refusals: [Int: Failure] = [:]) { self.refusals = refusals }

        func change<Change: GroupChange>(
            _ group: GroupID, _ change: Change, by actor: GroupActor, limits: GroupLimits, now: Instant
        ) async throws(Failure) -> (answer: Change.Answer, commit: GroupCommit) {
            let number = asked.withLock { asked in
                asked.append(change.users)
                return asked.count
            }
            if let refusal = refusals[number] { throw refusal }
            guard let answer = change.users.map({ GroupOutcome($0) }) as? Change.Answer else { throw Failure(.generalError) }
            return (answer, commit(group))
        }

        func create(
            _ draft: GroupDraft, by owner: Account, limits: GroupLimits, now: Instant
        ) async throws(Failure) -> (group: GroupID, commit: GroupCommit) {
            asked.withLock { $0.append(draft.invitees) }
            return (GroupID(9), commit(GroupID(9)))
        }

        private func commit(_ group: GroupID) -> GroupCommit {
            GroupCommit(
                app: AppNumber(1), group: group, type: .private, conversation: ConversationID(1), members: 1)
        }
    }

    private struct Silence: GroupAnnouncer {
        func announce(_ commit: GroupCommit) {}
    }

    private let users = (1...450).map { UserID(Int64(2 * $0)) }
    private let anna = Account(app: AppNumber(1), user: UserID(2_000))

    private func each(_ users: [UserID], _ store: Store) async throws(Failure) -> [GroupOutcome] {
        let changes = GroupChanges(store: store, announcer: Silence(), clock: VirtualClock())
        return try await changes.each(KickMembers(users), in: GroupID(9), by: .user(anna), settings: AppSettings())
    }

    @Test func manyAreDoneAPartAtATimeInTheirOrder() async throws {
        let store = Store()
        let outcomes = try await each(users + [users[3]], store)
        #expect(store.asked.withLock { $0.map(\.count) } == [200, 200, 50])
        #expect(outcomes.map(\.user) == users + [users[3]])
        #expect(outcomes.dropLast().allSatisfy { $0.failure == nil })
        #expect(outcomes.last?.failure?.name == .invalidRequestParameter)
    }

    @Test func whatWasDoneIsToldWhereALaterPartFails() async throws {
        let store = Store(refusals: [2: Failure(.groupNotExist)])
        let outcomes = try await each(users, store)
        #expect(outcomes.filter { $0.failure == nil }.map(\.user) == Array(users.prefix(200)))
        #expect(outcomes.dropFirst(200).allSatisfy { $0.failure?.name == .groupNotExist })
        #expect(store.asked.withLock { $0.count } == 2)
    }

    @Test func aPartWithoutMembersKeepsNoOtherFromBeingDone() async throws {
        let outcomes = try await each(users, Store(refusals: [1: Failure(.groupNotMemberFound)]))
        #expect(outcomes.filter { $0.failure?.name == .groupNotMemberFound }.count == 200)
        #expect(outcomes.filter { $0.failure == nil }.count == 250)
    }

    @Test func theWholeCallIsRefusedWhereNothingCameOfIt() async throws {
        await #expect(throws: Failure(.groupAdminPermissionRequired)) {
            try await each(users, Store(refusals: [1: Failure(.groupAdminPermissionRequired)]))
        }
        let absent = Dictionary(uniqueKeysWithValues: (1...3).map { ($0, Failure(.groupNotMemberFound)) })
        await #expect(throws: Failure(.groupNotMemberFound)) { try await each(users, Store(refusals: absent)) }
    }

    @Test func aGroupBeginsWithSomeAndTheOthersAreAskedAfterwards() async throws {
        let store = Store()
        let changes = GroupChanges(store: store, announcer: Silence(), clock: VirtualClock())
        let draft = GroupDraft(type: .private, info: GroupInfo(name: "all"), invitees: users)
        _ = try await changes.create(draft, by: anna, settings: AppSettings())
        #expect(store.asked.withLock { $0.map(\.count) } == [200, 200, 50])
    }
}
