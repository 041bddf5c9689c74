import HearthCore
import IM
import Web

extension Ratel {
    /// Who is in a group, and who may not be or not speak (rest.md 6.2).
    static let groupMembers: [Row] = [
        .group(
            [.get], "/group/member_list", GroupPermission(GroupPeople.membersRight), "Members, who came first first",
            GroupListPart.field(1_000), answer: .page(GroupMember.schema, isCounted: true)
        ) { services, caller, part async throws(Failure) in
            let page = try await services.groups.people.members(
                of: caller.group, for: caller.actor, after: part.cursor, limit: part.limit)
            return part.reply(page, \.json)
        },
        .group(
            [.get], "/group/admin_list", GroupPermission(GroupPeople.membersRight), "Admins, without the owner",
            answer: AnswerShape(.list(GroupMember.schema))
        ) { services, caller async throws(Failure) in
            .data(.array(try await services.groups.people.admins(of: caller.group, for: caller.actor).map(\.json)))
        },
        .group(
            [.post], "/group/members/display_name", GroupPermission(GroupPeople.membersRight),
            "What members are called in a group; who is none is left out", .users("user_list"),
            answer: AnswerShape(.list(GroupMember.schema))
        ) { services, caller, users async throws(Failure) in
            .data(.array(try await services.groups.people.members(users, of: caller.group, for: caller.actor).map(\.json)))
        },
        .group(
            [.get], "/group/banned_list", GroupPermission(GroupPeople.bannedRight), "Members who may say nothing now",
            GroupListPart.field(1_000), answer: .page(GroupMember.schema, isCounted: true)
        ) { services, caller, part async throws(Failure) in
            let page = try await services.groups.people.banned(
                in: caller.group, for: caller.actor, after: part.cursor, limit: part.limit)
            return part.reply(page) { $0.member.json($0.ban) }
        },
        .group(
            [.get], "/group/blocked_list", GroupPermission(GroupPeople.blockedRight), "Who may not come in",
            GroupListPart.field(1_000),
            answer: .page(
                .object([
                    Schema.Property("group_id", .integer()), Schema.Property("user_id", .integer()),
                    Schema.Property("created_at", .text(), "A date and a time, as in RFC 3339."),
                ]), isCounted: true)
        ) { services, caller, part async throws(Failure) in
            let page = try await services.groups.people.blocked(
                in: caller.group, for: caller.actor, after: part.cursor, limit: part.limit)
            return part.reply(page) { row in
                [
                    "group_id": .integer(caller.group.rawValue), "user_id": .integer(row.user.rawValue),
                    "created_at": .string(row.since.dateTime),
                ]
            }
        },
        .change(
            [.post], "/group/admin/add", "Makes members admins", .together(.users("user_list")) { AddAdmins($0) },
            failures: [.groupNotMemberFound]),
        .change(
            .remove, "/group/admin/remove", "Makes admins plain members", .together(.users("user_list")) { RemoveAdmins($0) },
            failures: [.groupNotMemberFound]),
        .change(
            .remove, "/group/kick", "Puts members out; a few times they may come back", .together(.users("user_list")) { KickMembers($0) },
            failures: [.groupNotMemberFound]),
        .change([.post], "/group/block", "Keeps users out; members among them go", .together(.users("user_list")) { BlockUsers($0) }),
        .change(
            .remove, "/group/unblock", "Lets users come back who were blocked or kicked too often",
            .together(.users("user_list")) { UnblockUsers($0) }),
        .change(
            [.post], "/group/ban", "Keeps members from writing",
            .together(.users("user_list"), Field.integer("duration", "In minutes; -1 for ever.")) { BanMembers($0, minutes: $1) },
            failures: [.groupNotMemberFound]),
        .change(
            [.post], "/group/unban", "Lets members write again", .together(.users("user_list")) { UnbanMembers($0) },
            failures: [.groupNotMemberFound]),
    ]
}
