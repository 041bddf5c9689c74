extension FailureCatalogue {
    /// Rows of the family Groups.
    static let groups: [FailureRow] = [
        FailureRow(
            .groupServerDbError, bmx: 600, laterBMX: 600, rest: 20000, status: .fail,
            message: "server db error",
            when: "Fault injection: group storage fails during POST /group/create."
        ),
        FailureRow(
            .groupNotExist, bmx: 601, laterBMX: 601, rest: 20001, status: .fail,
            message: "group NOT Found",
            when: "GET /group/info with an unknown or destroyed group_id; send a group message to it."
        ),
        FailureRow(
            .groupNotMemberFound, bmx: 602, laterBMX: 602, rest: 20002, status: .fail,
            message: "user is NOT group member",
            when: "POST /group/admin/add, /group/ban, /group/kick naming a user who is not in the group. For list "
                + "calls the code appears when all entries fail, otherwise per item {result:fail, reason} "
                + "(inferred)."
        ),
        FailureRow(
            .groupMsgNotifyTypeUnknown, bmx: 603, laterBMX: 603, rest: 20003, status: .fail,
            message: "unknown msg_notify_type",
            when: "POST /group/msg/push_mode with msg_push_mode 9 (and mute_mode 9, inferred)."
        ),
        FailureRow(
            .groupOwnerCannotLeave, bmx: 604, laterBMX: 604, rest: 20004, status: .fail,
            message: "owner can not leave group",
            when: "Owner calls POST /group/leave."
        ),
        FailureRow(
            .groupTransferNotAllowed, bmx: 605, laterBMX: 605, rest: 20005, status: .fail,
            message: "group only can transfer to group member",
            when: "Owner calls POST /group/transfer to a user outside the group."
        ),
        FailureRow(
            .groupRecoveryMode, bmx: 606, laterBMX: 606, rest: 20006, status: .fail,
            message: "group is recovery mode",
            when: "Group flagged as under repair (no published switch; proposed admin/test flag): any write on it."
        ),
        FailureRow(
            .groupExceedLimitGlobal, bmx: 607, laterBMX: 607, rest: 20007, status: .fail,
            message: "global group count exceed limit",
            when: "App group cap set to N; create group N+1."
        ),
        FailureRow(
            .groupExceedLimitUserCreate, bmx: 608, laterBMX: 608, rest: 20008, status: .fail,
            message: "group count user created exceed limit",
            when: "Per-user created-group cap reached; POST /group/create. (One zh-hans README wording reads it as "
                + "too many members passed to create.)"
        ),
        FailureRow(
            .groupExceedLimitUserJoin, bmx: 609, laterBMX: 609, rest: 20009, status: .fail,
            message: "group count user joined exceed limit",
            when: "Per-user joined-group cap reached; join or accept an invitation."
        ),
        FailureRow(
            .groupCapacityExceedLimit, bmx: 610, laterBMX: 610, rest: 20010, status: .fail,
            message: "group capacity exceed limit",
            when: "Group capacity set to 3; add member 4."
        ),
        FailureRow(
            .groupMemberPermissionRequired, bmx: 611, laterBMX: 611, rest: 20011, status: .fail,
            message: "this operation needs group member permission",
            when: "Outsider calls GET /group/member_list or POST /group/invite."
        ),
        FailureRow(
            .groupAdminPermissionRequired, bmx: 612, laterBMX: 612, rest: 20012, status: .fail,
            message: "this operation needs group admin permission",
            when: "Plain member calls POST /group/kick, or edits info with member_modify false, or invites with "
                + "member_invite false."
        ),
        FailureRow(
            .groupOwnerPermissionRequired, bmx: 613, laterBMX: 613, rest: 20013, status: .fail,
            message: "this operation needs group owner permission",
            when: "Admin (not owner) calls /group/destroy, /group/transfer or /group/admin/add."
        ),
        FailureRow(
            .groupApplicationExpiredOrHandled, bmx: 614, laterBMX: 614, rest: 20014, status: .fail,
            message: "application has expired or be handled",
            when: "POST /group/apply/handle twice for one application, or after expired_time."
        ),
        FailureRow(
            .groupInvitationExpiredOrHandled, bmx: 615, laterBMX: 615, rest: 20015, status: .fail,
            message: "invitation has expired or be handled",
            when: "POST /group/invite/handle twice for one invitation, or after expired_time."
        ),
        FailureRow(
            .groupKickTooManyTimes, bmx: 616, laterBMX: 616, rest: 20016, status: .fail,
            message: "user has been kicked too many times",
            when: "Kick the same user more than three times with re-joins in between; the next join/invite fails "
                + "(three: im.gitbook zh-hans/README.md)."
        ),
        FailureRow(
            .groupMemberExist, bmx: 617, laterBMX: 617, rest: 20017, status: .fail,
            message: "user is already in group",
            when: "Member calls POST /group/apply, or uses the group QR code again; invite of an existing member "
                + "gives it per item."
        ),
        FailureRow(
            .groupBlockListExist, bmx: 618, laterBMX: 618, rest: 20018, status: .fail,
            message: "user is in group block list",
            when: "Blocked user calls POST /group/apply; invite of a blocked user gives it per item."
        ),
        FailureRow(
            .groupAnnouncementNotFound, bmx: 619, laterBMX: 619, rest: 20020, status: .fail,
            message: "group announcement is not found",
            when: "GET /group/announcement with an unknown id; /group/announcement/last on a group with none "
                + "(latter proposed)."
        ),
        FailureRow(
            .groupAnnouncementForbidden, bmx: 620, laterBMX: 620, rest: 20021, status: .fail,
            message: "group announcement has been forbidden by system admin",
            when: "Announcement disabled by the system admin (no published switch; proposed admin flag); edit or "
                + "read it."
        ),
        FailureRow(
            .groupSharedFileNotFound, bmx: 621, laterBMX: 621, rest: 20022, status: .fail,
            message: "group shared file is not found",
            when: "GET /group/file or POST /group/file/update_name with an unknown file_id."
        ),
        FailureRow(
            .groupSharedFileOperateNotAllowed, bmx: 622, laterBMX: 622, rest: 20023, status: .fail,
            message: "do not have permission operate shared file",
            when: "Plain member deletes or renames a file uploaded by somebody else."
        ),
        FailureRow(
            .groupMemberBanned, bmx: 623, laterBMX: 623, rest: 29623, status: .userBanned,
            message: "group banned member to send message",
            when: "POST /group/ban on a member (or ban_all); that member sends a group message: status 11 on the "
                + "client_mid."
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
