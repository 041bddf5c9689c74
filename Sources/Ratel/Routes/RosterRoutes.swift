import HearthCore
import IM
import Web

extension Ratel {
    /// Reading a roster (rest.md section 5). `GET /roster/list` must succeed before clients open the long connection.
    static let roster: [Row] = [
        .user([.get], "/roster/list", "The ids of the caller's friends", answer: AnswerShape(.list(.integer()))) {
            services, caller async throws(Failure) in
            .data(.array(try await services.roster.friends(of: caller.account).map { .integer($0.rawValue) }))
        },
        .user(
            [.post], "/roster/list", "Cards of any users, friends or not", .users(), answer: AnswerShape(.list(RosterItem.schema))
        ) { services, caller, users async throws(Failure) in
            .data(.array(try await services.roster.items(of: caller.account, for: users).map(\.json)))
        },
    ]
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
            "auth_mode": 0,
            "auth_question": "",
        ]
    }
}
