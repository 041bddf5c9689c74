import HearthCore

/// Who may do something in a group (rest.md 6.2). The one place: calls, rules, the reference page and its test go by it.
public enum GroupRight: String, Sendable, CaseIterable {
    /// Members; of a public group everybody.
    case view
    /// Who is there, in the group or not: to apply, or to answer for himself.
    case anybody
    case member
    /// Admins, and members where `member_invite` is on.
    case invite
    /// Admins, and members where `member_modify` is on.
    case modify
    case admin
    case owner

    /// Why it is refused; nil where it is not.
    /// - Parameter role: nil for who is not in the group.
    public func refusal(of role: GroupRole?, in type: GroupType, _ info: GroupInfo) -> FailureName? {
        switch self {
        case .anybody: return nil
        case .view where type != .private: return nil
        case .view, .member: return role == nil ? .groupMemberPermissionRequired : nil
        case .invite: return required(.admin, unless: info.memberInvite, role)
        case .modify: return required(.admin, unless: info.memberModify, role)
        case .admin: return required(.admin, unless: false, role)
        case .owner: return required(.owner, unless: false, role)
        }
    }

    /// Who is no member hears that first; whoever is one, which role is missing.
    private func required(_ least: GroupRole, unless isForAll: Bool, _ role: GroupRole?) -> FailureName? {
        guard let role else { return .groupMemberPermissionRequired }
        if isForAll || role >= least { return nil }
        return least == .owner ? .groupOwnerPermissionRequired : .groupAdminPermissionRequired
    }
}
