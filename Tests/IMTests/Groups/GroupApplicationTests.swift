import HearthCore
import IM
import TestSupport
import Testing

struct GroupApplicationTests {
    @Test func anOpenGroupTakesWhoAsks() throws {
        var group = ModelGroup()
        group.record.info.applyApproval = .open
        let done = try group.run(ApplyToGroup(reason: "hi"), by: Cast.outsider)
        #expect(done.notices == [Cast.notice(.joined, Cast.outsider)])
        #expect(group.role(Cast.outsider) == .member)
        #expect(group.applications.isEmpty)
    }

    @Test func adminsHearOfWhoAsks() throws {
        var group = ModelGroup(.private)
        let done = try group.run(ApplyToGroup(reason: "hi"), by: Cast.outsider)
        #expect(done.notices == [Cast.notice(.applyed, Cast.outsider, [], "hi", for: .only(Cast.admins))])
        let kept = group.applications[Cast.outsider]
        #expect(kept?.status == .open && kept?.reason == "hi" && kept?.expiresAt == group.now.advanced(by: 1_000))
        #expect(group.role(Cast.outsider) == nil)
    }

    @Test func aClosedGroupTakesNobody() {
        var group = ModelGroup()
        group.record.info.applyApproval = .refused
        #expect(group.refusal(ApplyToGroup(), by: Cast.outsider) == .userPermissionDenied)
    }

    @Test func adminsHearTheSameOnce() throws {
        var group = ModelGroup()
        let kinds = { (done: GroupDecision<Void>) in done.notices.map(\.kind) }
        #expect(kinds(try group.run(ApplyToGroup(reason: "hi"), by: Cast.outsider)) == [.applyed])
        group.now = group.now.advanced(by: 999)
        #expect(kinds(try group.run(ApplyToGroup(reason: "hi"), by: Cast.outsider)) == [])
        #expect(group.applications[Cast.outsider]?.expiresAt == group.now.advanced(by: 1_000))
        #expect(kinds(try group.run(ApplyToGroup(reason: "please"), by: Cast.outsider)) == [])
        #expect(group.applications[Cast.outsider]?.reason == "please")
        group.now = group.now.advanced(by: 1_000)
        #expect(kinds(try group.run(ApplyToGroup(reason: "please"), by: Cast.outsider)) == [.applyed])
        try group.run(AnswerApplication(of: Cast.outsider, accepts: false), by: Cast.admin)
        #expect(kinds(try group.run(ApplyToGroup(reason: "please"), by: Cast.outsider)) == [.applyed])
    }

    /// Whoever else gets APPLY_ACCEPTED takes it as his own coming in.
    @Test func aYesIsToldToTheTwoAndThatHeJoinedToAll() throws {
        var group = ModelGroup()
        try group.run(ApplyToGroup(), by: Cast.outsider)
        let done = try group.run(AnswerApplication(of: Cast.outsider, accepts: true, reason: "ok"), by: Cast.admin)
        #expect(
            done.notices == [
                Cast.notice(.applyAccepted, Cast.admin, [Cast.outsider], for: .only([Cast.admin, Cast.outsider])),
                Cast.notice(.joined, Cast.outsider),
            ])
        #expect(group.role(Cast.outsider) == .member)
        #expect(group.applications[Cast.outsider]?.status == .accepted)
    }

    @Test func aNoIsToldToTheTwo() throws {
        var group = ModelGroup()
        try group.run(ApplyToGroup(reason: "hi"), by: Cast.outsider)
        group.now = group.now.advanced(by: 5)
        let done = try group.run(AnswerApplication(of: Cast.outsider, accepts: false, reason: "full"), by: Cast.owner)
        let both = GroupNotice.Audience.only([Cast.owner, Cast.outsider])
        #expect(done.notices == [Cast.notice(.applyDeclined, Cast.owner, [Cast.outsider], "full", for: both)])
        let kept = group.applications[Cast.outsider]
        #expect(kept?.status == .declined && kept?.reason == "hi" && kept?.changedAt == group.now)
        #expect(group.role(Cast.outsider) == nil)
    }

    @Test(arguments: [true, false]) func aServersAnswerIsToldToTheApplicant(accepts: Bool) throws {
        var group = ModelGroup()
        try group.run(ApplyToGroup(), by: Cast.outsider)
        let done = try group.run(AnswerApplication(of: Cast.outsider, accepts: accepts), by: Cast.server)
        #expect(done.notices.first?.audience == .only([Cast.outsider]))
        #expect(done.notices.first?.from == .system)
    }

    @Test(arguments: [true, false]) func anApplicationIsAnsweredOnceAndInTime(accepts: Bool) throws {
        let answer = AnswerApplication(of: Cast.outsider, accepts: accepts)
        var group = ModelGroup()
        #expect(group.refusal(answer) == .groupApplicationExpiredOrHandled)
        try group.run(ApplyToGroup(), by: Cast.outsider)
        var late = group
        late.now = late.now.advanced(by: 1_000)
        #expect(late.refusal(answer) == .groupApplicationExpiredOrHandled)
        try group.run(answer)
        #expect(group.refusal(answer) == .groupApplicationExpiredOrHandled)
    }
}
