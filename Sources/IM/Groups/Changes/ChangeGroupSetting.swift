import HearthCore

/// Changes one of a group's settings.
public struct ChangeGroupSetting: GroupChange {
    public enum Setting: Sendable, Equatable {
        case memberInvite(Bool)
        case memberModify(Bool)
        case readAck(Bool)
        case historyVisible(Bool)
        case hideMemberInfo(Bool)
        case applyApproval(JoinApproval)
    }

    public static let right = GroupRight.admin
    let setting: Setting

    public init(_ setting: Setting) { self.setting = setting }

    public func decide(_ facts: GroupFacts) throws(Failure) -> GroupDecision<Void> {
        var info = facts.group.info
        let content = apply(to: &info)
        guard info != facts.group.info else { return GroupDecision(()) }
        return GroupDecision((), effects: [.info(info)], notices: [facts.notice(.infoUpdated, content: content)])
    }

    /// What members are told: the field of the REST API with its new value.
    private func apply(to info: inout GroupInfo) -> String {
        switch setting {
        case .memberInvite(let value):
            info.memberInvite = value
            return GroupChangeText.info("member_invite", .bool(value))
        case .memberModify(let value):
            info.memberModify = value
            return GroupChangeText.info("member_modify", .bool(value))
        case .readAck(let value):
            info.readAck = value
            return GroupChangeText.info("read_ack", .bool(value))
        case .historyVisible(let value):
            info.historyVisible = value
            return GroupChangeText.info("history_visible", .bool(value))
        case .hideMemberInfo(let value):
            info.hideMemberInfo = value
            return GroupChangeText.info("hide_member_info", .bool(value))
        case .applyApproval(let value):
            info.applyApproval = value
            return GroupChangeText.info("apply_approval", .integer(Int64(value.rawValue)))
        }
    }
}
