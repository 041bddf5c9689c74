import HearthCore
import IM
import TestSupport
import Testing

struct GroupBanTests {
    @Test func aBanIsForMinutes() throws {
        var group = ModelGroup()
        let done = try group.run(BanMembers([Cast.member, Cast.otherMember], minutes: 3), by: Cast.admin)
        #expect(done.answer.names == [nil, nil])
        #expect(done.notices == [Cast.notice(.banned, Cast.admin, [Cast.member, Cast.otherMember], "3")])
        #expect(group.people[Cast.member]?.ban == .until(group.now.advanced(by: 180_000)))
        #expect(group.role(Cast.member) == .member)
    }

    @Test func aBanIsForEver() throws {
        var group = ModelGroup()
        let done = try group.run(BanMembers([Cast.member], minutes: -1))
        #expect(done.notices.map(\.content) == ["-1"])
        #expect(group.people[Cast.member]?.ban == .forever)
        #expect(try group.run(BanMembers([Cast.member], minutes: -1)).notices.isEmpty)
        #expect(try group.run(BanMembers([Cast.member], minutes: 1)).notices.count == 1)
    }

    @Test(arguments: [0, -2, Limits.groupBanMinutes + 1, .max, .min]) func otherMinutesAreRefused(minutes: Int64) {
        let group = ModelGroup()
        #expect(group.refusal(BanMembers([Cast.member], minutes: minutes)) == .invalidRequestParameter)
        #expect(group.refusal(BanAll(minutes: minutes)) == .invalidRequestParameter)
    }

    @Test func theLongestBanIsTaken() {
        let group = ModelGroup()
        #expect(group.refusal(BanMembers([Cast.member], minutes: Limits.groupBanMinutes)) == nil)
        #expect(group.refusal(BanAll(minutes: Limits.groupBanMinutes)) == nil)
    }

    @Test func whoIsUnbannedMaySpeak() throws {
        var group = ModelGroup()
        try group.run(BanMembers([Cast.member], minutes: 3))
        let done = try group.run(UnbanMembers([Cast.member, Cast.otherMember, Cast.outsider]), by: Cast.admin)
        #expect(done.answer.names == [nil, nil, .groupNotMemberFound])
        #expect(done.notices == [Cast.notice(.unbanned, Cast.admin, [Cast.member])])
        #expect(group.people[Cast.member]?.ban == SendBan.none)
    }

    @Test func allAreBannedAndFreed() throws {
        var group = ModelGroup()
        let until = group.now.advanced(by: 120_000)
        let timed = try group.run(BanAll(minutes: 2), by: Cast.admin)
        #expect(timed.answer == .until(until) && group.record.info.ban == .until(until))
        let forever = try group.run(BanAll(minutes: -1), by: Cast.server)
        #expect(forever.answer == .forever && group.record.info.ban == .forever)
        #expect(try group.run(BanAll(minutes: -1)).notices.isEmpty)
        let free = try group.run(BanAll(minutes: nil))
        #expect(free.answer == SendBan.none && group.record.info.ban == .none)
        let told = { (from: UserID, value: Int64) in
            Cast.notice(.infoUpdated, from, [], #"{"property":"ban_expire_time","ban_expire_time":\#(value)}"#)
        }
        #expect(timed.notices == [told(Cast.admin, until.milliseconds)])
        #expect(forever.notices == [told(.system, -1)])
        #expect(free.notices == [told(Cast.owner, 0)])
    }

    @Test(arguments: [SendBan.none, .forever, .until(Instant(milliseconds: 5))]) func aBanIsStoredAndReadBack(ban: SendBan) {
        #expect(SendBan(stored: ban.stored) == ban)
    }
}
