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
            answer: AnswerShape(.list(GroupSummary.schema))
        ) { services, caller, ids async throws(Failure) in
            let groups = ids.map { GroupID($0) }
            return .data(.array(try await services.groups.summaries(groups, for: caller.account).map(\.json)))
        },
    ]
}

extension GroupSummary {
    fileprivate static let schema = Schema.object(
        ["group_id", "owner", "owner_id", "type", "status", "count", "capacity", "apply_approval", "msg_mute_mode", "msg_push_mode"]
            .map { Schema.Property($0, .integer()) } + ["name", "avatar"].map { Schema.Property($0, .text()) })

    /// Both names of the owner's field are sent: clients read one here and the other elsewhere (rest.md 6.10).
    fileprivate var json: JSON {
        [
            "group_id": .integer(id.rawValue),
            "name": .string(name),
            "avatar": .string(avatar),
            "owner": .integer(owner.rawValue),
            "owner_id": .integer(owner.rawValue),
            "type": .integer(Int64(type)),
            "status": .integer(Int64(status)),
            "count": .integer(Int64(memberCount)),
            "capacity": .integer(Int64(capacity)),
            "apply_approval": .integer(Int64(applyApproval)),
            "msg_mute_mode": .integer(Int64(muteMode)),
            "msg_push_mode": .integer(Int64(pushMode)),
        ]
    }
}
