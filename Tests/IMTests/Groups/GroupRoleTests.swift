import HearthCore
import IM
import TestSupport
import Testing

struct GroupRoleTests {
    @Test func theOwnerMakesAdmins() throws {
        var group = ModelGroup()
        let users = [Cast.member, Cast.admin, Cast.owner, Cast.outsider, Cast.member]
        let done = try group.run(AddAdmins(users))
        #expect(done.answer.names == [nil, nil, nil, .groupNotMemberFound, .invalidRequestParameter])
        #expect(done.notices == [Cast.notice(.adminGranted, Cast.owner, [Cast.member])])
        #expect(group.role(Cast.member) == .admin && group.role(Cast.owner) == .owner)
    }

    @Test func theOwnerTakesItBack() throws {
        var group = ModelGroup()
        let done = try group.run(RemoveAdmins([Cast.admin, Cast.member, Cast.owner]))
        #expect(done.answer.names == [nil, nil, nil])
        #expect(done.notices == [Cast.notice(.adminRevoked, Cast.owner, [Cast.admin])])
        #expect(group.role(Cast.admin) == .member && group.role(Cast.owner) == .owner)
    }

    @Test func nobodyIsToldOfNothing() throws {
        var group = ModelGroup()
        let done = try group.run(AddAdmins([Cast.admin]))
        #expect(done.answer.names == [nil] && done.effects.isEmpty && done.notices.isEmpty)
    }

    @Test func aGroupIsGivenToAMember() throws {
        var group = ModelGroup()
        let done = try group.run(TransferGroup(to: Cast.admin))
        #expect(done.notices == [Cast.notice(.ownerAssigned, Cast.owner, [Cast.admin])])
        #expect(group.record.owner == Cast.admin)
        #expect(group.role(Cast.admin) == .owner && group.role(Cast.owner) == .member)
        try group.run(LeaveGroup(), by: Cast.owner)
    }

    @Test func aGroupIsGivenToNobodyElse() {
        var group = ModelGroup()
        #expect(group.refusal(TransferGroup(to: Cast.owner)) == .invalidRequestParameter)
        #expect(group.refusal(TransferGroup(to: Cast.outsider)) == .groupTransferNotAllowed)
        #expect(group.refusal(TransferGroup(to: Cast.nobody)) == .groupTransferNotAllowed)
        group.people[Cast.member]?.status = .removed
        #expect(group.refusal(TransferGroup(to: Cast.member)) == .groupTransferNotAllowed)
    }

    /// A call of which nothing is about a member is refused as a whole.
    @Test func withoutAnyMemberTheWholeCallFails() throws {
        let users = [Cast.outsider, Cast.nobody, Cast.outsider]
        var group = ModelGroup()
        #expect(group.refusal(KickMembers(users)) == .groupNotMemberFound)
        #expect(group.refusal(BanMembers(users, minutes: 1)) == .groupNotMemberFound)
        #expect(group.refusal(UnbanMembers(users)) == .groupNotMemberFound)
        #expect(group.refusal(AddAdmins(users)) == .groupNotMemberFound)
        #expect(group.refusal(RemoveAdmins(users)) == .groupNotMemberFound)
        let mixed = try group.run(KickMembers([Cast.outsider, Cast.admin]), by: Cast.admin)
        #expect(mixed.answer.names == [.groupNotMemberFound, .invalidRequestParameter])
        #expect(mixed.notices.isEmpty)
    }

    @Test func aCallNamesSomebodyAndNotTooMany() {
        let group = ModelGroup()
        for users in [[], Array(repeating: Cast.member, count: Limits.idsPerCall + 1)] {
            let refusals = [
                group.refusal(InviteUsers(users)), group.refusal(KickMembers(users)), group.refusal(BlockUsers(users)),
                group.refusal(UnblockUsers(users)), group.refusal(BanMembers(users, minutes: 1)),
                group.refusal(UnbanMembers(users)), group.refusal(AddAdmins(users)), group.refusal(RemoveAdmins(users)),
            ]
            #expect(refusals.allSatisfy { $0 == .invalidRequestParameter })
        }
    }
}
