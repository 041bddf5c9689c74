import HearthCore
import IM
import Web

extension GroupView {
    /// What anybody may know of a group whose number he has.
    static let summary: [Schema.Property] =
        ["group_id", "owner", "owner_id", "type", "status", "count", "capacity", "apply_approval", "msg_mute_mode", "msg_push_mode"]
        .map { Schema.Property($0, .integer()) } + ["name", "avatar"].map { Schema.Property($0, .text()) }

    /// What only those know beside it who may look at the group.
    static func details(isOptional: Bool) -> [Schema.Property] {
        ["member_invite", "member_modify", "read_ack", "history_visible", "hide_member_info"]
            .map { Schema.Property($0, .boolean, isOptional: isOptional) }
            + ["description", "ext"].map { Schema.Property($0, .text(), isOptional: isOptional) }
            + ["created_at", "updated_at"].map { Schema.Property($0, .integer(), isOptional: isOptional, "Milliseconds since 1970.") }
            + [
                Schema.Property(
                    "ban_expire_time", .integer(), isOptional: isOptional,
                    "Until when plain members may say nothing, in seconds since 1970; 0 for no ban, -1 for ever.")
            ]
    }

    /// "GroupInfoAndSettings" of the vendor's documentation.
    static let schema = Schema.object(summary + details(isOptional: false))
    /// "GroupDto": of a group that the reader may not look at only a summary.
    static let batchSchema = Schema.object(summary + details(isOptional: true))

    /// For who may look at it.
    func json(_ settings: AppSettings) -> JSON { .object(summaryMembers(settings) + detailMembers) }

    /// As much as the one who asks may know.
    func batchJSON(_ settings: AppSettings) -> JSON {
        let mayLook = !group.isDestroyed && GroupRight.view.refusal(of: member?.role, in: group.type, group.info) == nil
        return mayLook ? json(settings) : .object(summaryMembers(settings))
    }

    /// Both names of the owner's field are sent: clients read one here and the other elsewhere (rest.md 6.10).
    private func summaryMembers(_ settings: AppSettings) -> [JSON.Member] {
        let owner = JSON.integer(group.owner.rawValue)
        let members: KeyValuePairs<String, JSON> = [
            "group_id": .integer(group.id.rawValue), "name": .string(group.info.name), "avatar": .string(group.info.avatar),
            "owner": owner, "owner_id": owner, "type": .integer(Int64(group.type.rawValue)),
            "status": group.isDestroyed ? 1 : 0, "count": .integer(Int64(group.count)),
            "capacity": .integer(Int64(group.capacity ?? settings.groupMembers)),
            "apply_approval": .integer(Int64(group.info.applyApproval.rawValue)),
            "msg_mute_mode": .integer(Int64(member?.muteMode.rawValue ?? 0)),
            "msg_push_mode": .integer(Int64(member?.pushMode.rawValue ?? 0)),
        ]
        return members.map { JSON.Member($0, $1) }
    }

    private var detailMembers: [JSON.Member] {
        let info = group.info
        let members: KeyValuePairs<String, JSON> = [
            "description": .string(info.description), "ext": .string(info.ext), "member_invite": .bool(info.memberInvite),
            "member_modify": .bool(info.memberModify), "read_ack": .bool(info.readAck),
            "history_visible": .bool(info.historyVisible), "hide_member_info": .bool(info.hideMemberInfo),
            "ban_expire_time": .integer(info.ban.seconds), "created_at": .integer(group.createdAt.milliseconds),
            "updated_at": .integer(group.updatedAt.milliseconds),
        ]
        return members.map { JSON.Member($0, $1) }
    }
}

extension SendBan {
    /// As `ban_expire_time` has it (rest.md 6.8): 0 for none, -1 for ever.
    var seconds: Int64 {
        switch self {
        case .none: 0
        case .forever: -1
        case .until(let end): (end.milliseconds + 999) / 1_000
        }
    }

    /// As `expired_time` of a member has it: 0 for none, -1 for ever.
    var milliseconds: Int64 {
        switch self {
        case .none: 0
        case .forever: -1
        case .until(let end): end.milliseconds
        }
    }
}

extension GroupOutcome {
    /// "GroupBatchOperationResult" of the vendor's documentation.
    static let schema = Schema.object([Schema.Property("user_id", .integer())] + resultProperties)

    static let resultProperties = [
        Schema.Property("result", .word(["success", "fail"])),
        Schema.Property("reason", .text(), "Begins with the number of the failure; empty for success."),
    ]

    var json: JSON { .object([JSON.Member("user_id", .integer(user.rawValue))] + Self.result(failure)) }

    static func result(_ failure: Failure?) -> [JSON.Member] {
        [
            JSON.Member("result", failure == nil ? "success" : "fail"), JSON.Member("reason", .string(failure?.numbered ?? "")),
        ]
    }
}

extension GroupMember {
    /// "GroupMember" of the vendor's documentation.
    static let schema = Schema.object([
        Schema.Property("user_id", .integer()), Schema.Property("display_name", .text()),
        Schema.Property("join_time", .integer(), "Milliseconds since 1970."),
        Schema.Property("expired_time", .integer(), "Of a ban, in milliseconds since 1970: 0 for none told, -1 for ever."),
    ])

    var json: JSON { json(.none) }

    func json(_ ban: SendBan) -> JSON {
        [
            "user_id": .integer(user.rawValue), "display_name": .string(displayName),
            "join_time": .integer(joinedAt.milliseconds), "expired_time": .integer(ban.milliseconds),
        ]
    }
}
