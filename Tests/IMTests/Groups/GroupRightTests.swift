import HearthCore
import IM
import TestSupport
import Testing

/// What each change needs, tried by each who may not: the rest is in the tests of the changes.
struct GroupRightTests {
    private typealias Try = @Sendable (ModelGroup, GroupActor) -> FailureName?

    private static func attempt<Change: GroupChange>(_ change: Change) -> (right: GroupRight, run: Try) {
        (Change.right, { group, actor in group.refusal(change, by: actor)?.name })
    }

    private static let user = [Cast.otherMember]
    private static let changes: [(right: GroupRight, run: Try)] = [
        attempt(InviteUsers([Cast.outsider])), attempt(LeaveGroup()), attempt(KickMembers(user)), attempt(BlockUsers(user)),
        attempt(UnblockUsers(user)), attempt(BanMembers(user, minutes: 1)), attempt(UnbanMembers(user)), attempt(AddAdmins(user)),
        attempt(RemoveAdmins(user)), attempt(TransferGroup(to: Cast.otherMember)), attempt(DestroyGroup()),
        attempt(ChangeGroupText(.name, "n")), attempt(ChangeGroupSetting(.readAck(true))), attempt(BanAll(minutes: 1)),
        attempt(SetDisplayName("n")), attempt(SetMuteMode(.blocked)), attempt(SetPushMode(.mention)),
        attempt(PublishAnnouncement(title: "t", content: "c")), attempt(DeleteAnnouncement(AnnouncementID(1))),
        attempt(ShareFile(name: "n", url: "u", type: "", size: 1)), attempt(RenameFile(GroupFileID(1), "n")),
        attempt(DeleteFiles([GroupFileID(1)])), attempt(AnswerApplication(of: Cast.outsider, accepts: true)),
    ]

    @Test func whoHasNoRightIsToldWhichIsMissing() {
        let group = ModelGroup()
        for change in Self.changes {
            let outsider = change.run(group, Cast.actor(Cast.other))
            #expect(outsider == .groupMemberPermissionRequired)
            let needed: FailureName? = change.right == .owner ? .groupOwnerPermissionRequired : .groupAdminPermissionRequired
            let member = change.run(group, Cast.actor(Cast.member))
            #expect((member == needed) == [.admin, .modify, .owner].contains(change.right))
            for admin in [Cast.actor(Cast.admin), Cast.server] {
                #expect((change.run(group, admin) == .groupOwnerPermissionRequired) == (change.right == .owner))
            }
        }
    }

    @Test func settingsGiveMembersRights() {
        var group = ModelGroup()
        #expect(group.refusal(InviteUsers([Cast.outsider]), by: Cast.member) == nil)
        group.record.info.memberInvite = false
        group.record.info.memberModify = true
        #expect(group.refusal(InviteUsers([Cast.outsider]), by: Cast.member) == .groupAdminPermissionRequired)
        #expect(group.refusal(ChangeGroupText(.name, "n"), by: Cast.member) == nil)
        #expect(group.refusal(ChangeGroupText(.name, "n"), by: Cast.outsider) == .groupMemberPermissionRequired)
    }

    @Test func nothingChangesAGroupUnderRepair() {
        var group = ModelGroup()
        group.record.isInRecovery = true
        for change in Self.changes { #expect(change.run(group, Cast.actor(Cast.owner)) == .groupRecoveryMode) }
        #expect(group.refusal(ApplyToGroup(), by: Cast.outsider) == .groupRecoveryMode)
    }

    @Test func aServerDoesNothingInItsOwnName() {
        let group = ModelGroup()
        let refusals = [
            group.refusal(LeaveGroup(), by: Cast.server), group.refusal(SetDisplayName("n"), by: Cast.server),
            group.refusal(SetMuteMode(.blocked), by: Cast.server), group.refusal(SetPushMode(.mention), by: Cast.server),
            group.refusal(AnswerInvitation(from: Cast.member, accepts: true), by: Cast.server),
            group.refusal(ApplyToGroup(), by: Cast.server), group.refusal(JoinByCode(maker: Cast.member), by: Cast.server),
        ]
        let expected = Failure(.invalidRequestParameter, "invalid request parameter: user_id")
        #expect(refusals.allSatisfy { $0 == expected })
    }
}
