import HearthCore
import IM
import TestSupport
import Testing

struct GroupExitTests {
    @Test func allHearWhoLeaves() throws {
        var group = ModelGroup()
        let done = try group.run(LeaveGroup(), by: Cast.admin)
        #expect(done.notices == [Cast.notice(.leaved, Cast.admin)])
        #expect(done.effects == [.leave(Cast.admin)])
        #expect(group.refusal(LeaveGroup(), by: Cast.owner) == .groupOwnerCannotLeave)
    }

    @Test func oneNoticeTellsOfAllWhoWereKicked() throws {
        var group = ModelGroup()
        let done = try group.run(KickMembers([Cast.member, Cast.outsider, Cast.admin, Cast.member]))
        #expect(done.answer.names == [nil, .groupNotMemberFound, nil, .invalidRequestParameter])
        #expect(done.notices == [Cast.notice(.kicked, Cast.owner, [Cast.member, Cast.admin])])
        #expect(group.members == [Cast.owner, Cast.otherAdmin, Cast.otherMember])
        #expect(group.people[Cast.member]?.kicks == 1)
    }

    @Test func whoWasKickedTooOftenComesBackWhenHeIsUnblocked() throws {
        var group = ModelGroup()
        for _ in 0..<3 {
            try group.run(KickMembers([Cast.member]))
            #expect(try group.run(InviteUsers([Cast.member])).answer.names == [nil])
        }
        try group.run(KickMembers([Cast.member]))
        #expect(try group.run(InviteUsers([Cast.member])).answer.names == [.groupKickTooManyTimes])
        try group.run(UnblockUsers([Cast.member]))
        #expect(try group.run(InviteUsers([Cast.member])).answer.names == [nil])
    }

    /// Kicks, blocks and bans by an admin, a server and the owner.
    @Test(arguments: [0, 1, 2]) func powerGoesDownwards(change: Int) throws {
        func names(_ users: [UserID], by actor: GroupActor) throws -> [FailureName?] {
            var group = ModelGroup()
            return switch change {
            case 0: try group.run(KickMembers(users), by: actor).answer.names
            case 1: try group.run(BlockUsers(users), by: actor).answer.names
            default: try group.run(BanMembers(users, minutes: 5), by: actor).answer.names
            }
        }
        let all = [Cast.owner, Cast.admin, Cast.otherAdmin, Cast.member]
        let above = FailureName.groupOwnerPermissionRequired
        #expect(try names(all, by: Cast.actor(Cast.admin)) == [above, .invalidRequestParameter, above, nil])
        #expect(try names(all, by: Cast.server) == [above, above, above, nil])
        #expect(try names(all, by: Cast.actor(Cast.owner)) == [.invalidRequestParameter, nil, nil, nil])
    }

    @Test func membersWhoAreBlockedGo() throws {
        var group = ModelGroup()
        let done = try group.run(BlockUsers([Cast.member, Cast.outsider, Cast.nobody, Cast.removed, .system]), by: Cast.admin)
        #expect(done.answer.names == [nil, nil, .userNotExist, .userNotExist, .userNotExist])
        #expect(
            done.notices == [
                Cast.notice(.blocked, Cast.admin, [Cast.member, Cast.outsider]),
                Cast.notice(.blocked, Cast.admin, [Cast.outsider], for: .only([Cast.outsider])),
            ])
        #expect(group.role(Cast.member) == nil)
        #expect(group.people[Cast.member]?.isBlocked == true && group.people[Cast.member]?.kicks == 0)
        let again = try group.run(BlockUsers([Cast.outsider]), by: Cast.admin)
        #expect(again.answer.names == [nil] && again.effects.isEmpty && again.notices.isEmpty)
    }

    @Test func adminsAloneHearOfWhoIsUnblocked() throws {
        var group = ModelGroup()
        try group.run(BlockUsers([Cast.outsider]))
        let done = try group.run(UnblockUsers([Cast.outsider, Cast.nobody, Cast.other]), by: Cast.admin)
        #expect(done.answer.names == [nil, .userNotExist, nil])
        #expect(done.notices == [Cast.notice(.unblocked, Cast.admin, [Cast.outsider], for: .only(Cast.admins))])
        #expect(group.people[Cast.outsider]?.isBlocked == false)
    }

    /// Clients take it as their own removal (xsync.md 9.2).
    @Test func anAdminWhoseKicksAreForgottenIsNotTold() throws {
        var group = ModelGroup()
        group.people[Cast.admin]?.kicks = 2
        let done = try group.run(UnblockUsers([Cast.admin]))
        #expect(done.notices.map(\.audience) == [.only([Cast.owner, Cast.otherAdmin])])
    }

    @Test func aBlockLeavesABanAndKicks() throws {
        var group = ModelGroup()
        group.people[Cast.member]?.kicks = 2
        try group.run(BanMembers([Cast.member], minutes: -1))
        try group.run(BlockUsers([Cast.member]))
        #expect(group.people[Cast.member]?.kicks == 2 && group.people[Cast.member]?.ban == .forever)
    }

    @Test func aDestroyedGroupIsNoMore() throws {
        var group = ModelGroup()
        #expect(try group.run(DestroyGroup()).notices == [Cast.notice(.destroyed, Cast.owner)])
        #expect(group.members.isEmpty)
        #expect(group.refusal(ApplyToGroup(), by: Cast.outsider) == .groupNotExist)
        #expect(group.refusal(DestroyGroup()) == .groupNotExist)
    }
}
