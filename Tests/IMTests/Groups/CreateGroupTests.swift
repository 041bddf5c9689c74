import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct CreateGroupTests {
    private func draft(_ type: GroupType = .public, _ invitees: [UserID] = [], name: String = "g") -> GroupDraft {
        GroupDraft(type: type, info: GroupInfo(name: name), invitees: invitees)
    }

    @Test func aGroupBeginsWithItsOwner() throws {
        var group = ModelGroup(empty: draft())
        let done = try group.run(CreateGroup(draft()))
        #expect(done.notices == [Cast.notice(.created, Cast.owner)])
        #expect(group.members == [Cast.owner] && group.role(Cast.owner) == .owner)
    }

    @Test func oneNoticeTellsOfTheFirstMembers() throws {
        let users = [Cast.owner, Cast.member, Cast.other, Cast.nobody, Cast.removed, Cast.frozen, Cast.member]
        var group = ModelGroup(empty: draft(.public, users))
        group.people[Cast.other]?.confirmsInvitations = true
        let done = try group.run(CreateGroup(draft(.public, users)))
        #expect(
            done.notices == [
                Cast.notice(.created, Cast.owner, [Cast.member, Cast.frozen]),
                Cast.notice(.invited, Cast.owner, [Cast.other], for: .only([Cast.other, Cast.owner])),
            ])
        #expect(group.members == [Cast.owner, Cast.member, Cast.frozen])
        #expect(group.invitations.count == 1)
    }

    @Test func theOwnerTakesOneOfThePlaces() throws {
        let users = [Cast.member, Cast.otherMember]
        var group = ModelGroup(empty: draft(.public, users))
        group.limits.members = 2
        try group.run(CreateGroup(draft(.public, users)))
        #expect(group.members == [Cast.owner, Cast.member])
    }

    @Test func chatroomsAreOpen() {
        #expect(draft(.chatroom).info.applyApproval == .open)
        #expect(draft(.private).info.applyApproval == .asked)
    }

    /// A store of one group, which notes what it is asked.
    private final class OneGroup: GroupChangeStore, GroupAnnouncer {
        let group = Mutex(ModelGroup())
        let calls = Mutex(0)
        let announced = Mutex(0)

        private var commit: GroupCommit {
            GroupCommit(
                app: AppNumber(1), group: ModelGroup.id, type: .public, conversation: ConversationID(1), members: 1)
        }

        func change<Change: GroupChange>(
            _ group: GroupID, _ change: Change, by actor: GroupActor, limits: GroupLimits, now: Instant
        ) async throws(Failure) -> (answer: Change.Answer, commit: GroupCommit) {
            calls.withLock { $0 += 1 }
            let facts = self.group.withLock { $0.facts(change, by: actor) }
            return (try change.admittedDecision(facts).answer, commit)
        }

        func create(
            _ draft: GroupDraft, by owner: Account, limits: GroupLimits, now: Instant
        ) async throws(Failure) -> (group: GroupID, commit: GroupCommit) {
            calls.withLock { $0 += 1 }
            return (ModelGroup.id, commit)
        }

        func announce(_ commit: GroupCommit) { announced.withLock { $0 += 1 } }
        var counts: [Int] { [calls.withLock { $0 }, announced.withLock { $0 }] }
    }

    @Test func whatIsWrongByItselfDoesNotReachTheStore() async {
        let store = OneGroup()
        let changes = GroupChanges(store: store, announcer: store, clock: VirtualClock())
        let owner = Account(app: AppNumber(1), user: Cast.owner)
        let drafts = [draft(name: ""), draft(.public, Array(repeating: Cast.member, count: Limits.idsPerCall + 1))]
        for draft in drafts {
            await #expect(throws: Failure.self) { try await changes.create(draft, by: owner, settings: AppSettings()) }
        }
        await #expect(throws: Failure.self) {
            try await changes.run(KickMembers([]), in: ModelGroup.id, by: .user(owner), settings: AppSettings())
        }
        #expect(store.counts == [0, 0])
    }

    @Test func whatIsDoneIsAnnounced() async throws {
        let store = OneGroup()
        let changes = GroupChanges(store: store, announcer: store, clock: VirtualClock())
        let owner = Account(app: AppNumber(1), user: Cast.owner)
        #expect(try await changes.create(draft(), by: owner, settings: AppSettings()) == ModelGroup.id)
        let rows = try await changes.run(KickMembers([Cast.member]), in: ModelGroup.id, by: .user(owner), settings: AppSettings())
        #expect(rows == [GroupOutcome(Cast.member)])
        await #expect(throws: Failure(.groupOwnerCannotLeave)) {
            try await changes.run(LeaveGroup(), in: ModelGroup.id, by: .user(owner), settings: AppSettings())
        }
        #expect(store.counts == [3, 2])
    }
}
