import HearthCore
import IM
import Testing
import XSYNC

@testable import HearthServer

struct FlooNoticeCodecTests {
    private static let time = Instant(milliseconds: 1_735_700_000_300)

    @Test(arguments: RosterNotice.Kind.allCases) func aRosterNoticeNamesBothSides(kind: RosterNotice.Kind) throws {
        let notice = RosterNotice(kind, from: UserID(2), to: UserID(4), content: "please ✓")
        let bytes = try FlooNoticeCodec().encode(.roster(notice), at: Self.time)
        let body = try Im_Floo_Protobuf_RosterNotice(serializedBytes: bytes)
        #expect(body.type.rawValue == kind.rawValue && body.from.uid == 2 && body.to.map(\.uid) == [4])
        #expect(body.content == "please ✓" && body.rosterVsn == "1735700000300")
    }

    @Test(arguments: GroupNotice.Kind.allCases) func aGroupNoticeNamesItsGroupAndWhoIsConcerned(kind: GroupNotice.Kind) throws {
        let notice = GroupNotice(kind, in: GroupID(7), from: UserID(2), to: [UserID(4), UserID(6)], content: "{}", for: .members)
        let body = try Im_Floo_Protobuf_GroupNotice(serializedBytes: FlooNoticeCodec().encode(.group(notice), at: Self.time))
        #expect(body.type.rawValue == kind.rawValue && body.gid.uid == 7 && body.from.uid == 2)
        #expect(body.to.map(\.uid) == [4, 6] && body.content == "{}")
    }

    @Test func whatTheServerDoesInAGroupIsFromNobodyByName() throws {
        let notice = GroupNotice(.kicked, in: GroupID(7), from: .system, to: [UserID(4)], for: .members)
        let body = try Im_Floo_Protobuf_GroupNotice(serializedBytes: FlooNoticeCodec().encode(.group(notice), at: Self.time))
        #expect(body.hasFrom && body.from.uid == 0)
    }

    @Test func onesOwnChangeIsAUserNotice() throws {
        #expect(try FlooNoticeCodec().encode(.ownInfoUpdated, at: Self.time) == [0x08, 6])
    }
}
