import HearthCore
import IM
import Web

extension Ratel {
    /// Friends and who is blocked (rest.md section 5). `GET /roster/list` must succeed before clients open the long connection.
    static let roster: [Row] = [
        .user(
            [.get], "/roster/list", "The ids of the caller's friends, oldest friendship first", .rosterCursor,
            Field.integer("limit", in: 1...Int64(Limits.idsPerCall), "All where it is left out.").optional, answer: .page(.integer())
        ) { services, caller, cursor, limit async throws(Failure) in
            let page = try await services.roster.reading.page(of: caller.account, after: cursor, limit: limit.map { Int($0) })
            return .data(
                .array(page.users.map { .integer($0.rawValue) }),
                ["cursor": page.next.map { .string($0.text) }, "version": .integer(page.version)])
        },
        .user(
            [.post], "/roster/list", "Cards of any users, friends or not", .users(),
            answer: AnswerShape(.list(RosterItem.schema))
        ) { services, caller, users async throws(Failure) in
            .data(.array(try await services.roster.reading.items(of: caller.account, for: users).map(\.json)))
        },
        card("/roster/id", "The card of a user", .user()) { .id($0) },
        card("/roster/name", "The card of the user with a name", .text("username")) { .name($0) },
        card(
            "/roster/mobile", "The card of the user with a mobile number, which nobody keeps whose account is gone", .text("mobile"),
            failures: [.userNotExist]
        ) { .mobile($0) },
        .user([.get], "/roster/blocked_list", "The ids of those the caller has blocked", answer: AnswerShape(.list(.integer()))) {
            services, caller async throws(Failure) in
            .data(.array(try await services.roster.reading.blocked(of: caller.account).users.map { .integer($0.rawValue) }))
        },
        about(.remove, "/roster/delete", "Ends a friendship, for both", [.rosterNotFriend]) {
            changes, caller, user async throws(Failure) in try await changes.delete(caller.account, user)
        },
        about(.write, "/roster/block", "Keeps somebody from writing to the caller", [.userNotExist]) {
            changes, caller, user async throws(Failure) in try await changes.block(caller.account, user)
        },
        about(.remove, "/roster/unblock", "Takes a block back", [.userNotExist]) {
            changes, caller, user async throws(Failure) in try await changes.unblock(caller.account, user)
        },
        .user(
            .write, "/roster/ext", "Notes something about a friend: those of the fields that are sent", .user(),
            Field.text("alias").optional, Field.text("ext").optional, Field.flag("mute_notification").optional, answer: .done,
            failures: [.rosterNotFriend]
        ) { services, caller, user, alias, ext, isMuted async throws(Failure) in
            let change = RosterEntryChange(alias: alias, ext: ext, isMuted: isMuted)
            try await services.roster.changes.set(caller.account, user, change)
            return .data(true)
        },
        .user(
            [.get], "/roster/may_message", "Whether user_id may write to roster_id", .user(), .user("roster_id"), answer: .done,
            failures: [.userNotExist]
        ) { services, caller, sender, recipient async throws(Failure) in
            guard caller.isAdmin || sender == caller.account.user else { throw Failure(.userPermissionDenied) }
            let isAllowed = try await services.roster.changes.mayMessage(
                from: Account(app: caller.account.app, user: sender), to: recipient,
                friendsOnly: caller.app.settings.chatFriendsOnly)
            return .data(.bool(isAllowed))
        },
    ]

    private static func card<Value: Sendable>(
        _ path: String, _ summary: String, _ field: Field<Value>,
        failures: [FailureName] = [.userNotExist, .rosterHasDeletedFromSystem], _ key: @escaping @Sendable (Value) -> RosterKey
    ) -> Row {
        .user([.get], path, summary, field, answer: AnswerShape(RosterItem.schema), failures: failures) {
            services, caller, value async throws(Failure) in
            .data(try await services.roster.reading.item(of: caller.account, key(value)).json)
        }
    }
}

extension Field where Value == RosterCursor? {
    static var rosterCursor: Field {
        .together(Field<String>.text("cursor", "Of the page before; empty for the first.").optional) { text throws(Failure) in
            guard let text, !text.isEmpty else { return nil }
            return try RosterCursor(text)
        }
    }
}

extension RosterItem {
    static let schema = Schema.object([
        Schema.Property("user_id", .integer()),
        Schema.Property("username", .text()),
        Schema.Property("nick_name", .text()),
        Schema.Property("avatar", .text()),
        Schema.Property("description", .text()),
        Schema.Property("public_info", .text()),
        Schema.Property("alias", .text()),
        Schema.Property("ext", .text()),
        Schema.Property("mute_notification", .boolean),
        Schema.Property("relation", .integer(0...3), "0 friend, 1 the account was deleted, 2 stranger, 3 blocked."),
        Schema.Property("auth_mode", .integer(0...3)),
        Schema.Property("auth_question", .text()),
    ])

    /// A card. `username` must never be empty: clients take a card without one as not loaded.
    var json: JSON {
        [
            "user_id": .integer(profile.user.rawValue),
            "username": .string(profile.name),
            "nick_name": .string(profile.nickName),
            "avatar": .string(profile.avatar),
            "description": .string(profile.about),
            "public_info": .string(profile.publicInfo),
            "alias": .string(alias),
            "ext": .string(ext),
            "mute_notification": .bool(isMuted),
            "relation": .integer(Int64(relation.rawValue)),
            "auth_mode": .integer(Int64(authMode.rawValue)),
            "auth_question": .string(authQuestion),
        ]
    }
}
