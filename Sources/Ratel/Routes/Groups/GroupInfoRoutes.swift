import HearthCore
import IM
import Web

extension Ratel {
    /// Groups as a whole. `GET /group/user_joined` must succeed before clients open the long connection.
    static let groups: [Row] = [
        .user(
            [.post], "/group/create", "Makes a group that the caller owns; whoever can be invited is", draft,
            answer: AnswerShape(GroupView.schema),
            failures: [.groupExceedLimitGlobal, .groupExceedLimitUserCreate, .groupExceedLimitUserJoin, .messageCensored],
            permission: .personal
        ) { services, caller, draft async throws(Failure) in
            let group = try await services.screening.make(
                draft, by: caller.writer, at: { (group: GroupID) in Screening.Place(.group(group)) }
            ) { draft async throws(Failure) in
                try await services.groups.changes.create(draft, by: caller.account, settings: caller.app.settings)
            }
            return .data(try await services.groups.reading.view(group, for: .user(caller.account)).json(caller.app.settings))
        },
        .user(
            [.get], "/group/user_joined", "The ids of the caller's groups", answer: AnswerShape(.list(.integer())),
            permission: .personal
        ) { services, caller async throws(Failure) in
            .data(.array(try await services.groups.reading.joined(by: caller.account).map { .integer($0.rawValue) }))
        },
        .user(
            [.get], "/group/public_list", "The ids of the newest public groups", answer: AnswerShape(.list(.integer())),
            permission: .personal
        ) { services, caller async throws(Failure) in
            .data(.array(try await services.groups.reading.publicGroups(caller.account.app).map { .integer($0.rawValue) }))
        },
        .user(
            [.post], "/group/info/batch",
            "Groups, destroyed ones too; only a summary of those that the caller may not look at. Unknown ids are left out",
            Field.integers("group_list"), answer: AnswerShape(.list(GroupView.batchSchema)), permission: .personal
        ) { services, caller, ids async throws(Failure) in
            let views = try await services.groups.reading.views(ids.map { GroupID($0) }, for: .user(caller.account))
            return .data(.array(views.map { $0.batchJSON(caller.app.settings) }))
        },
        info("/group/info", "A group and its settings"),
        info("/group/settings", "A group and its settings"),
        .change([.post, .delete], "/group/destroy", "Ends a group", .together { DestroyGroup() }, place: .query),
        .changeOfOne(
            .write, "/group/transfer", "Gives a group to another member", .together(.user("new_owner")) { TransferGroup(to: $0) },
            failures: [.groupTransferNotAllowed]),
    ]

    private static func info(_ path: String, _ summary: String) -> Row {
        .group([.get], path, GroupPermission(.view), summary, answer: AnswerShape(GroupView.schema)) {
            services, caller async throws(Failure) in
            .data(try await services.groups.reading.view(caller.group, for: caller.actor).json(caller.app.settings))
        }
    }

    private static let draft: Field<GroupDraft> = .together(
        Field.text("name"), Field.text("avatar").or(""), Field.text("description").or(""),
        Field<Int64>.integer("type", in: 0...2, "0 private, 1 public, 2 chatroom.").or(0).map { GroupType(rawValue: Int($0)) },
        .users("user_list").or([])
    ) { name, avatar, description, type, users in
        GroupDraft(type: type, info: GroupInfo(name: name, avatar: avatar, description: description), invitees: users)
    }
}
