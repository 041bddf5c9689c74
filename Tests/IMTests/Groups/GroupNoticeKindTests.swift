import HearthCore
import IM
import TestSupport
import Testing

struct GroupNoticeKindTests {
    /// Who is there and who is not is no change of the group.
    @Test func changesTellOfEverythingButPresence() throws {
        var group = ModelGroup(empty: GroupDraft(type: .public, info: GroupInfo(name: "g"), invitees: []))
        var seen: Set<GroupNotice.Kind> = []
        func run<Change: GroupChange>(_ change: Change, by user: UserID = Cast.owner) throws -> Change.Answer {
            let done = try group.run(change, by: user)
            seen.formUnion(done.notices.map(\.kind))
            return done.answer
        }
        let (anna, ben) = (Cast.member, Cast.other)
        try run(CreateGroup(GroupDraft(type: .public, info: GroupInfo(name: "g"), invitees: [])))
        _ = try run(InviteUsers([anna]))
        group.people[ben]?.confirmsInvitations = true
        for accepts in [false, true] {
            _ = try run(InviteUsers([ben]))
            try run(AnswerInvitation(from: Cast.owner, accepts: accepts), by: ben)
        }
        for accepts in [false, true] {
            try run(ApplyToGroup(), by: Cast.outsider)
            try run(AnswerApplication(of: Cast.outsider, accepts: accepts))
        }
        _ = try run(KickMembers([anna]))
        _ = try run(BlockUsers([anna]))
        _ = try run(UnblockUsers([anna]))
        _ = try run(AddAdmins([ben]))
        _ = try run(RemoveAdmins([ben]))
        for mode in [GroupMuteMode.blocked, .none] { try run(SetMuteMode(mode), by: ben) }
        try run(SetPushMode(.mention), by: ben)
        _ = try run(BanMembers([ben], minutes: 1))
        _ = try run(UnbanMembers([ben]))
        try run(ChangeGroupText(.name, "other"))
        _ = try run(PublishAnnouncement(title: "t", content: "c"))
        let file = try run(ShareFile(name: "f", url: "u", type: "", size: 1))
        try run(RenameFile(file.id, "g"))
        _ = try run(DeleteFiles([file.id]))
        try run(LeaveGroup(), by: Cast.outsider)
        try run(TransferGroup(to: ben))
        try run(DestroyGroup(), by: ben)
        #expect(seen == Set(GroupNotice.Kind.allCases).subtracting([.presence, .absence]))
    }
}
