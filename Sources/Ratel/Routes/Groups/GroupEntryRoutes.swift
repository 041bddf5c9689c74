import HearthCore
import IM
import Web

extension Ratel {
    /// How people come into groups and go (rest.md 6.5 to 6.7).
    static let groupEntries: [Row] = [
        .change(
            [.post], "/group/invite", "Asks users into a group; who has not set group_confirm is in at once",
            .together(.users("user_list"), Field.text("reason").or("")) { InviteUsers($0, reason: $1) }),
        .change(
            .write, "/group/invite/handle", "Answers an invitation",
            .together(.user("user_id", "Who invited."), Field.flag("approval"), Field.text("reason").or("")) {
                AnswerInvitation(from: $0, accepts: $1, reason: $2)
            },
            .coming(or: .groupInvitationExpiredOrHandled),
            failures: [.groupInvitationExpiredOrHandled] + admission),
        .user(
            [.get], "/group/invitation_list", "Which groups the caller was asked into, newest first, answered or not",
            GroupListPart.field(100), answer: .page(GroupInvitation.schema, isCounted: true), permission: .personal
        ) { services, caller, part async throws(Failure) in
            let page = try await services.groups.requests.invitations(to: caller.account, before: part.cursor, limit: part.limit)
            return part.reply(page, isVersioned: false, \.json)
        },
        .changeOfOne(
            [.post], "/group/apply", "Asks to come into a group; what comes of it is up to its apply_approval",
            .together(Field.text("reason").or("")) { ApplyToGroup(reason: $0) }, .coming(or: .groupMemberExist), failures: admission),
        .changeOfOne(
            .write, "/group/apply/handle", "Answers an application",
            .together(.user("user_id", "Who asked."), Field.flag("approval"), Field.text("reason").or("")) {
                AnswerApplication(of: $0, accepts: $1, reason: $2)
            }, failures: [.groupApplicationExpiredOrHandled] + admission),
        .groups(
            [.post], "/group/application_list", GroupPermission(.anybody),
            "Who asked to come into those groups that the caller is an admin of, newest first, answered or not",
            Field.integers("group_list"), GroupListPart.field(100),
            answer: .page(GroupApplication.schema, isCounted: true)
        ) { services, caller, ids, part async throws(Failure) in
            let groups = ids.map { GroupID($0) }
            if let only = caller.only, groups.contains(where: { $0 != only }) { throw .invalidParameter("group_list") }
            let page = try await services.groups.requests.applications(
                to: groups, for: caller.actor, before: part.cursor, limit: part.limit)
            return part.reply(page, isVersioned: ids.count == 1, \.json)
        },
        .change(
            .remove, "/group/leave", "Takes the caller out of a group", .together { LeaveGroup() }, place: .query,
            GroupPermission(.member, isPersonal: true, unless: [.owner: .groupOwnerCannotLeave])),
    ]

    /// Codes that let people in.
    static let groupCodes: [Row] = [
        sign(
            "/group/qrcode/sign",
            [Schema.Property("create_at", .integer(), "Milliseconds since 1970."), Schema.Property("expire_at", .integer())]
        ) { ["qr_info": .string($0.text), "create_at": .integer($0.createdAt.milliseconds), "expire_at": .integer($0.end)] },
        sign("/app/qrcode/group_sign", [Schema.Property("expired", .integer(), "Milliseconds since 1970.")]) {
            ["qr_info": .string($0.text), "expired": .integer($0.end)]
        },
        join([.post], "/group/qrcode/invite"),
        join([.get, .post], "/app/qrcode/group_invite"),
    ]

    /// What keeps somebody out who wants to come in.
    private static let admission: [FailureName] = [
        .groupBlockListExist, .groupKickTooManyTimes, .groupExceedLimitUserJoin, .groupCapacityExceedLimit,
    ]

    private static func sign(
        _ path: String, _ times: [Schema.Property], _ json: @escaping @Sendable (GroupCodes.Code) -> JSON
    ) -> Row {
        .group(
            [.get], path, GroupPermission(GroupCodes.right, isPersonal: true),
            "A code that stands for an invitation by the caller: who has it comes in at once",
            answer: .data([Schema.Property("qr_info", .text())] + times)
        ) { services, caller async throws(Failure) in
            .data(json(try await services.groups.codes.sign(caller.group, by: caller.actor, in: caller.app)))
        }
    }

    private static func join(_ methods: [Method], _ path: String) -> Row {
        .user(
            methods, path, "Takes the caller into the group of a code", .text("qr_info"), answer: .done,
            failures: [
                .groupQRCodeInvalid, .groupQRCodeExpired, .groupNotExist, .groupRecoveryMode, .groupInvitationExpiredOrHandled,
                .groupMemberExist,
            ] + admission, permission: .coming(or: .groupMemberExist)
        ) { services, caller, code async throws(Failure) in
            try await services.groups.codes.join(code, by: caller.account, in: caller.app)
            return .data(true)
        }
    }
}

extension GroupCodes.Code {
    fileprivate var end: Int64 { expiresAt.milliseconds }
}
