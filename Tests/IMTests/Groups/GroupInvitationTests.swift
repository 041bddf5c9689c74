import HearthCore
import IM
import TestSupport
import Testing

struct GroupInvitationTests {
    private func asked(_ users: [UserID] = [Cast.outsider]) -> ModelGroup {
        var group = ModelGroup()
        for user in users { group.people[user]?.confirmsInvitations = true }
        return group
    }

    @Test func whoDoesNotWantToBeAskedIsInAtOnce() throws {
        var group = ModelGroup()
        let done = try group.run(InviteUsers([Cast.outsider, Cast.other]), by: Cast.member)
        #expect(done.answer == [GroupOutcome(Cast.outsider), GroupOutcome(Cast.other)])
        #expect(
            done.notices == [
                Cast.notice(.joined, Cast.outsider, [Cast.member]), Cast.notice(.joined, Cast.other, [Cast.member]),
            ])
        #expect(group.people[Cast.outsider]?.member == GroupMember(user: Cast.outsider, joinedAt: group.now))
    }

    @Test func whoWantsToBeAskedGetsAnInvitation() throws {
        var group = asked([Cast.outsider, Cast.other])
        let done = try group.run(InviteUsers([Cast.outsider, Cast.frozen, Cast.other], reason: "come"), by: Cast.member)
        let readers = [Cast.outsider, Cast.other, Cast.member]
        #expect(done.answer.names == [nil, nil, nil])
        #expect(
            done.notices == [
                Cast.notice(.joined, Cast.frozen, [Cast.member]),
                Cast.notice(.invited, Cast.member, [Cast.outsider, Cast.other], "come", for: .only(readers)),
            ])
        let kept = group.invitations[ModelGroup.Pair(inviter: Cast.member, invitee: Cast.other)]
        #expect(kept?.status == .open && kept?.reason == "come" && kept?.expiresAt == group.now.advanced(by: 1_000))
        #expect(group.role(Cast.outsider) == nil)
    }

    @Test func eachRowHasItsOutcome() throws {
        var group = ModelGroup()
        let users = [Cast.nobody, Cast.outsider, Cast.removed, Cast.member, Cast.outsider, .system]
        let done = try group.run(InviteUsers(users))
        #expect(done.answer.map(\.user) == users)
        #expect(
            done.answer.names == [
                .userNotExist, nil, .userNotExist, .groupMemberExist, .invalidRequestParameter, .userNotExist,
            ])
        #expect(done.notices.count == 1)
    }

    @Test func thoseWhoCameInEarlierInTheCallCount() throws {
        var group = ModelGroup()
        group.record.capacity = group.record.count + 1
        let done = try group.run(InviteUsers([Cast.outsider, Cast.other]))
        #expect(done.answer.names == [nil, .groupCapacityExceedLimit])
    }

    @Test func aServerInvitesInNobodysName() throws {
        var group = asked([Cast.other])
        let done = try group.run(InviteUsers([Cast.outsider, Cast.other]), by: Cast.server)
        #expect(
            done.notices == [
                Cast.notice(.joined, Cast.outsider), Cast.notice(.invited, .system, [Cast.other], for: .only([Cast.other])),
            ])
        let answer = try group.run(AnswerInvitation(from: .system, accepts: true), by: Cast.other)
        #expect(answer.notices == [Cast.notice(.inviteAccepted, Cast.other)])
    }

    @Test func aNoToAServerIsToldToWhoSaidIt() throws {
        var group = asked()
        try group.run(InviteUsers([Cast.outsider]), by: Cast.server)
        let done = try group.run(AnswerInvitation(from: .system, accepts: false), by: Cast.outsider)
        #expect(done.notices == [Cast.notice(.inviteDeclined, Cast.outsider, for: .only([Cast.outsider]))])
    }

    @Test func aYesIsToldToAll() throws {
        var group = asked()
        try group.run(InviteUsers([Cast.outsider]), by: Cast.member)
        let done = try group.run(AnswerInvitation(from: Cast.member, accepts: true, reason: "ok"), by: Cast.outsider)
        #expect(done.notices == [Cast.notice(.inviteAccepted, Cast.outsider, [Cast.member])])
        #expect(group.role(Cast.outsider) == .member)
        #expect(group.invitations.values.map(\.status) == [.accepted])
    }

    @Test func aNoIsToldToTheTwo() throws {
        var group = asked()
        try group.run(InviteUsers([Cast.outsider], reason: "come"), by: Cast.member)
        group.now = group.now.advanced(by: 7)
        let done = try group.run(AnswerInvitation(from: Cast.member, accepts: false, reason: "no"), by: Cast.outsider)
        let both = GroupNotice.Audience.only([Cast.member, Cast.outsider])
        #expect(done.notices == [Cast.notice(.inviteDeclined, Cast.outsider, [Cast.member], "no", for: both)])
        #expect(group.role(Cast.outsider) == nil)
        #expect(group.invitations.values.map(\.status) == [.declined])
        #expect(group.invitations.values.map(\.changedAt) == [group.now] && group.invitations.values.map(\.reason) == ["come"])
    }

    @Test(arguments: [true, false]) func anInvitationIsAnsweredOnceAndInTime(accepts: Bool) throws {
        let answer = AnswerInvitation(from: Cast.member, accepts: accepts)
        var group = asked()
        #expect(group.refusal(answer, by: Cast.outsider) == .groupInvitationExpiredOrHandled)
        try group.run(InviteUsers([Cast.outsider]), by: Cast.member)
        #expect(group.refusal(answer, by: Cast.other) == .groupInvitationExpiredOrHandled)
        #expect(group.refusal(AnswerInvitation(from: Cast.admin, accepts: accepts), by: Cast.outsider) == .groupInvitationExpiredOrHandled)
        var late = group
        late.now = late.now.advanced(by: 1_000)
        #expect(late.refusal(answer, by: Cast.outsider) == .groupInvitationExpiredOrHandled)
        try group.run(answer, by: Cast.outsider)
        #expect(group.refusal(answer, by: Cast.outsider) == .groupInvitationExpiredOrHandled)
    }

    @Test func whoWasInvitedBySomebodyWhoLeftMaySayNoAlone() throws {
        var group = asked()
        try group.run(InviteUsers([Cast.outsider]), by: Cast.member)
        try group.run(LeaveGroup(), by: Cast.member)
        let yes = AnswerInvitation(from: Cast.member, accepts: true)
        #expect(group.refusal(yes, by: Cast.outsider) == .groupInvitationExpiredOrHandled)
        try group.run(AnswerInvitation(from: Cast.member, accepts: false), by: Cast.outsider)
    }

    @Test func aCodeStandsForAnInvitationByItsMaker() throws {
        var group = asked()
        let done = try group.run(JoinByCode(maker: Cast.member), by: Cast.outsider)
        #expect(done.notices == [Cast.notice(.joined, Cast.outsider, [Cast.member])])
        #expect(try group.run(JoinByCode(maker: .system), by: Cast.other).notices == [Cast.notice(.joined, Cast.other)])
    }

    @Test func aCodeEndsWithItsMakersRight() throws {
        var group = ModelGroup()
        #expect(group.refusal(JoinByCode(maker: Cast.frozen), by: Cast.outsider) == .groupInvitationExpiredOrHandled)
        group.record.info.memberInvite = false
        #expect(group.refusal(JoinByCode(maker: Cast.member), by: Cast.outsider) == .groupInvitationExpiredOrHandled)
        #expect(group.refusal(JoinByCode(maker: Cast.admin), by: Cast.outsider) == nil)
    }
}
