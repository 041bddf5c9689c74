import HearthCore
import IM
import Web

extension Ratel {
    /// Reading groups. `GET /group/user_joined` must succeed before clients open the long connection.
    static let groups: [Row] = [
        .user([.get], "/group/user_joined", "The ids of the caller's groups", answer: AnswerShape(.list(.integer()))) {
            services, caller async throws(Failure) in
            .data(.array(try await services.groups.joined(by: caller.account).map { .integer($0.rawValue) }))
        },
        .user(
            [.post], "/group/info/batch", "Summaries of groups; unknown ids are left out", Field.integers("group_list"),
            answer: AnswerShape(.list(GroupView.summarySchema))
        ) { services, caller, ids async throws(Failure) in
            let views = try await services.groups.views(ids.map { GroupID($0) }, for: .user(caller.account))
            return .data(.array(views.map { $0.summary(caller.app.settings) }))
        },
    ]
}

extension GroupView {
    fileprivate static let summarySchema = Schema.object(
        ["group_id", "owner", "owner_id", "type", "status", "count", "capacity", "apply_approval", "msg_mute_mode", "msg_push_mode"]
            .map { Schema.Property($0, .integer()) } + ["name", "avatar"].map { Schema.Property($0, .text()) })

    /// Both names of the owner's field are sent: clients read one here and the other elsewhere (rest.md 6.10).
    fileprivate func summary(_ settings: AppSettings) -> JSON {
        [
            "group_id": .integer(group.id.rawValue),
            "name": .string(group.info.name),
            "avatar": .string(group.info.avatar),
            "owner": .integer(group.owner.rawValue),
            "owner_id": .integer(group.owner.rawValue),
            "type": .integer(Int64(group.type.rawValue)),
            "status": .integer(group.isDestroyed ? 1 : 0),
            "count": .integer(Int64(group.count)),
            "capacity": .integer(Int64(group.capacity ?? settings.groupMembers)),
            "apply_approval": .integer(Int64(group.info.applyApproval.rawValue)),
            "msg_mute_mode": .integer(Int64(member?.muteMode.rawValue ?? 0)),
            "msg_push_mode": .integer(Int64(member?.pushMode.rawValue ?? 0)),
        ]
    }
}
