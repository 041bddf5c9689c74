import HearthCore
import IM

/// Who may make a call about groups: what the reference page tells, and its test holds the server to.
public struct GroupPermission: Sendable {
    /// Somebody as a group sees him.
    public enum Caller: Sendable, CaseIterable {
        case outsider
        case member
        case admin
        case owner
        /// An app's own server that names the group and no user.
        case server

        var role: GroupRole? {
            switch self {
            case .outsider: nil
            case .member: .member
            case .admin, .server: .admin
            case .owner: .owner
            }
        }
    }

    public let right: GroupRight
    /// It is about who calls: nothing that a server could do for nobody.
    let isPersonal: Bool
    /// What some hear though they have the right.
    let exceptions: [Caller: FailureName]

    init(_ right: GroupRight, isPersonal: Bool = false, unless exceptions: [Caller: FailureName] = [:]) {
        self.right = right
        self.isPersonal = isPersonal
        self.exceptions = exceptions
    }

    /// For what anybody does for himself, in groups or with them.
    static let personal = GroupPermission(.anybody, isPersonal: true)

    /// For who comes in: whoever is in hears something else.
    static func coming(or name: FailureName) -> GroupPermission {
        GroupPermission(.anybody, isPersonal: true, unless: [.member: name, .admin: name, .owner: name])
    }

    /// What somebody hears in such a group; nil where he may.
    public func refusal(of caller: Caller, in type: GroupType, _ info: GroupInfo) -> FailureName? {
        if caller == .server, isPersonal { return .invalidRequestParameter }
        return right.refusal(of: caller.role, in: type, info) ?? exceptions[caller]
    }

    /// Everything that somebody can hear in some group.
    var failures: [FailureName] {
        var open = GroupInfo(name: "")
        var closed = open
        (open.memberInvite, open.memberModify, closed.memberInvite, closed.memberModify) = (true, true, false, false)
        let all = Caller.allCases.flatMap { caller in [open, closed].compactMap { refusal(of: caller, in: .private, $0) } }
        return FailureName.allCases.filter { all.contains($0) }
    }
}
