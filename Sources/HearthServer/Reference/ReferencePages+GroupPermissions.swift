import HearthCore
import IM
import Ratel
import Web

extension ReferencePages {
    /// Every call about groups, and what each kind of caller hears.
    public static func groupPermissions() -> String {
        let head = """
            \(note)
            # Who may do what in groups

            Every [call](calls.md) about a group, made with fields that are right: **yes** where it is carried out, else the
            [code](failures.md) it is refused with.

            - *Outsider*: a user who is not in the group, where it is private (0), or public (1) or a chatroom (2).
            - *Member*: a plain member of a group as it begins, with `member_invite` on and `member_modify` off; in the next column
              of one that is set the other way round.
            - *Server*: an admin token with the header `group_id` and without `user_id`. With `user_id` it is that user.
            - *Other app*: a token of another app than the header `app_id` names.
            - A file is renamed here by who has shared it. Another plain member hears 20023; so does he, in a row of its own, who
              wants to delete it.
            - An admin who kicks, blocks or bans the owner or another admin hears 20013 in the row of that user.


            """
        let own = Failure(.invalidToken).restCode
        var closed = GroupInfo(name: "")
        (closed.memberInvite, closed.memberModify) = (!closed.memberInvite, !closed.memberModify)
        var table = MarkdownTable(
            "Call", "Right", "Outsider, private", "Outsider, public", "Member", "Member, the other way", "Admin", "Owner", "Server",
            "Other app")
        for (endpoint, permission) in Ratel.groupPermissions {
            func cell(_ caller: GroupPermission.Caller, _ type: GroupType = .private, _ info: GroupInfo = GroupInfo(name: "")) -> String {
                permission.refusal(of: caller, in: type, info).map { String(Failure($0).restCode) } ?? "yes"
            }
            table.add(
                "`\(endpoint.methods.map(\.rawValue).joined(separator: " ")) \(endpoint.path)`", permission.right.rawValue,
                cell(.outsider), cell(.outsider, .public), cell(.member), cell(.member, .private, closed), cell(.admin),
                cell(.owner), cell(.server), String(own))
        }
        return head + table.rendered()
    }
}
