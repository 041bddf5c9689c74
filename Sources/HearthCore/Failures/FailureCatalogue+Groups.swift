extension FailureCatalogue {
    /// Rows of the family Groups.
    static let groups: [FailureRow] = [
        FailureRow(
            .groupServerDbError, bmx: 600, laterBMX: 600, rest: 20000, status: .fail,
            message: "the group cannot be stored",
            when: "A group call while the storage of groups fails."
        ),
        FailureRow(
            .groupNotExist, bmx: 601, laterBMX: 601, rest: 20001, status: .fail,
            message: "the group does not exist",
            when: "A call or a message that names an unknown or destroyed group."
        ),
        FailureRow(
            .groupNotMemberFound, bmx: 602, laterBMX: 602, rest: 20002, status: .fail,
            message: "the user is not a member of the group",
            when: "POST /group/admin/add, /group/ban or /group/kick with users none of whom is a member. Where some "
                + "are, the list in the answer says which failed."
        ),
        FailureRow(
            .groupMsgNotifyTypeUnknown, bmx: 603, laterBMX: 603, rest: 20003, status: .fail,
            message: "unknown msg_notify_type",
            when: "POST /group/msg/push_mode with a msg_push_mode that does not exist."
        ),
        FailureRow(
            .groupOwnerCannotLeave, bmx: 604, laterBMX: 604, rest: 20004, status: .fail,
            message: "the owner cannot leave the group",
            when: "POST /group/leave by the owner."
        ),
        FailureRow(
            .groupTransferNotAllowed, bmx: 605, laterBMX: 605, rest: 20005, status: .fail,
            message: "a group can be handed to a member only",
            when: "POST /group/transfer to a user who is not a member."
        ),
        FailureRow(
            .groupRecoveryMode, bmx: 606, laterBMX: 606, rest: 20006, status: .fail,
            message: "the group is under repair",
            when: "A write to a group that is marked as under repair."
        ),
        FailureRow(
            .groupExceedLimitGlobal, bmx: 607, laterBMX: 607, rest: 20007, status: .fail,
            message: "the app has reached its number of groups",
            when: "POST /group/create while the app has as many groups as it may."
        ),
        FailureRow(
            .groupExceedLimitUserCreate, bmx: 608, laterBMX: 608, rest: 20008, status: .fail,
            message: "the user has created as many groups as allowed",
            when: "POST /group/create by a user at the limit of created groups."
        ),
        FailureRow(
            .groupExceedLimitUserJoin, bmx: 609, laterBMX: 609, rest: 20009, status: .fail,
            message: "the user has joined as many groups as allowed",
            when: "Joining a group, or accepting an invitation, by a user at the limit of joined groups."
        ),
        FailureRow(
            .groupCapacityExceedLimit, bmx: 610, laterBMX: 610, rest: 20010, status: .fail,
            message: "the group is full",
            when: "Adding a member to a group that has as many as its capacity."
        ),
        FailureRow(
            .groupMemberPermissionRequired, bmx: 611, laterBMX: 611, rest: 20011, status: .fail,
            message: "only members of the group may do this",
            when: "GET /group/member_list or POST /group/invite by somebody outside the group."
        ),
        FailureRow(
            .groupAdminPermissionRequired, bmx: 612, laterBMX: 612, rest: 20012, status: .fail,
            message: "only administrators of the group may do this",
            when: "A plain member calls POST /group/kick, edits the group with member_modify off, or invites with "
                + "member_invite off."
        ),
        FailureRow(
            .groupOwnerPermissionRequired, bmx: 613, laterBMX: 613, rest: 20013, status: .fail,
            message: "only the owner of the group may do this",
            when: "POST /group/destroy, /group/transfer or /group/admin/add by an administrator who is not the owner."
        ),
        FailureRow(
            .groupApplicationExpiredOrHandled, bmx: 614, laterBMX: 614, rest: 20014, status: .fail,
            message: "the application has expired or was answered already",
            when: "POST /group/apply/handle a second time, or after expired_time."
        ),
        FailureRow(
            .groupInvitationExpiredOrHandled, bmx: 615, laterBMX: 615, rest: 20015, status: .fail,
            message: "the invitation has expired or was answered already",
            when: "POST /group/invite/handle a second time, or after expired_time."
        ),
        FailureRow(
            .groupKickTooManyTimes, bmx: 616, laterBMX: 616, rest: 20016, status: .fail,
            message: "the user has been removed from the group too often",
            when: "A user who was kicked more than three times joins or is invited again."
        ),
        FailureRow(
            .groupMemberExist, bmx: 617, laterBMX: 617, rest: 20017, status: .fail,
            message: "the user is a member of the group already",
            when: "POST /group/apply or a group QR code by a member. An invitation of several users says it for each."
        ),
        FailureRow(
            .groupBlockListExist, bmx: 618, laterBMX: 618, rest: 20018, status: .fail,
            message: "the user is on the block list of the group",
            when: "POST /group/apply by a blocked user. An invitation of several users says it for each."
        ),
        FailureRow(
            .groupAnnouncementNotFound, bmx: 619, laterBMX: 619, rest: 20020, status: .fail,
            message: "the announcement does not exist",
            when: "GET /group/announcement with an unknown id, or /group/announcement/last of a group without one."
        ),
        FailureRow(
            .groupAnnouncementForbidden, bmx: 620, laterBMX: 620, rest: 20021, status: .fail,
            message: "an administrator has forbidden the announcement",
            when: "Reading or editing an announcement that a system administrator has forbidden."
        ),
        FailureRow(
            .groupSharedFileNotFound, bmx: 621, laterBMX: 621, rest: 20022, status: .fail,
            message: "the shared file does not exist",
            when: "GET /group/file or POST /group/file/update_name with an unknown file_id."
        ),
        FailureRow(
            .groupSharedFileOperateNotAllowed, bmx: 622, laterBMX: 622, rest: 20023, status: .fail,
            message: "the shared file belongs to another member",
            when: "A plain member deletes or renames a file that another member uploaded."
        ),
        FailureRow(
            .groupMemberBanned, bmx: 623, laterBMX: 623, rest: 29623, status: .userBanned,
            message: "the member is banned from sending messages",
            when: "After POST /group/ban or ban_all the member sends a message to the group."
        ),
        FailureRow(
            .groupQRCodeInvalid, bmx: nil, laterBMX: nil, rest: 20024, status: nil,
            message: "the group QR code is not valid",
            when: "POST /group/qrcode/invite with text that this server did not sign."
        ),
        FailureRow(
            .groupQRCodeExpired, bmx: nil, laterBMX: nil, rest: 20025, status: nil,
            message: "the group QR code has expired",
            when: "POST /group/qrcode/invite with a code after its expire_at."
        ),
    ]
}
