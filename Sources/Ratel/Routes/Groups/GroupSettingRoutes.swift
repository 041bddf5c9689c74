import HearthCore
import IM
import Web

extension Ratel {
    /// What a group says of itself, and how it is set.
    static let groupSettings: [Row] = [
        text("/group/info/name", "Changes a group's name", .name),
        text("/group/info/avatar", "Changes a group's picture", .avatar),
        text("/group/info/description", "Changes what a group says of itself", .description),
        text("/group/info/ext", "Changes what apps keep with a group", .ext),
        flag("/group/settings/allow_member_invitation", "Whether plain members may invite") { .memberInvite($0) },
        flag("/group/settings/allow_member_modify", "Whether plain members may change what the group says of itself") {
            .memberModify($0)
        },
        flag("/group/settings/enable_read_ack", "Whether authors hear who has read their messages") { .readAck($0) },
        flag("/group/settings/history_visible", "Whether who comes in may read what was said before") { .historyVisible($0) },
        flag("/group/settings/hide_member_info", "Whether clients hide members' cards from plain members") { .hideMemberInfo($0) },
        .change(
            .write, "/group/settings/require_admin_approval", "How somebody who asks comes into the group",
            Field<Int64>.integer("apply_approval", in: 0...2, "0 at once, 1 when an admin agrees, 2 not at all.")
                .map { JoinApproval(rawValue: Int($0)).map { ChangeGroupSetting(.applyApproval($0)) } }),
        .change(
            [.post], "/group/settings/ban_all", "Keeps plain members from writing",
            Field<Int64>.integer("duration", "In minutes; -1 for ever.").map { BanAll(minutes: $0) },
            answer: .data([Schema.Property("ban_expire_time", .integer(), "In seconds since 1970; -1 for ever.")])
        ) { _, _, ban in ["ban_expire_time": .integer(ban.seconds)] },
        .change(
            [.post], "/group/settings/unban_all", "Lets plain members write again", .together { BanAll(minutes: nil) }, answer: .done
        ) { _, _, _ in true },
    ]

    /// How a member wants to have it for himself.
    static let groupModes: [Row] = [
        .change(
            .write, "/group/display_name", "Changes what the caller is called in a group; empty for his own name",
            Field<String>.text("value").map { SetDisplayName($0) }, own),
        .change(
            .write, "/group/msg/mute_mode", "How the caller hears of a group's messages",
            mode("msg_mute_mode", "0 as usual, 1 without a sound, 2 not at all.") { GroupMuteMode(rawValue: $0).map(SetMuteMode.init) },
            own, failures: [.groupMsgNotifyTypeUnknown]),
        .change(
            .write, "/group/msg/push_mode", "Of which of a group's messages the caller wants pushes",
            mode("msg_push_mode", "0 all, 1 none, 2 of admins or mentioning him, 3 of admins, 4 mentioning him.") {
                GroupPushMode(rawValue: $0).map(SetPushMode.init)
            },
            own, failures: [.groupMsgNotifyTypeUnknown]),
        .change(
            [.post], "/group/msg/not_disturb", "An old form of mute_mode: true is 1, false is 0",
            Field<Bool>.flag("value").map { SetMuteMode($0 ? .noAlert : .none) }, own),
    ]

    private static let own = GroupPermission(.member, isPersonal: true)

    private static func text(_ path: String, _ summary: String, _ field: ChangeGroupText.Field) -> Row {
        .change(.write, path, summary, Field<String>.text("value").map { ChangeGroupText(field, $0) }, screens: field != .avatar)
    }

    private static func flag(
        _ path: String, _ summary: String, _ setting: @escaping @Sendable (Bool) -> ChangeGroupSetting.Setting
    ) -> Row {
        .change(.write, path, summary, Field<Bool>.flag("value").map { ChangeGroupSetting(setting($0)) })
    }

    private static func mode<Change: GroupChange>(
        _ name: String, _ help: String, _ change: @escaping @Sendable (Int) -> Change?
    ) -> Field<Change> {
        .together(Field<Int64>.integer(name, help)) { value throws(Failure) in
            guard let number = Int(exactly: value), let change = change(number) else { throw Failure(.groupMsgNotifyTypeUnknown) }
            return change
        }
    }
}
