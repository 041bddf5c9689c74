import HearthCore
import IM
import TestSupport

/// Who appears in the tests of groups.
enum Cast {
    static let owner = UserID(2)
    static let admin = UserID(4)
    static let otherAdmin = UserID(6)
    static let member = UserID(8)
    static let otherMember = UserID(10)
    static let outsider = UserID(12)
    static let other = UserID(14)
    static let frozen = UserID(16)
    static let removed = UserID(18)
    /// Nobody ever had this number.
    static let nobody = UserID(98)

    static let admins = [owner, admin, otherAdmin]
    static let members = admins + [member, otherMember]
    static let outsiders = [outsider, other, frozen, removed]
    static let server = GroupActor.server(AppNumber(1))

    static func actor(_ user: UserID) -> GroupActor { .user(Account(app: AppNumber(1), user: user)) }

    /// A notice of the usual group.
    static func notice(
        _ kind: GroupNotice.Kind, _ from: UserID, _ to: [UserID] = [], _ content: String = "",
        for audience: GroupNotice.Audience = .members
    ) -> GroupNotice {
        GroupNotice(kind, in: ModelGroup.id, from: from, to: to, content: content, for: audience)
    }
}

extension [GroupOutcome] {
    /// The names of what went wrong, row by row.
    var names: [FailureName?] { map { $0.failure?.name } }
}
