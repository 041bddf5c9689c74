import HearthCore
import IM
import TestSupport
import Testing

/// Whatever people do to a group, in whatever order: what it may never be, it never is.
struct GroupPropertyTests {
    private typealias Command = (inout ModelGroup) throws(Failure) -> (effects: [GroupEffect], notices: [GroupNotice])

    private static func command<Change: GroupChange>(_ change: Change, by actor: GroupActor) -> Command {
        { group throws(Failure) in
            let done = try group.run(change, by: actor)
            return (done.effects, done.notices)
        }
    }

    private static func random(_ chance: inout SeededGenerator, _ group: ModelGroup) -> Command {
        let all = Cast.members + Cast.outsiders + [Cast.nobody, .system]
        let one = all.randomElement(using: &chance) ?? Cast.owner
        let few = (0..<Int.random(in: 1...4, using: &chance)).map { _ in all.randomElement(using: &chance) ?? one }
        let who = (Cast.members + Cast.outsiders.dropLast()).randomElement(using: &chance) ?? one
        let actor = chance.oneIn(8) ? Cast.server : Cast.actor(who)
        let yes = Bool.random(using: &chance)
        return switch Int.random(in: 0...18, using: &chance) {
        case 0...2: command(InviteUsers(few), by: actor)
        case 3: command(AnswerInvitation(from: inviter(of: who, in: group) ?? one, accepts: yes), by: Cast.actor(who))
        case 4...5: command(ApplyToGroup(), by: actor)
        case 6: command(AnswerApplication(of: one, accepts: yes), by: actor)
        case 7: command(JoinByCode(maker: one), by: actor)
        case 8: command(LeaveGroup(), by: actor)
        case 9: command(KickMembers(few), by: actor)
        case 10: command(BlockUsers(few), by: actor)
        case 11: command(UnblockUsers(few), by: actor)
        case 12: command(BanMembers(few, minutes: 1), by: actor)
        case 13: command(AddAdmins(few), by: actor)
        case 14: command(RemoveAdmins(few), by: actor)
        case 15...16: command(TransferGroup(to: one), by: actor)
        case 17: command(ChangeGroupSetting(.applyApproval(yes ? .open : .asked)), by: actor)
        default: chance.oneIn(6) ? command(DestroyGroup(), by: actor) : command(UnbanMembers(few), by: actor)
        }
    }

    /// Hardly anybody would be invited by chance who answers by chance.
    private static func inviter(of user: UserID, in group: ModelGroup) -> UserID? {
        group.invitations.values.filter { $0.invitee == user && $0.isOpen(at: group.now) }.map(\.inviter).min()
    }

    @Test(arguments: 1...40) func aGroupStaysWhole(seed: UInt64) { _ = Self.story(seed) }

    /// The stories are no idle ones: all that moves people happens in them.
    @Test func theStoriesTellOfEveryMove() {
        let told = (1...40).map { Self.story($0) }.reduce(into: Set<GroupNotice.Kind>()) { $0.formUnion($1) }
        let moves: Set<GroupNotice.Kind> = [
            .joined, .invited, .inviteAccepted, .inviteDeclined, .applyed, .applyAccepted, .applyDeclined, .leaved, .kicked, .blocked,
            .unblocked, .adminGranted, .adminRevoked, .ownerAssigned, .destroyed,
        ]
        #expect(moves.subtracting(told).isEmpty)
    }

    /// Checks after each command; gives the kinds of notices that were told.
    private static func story(_ seed: UInt64) -> Set<GroupNotice.Kind> {
        var chance = SeededGenerator(seed: seed)
        var group = ModelGroup()
        for user in Cast.members + Cast.outsiders where chance.oneIn(2) { group.people[user]?.confirmsInvitations = true }
        var told: Set<GroupNotice.Kind> = []
        for _ in 0..<600 {
            if chance.oneIn(20) { group.record.capacity = Int.random(in: 2...9, using: &chance) }
            group.now = group.now.advanced(by: Int64.random(in: 0...40, using: &chance))
            let before = group
            do throws(Failure) {
                let result = try random(&chance, group)(&group)
                checkState(group, after: before)
                checkEntries(result.effects, before)
                checkNotices(result.notices, from: before, to: group)
                told.formUnion(result.notices.map(\.kind))
            } catch {
                #expect(group.members == before.members)
            }
        }
        return told
    }

    private static func checkState(_ group: ModelGroup, after before: ModelGroup) {
        #expect(group.record.count == group.members.count)
        #expect(group.members.allSatisfy { group.people[$0]?.isBlocked == false })
        guard !group.record.isDestroyed else { return #expect(group.members.isEmpty) }
        #expect(group.members.filter { group.role($0) == .owner } == [group.record.owner])
        let capacity = group.record.capacity ?? group.limits.members
        #expect(group.record.count <= max(capacity, before.record.count))
    }

    /// Who comes in was allowed to before.
    private static func checkEntries(_ effects: [GroupEffect], _ before: ModelGroup) {
        for case .join(let member) in effects {
            let person = before.people[member.user]
            #expect(person?.member == nil && person?.isBlocked == false && person?.status != .removed && !before.record.isDestroyed)
            #expect((person?.kicks ?? 0) <= Limits.groupKicks && (person?.joined ?? 0) < before.limits.joined)
            #expect(member.role == .member)
        }
    }

    /// Whoever comes in or goes out is named in what all are told; the system reads nothing.
    private static func checkNotices(_ notices: [GroupNotice], from before: ModelGroup, to after: ModelGroup) {
        var named: Set<UserID> = []
        for notice in notices {
            #expect(!notice.to.contains(.system))
            switch notice.audience {
            case .members: named.formUnion(notice.to + [notice.from])
            case .only(let readers): #expect(!readers.contains(.system) && Set(readers).count == readers.count)
            }
        }
        let moved = Set(before.members).symmetricDifference(after.members)
        #expect(after.record.isDestroyed ? notices.map(\.kind) == [.destroyed] : moved.isSubset(of: named))
    }
}
