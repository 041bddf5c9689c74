import HearthCore
import IM
import Web

extension Ratel {
    /// Reading a roster (rest.md section 5). `GET /roster/list` must succeed before clients open the long connection.
    var rosterRoutes: [Route] {
        [
            user([.get], "/roster/list", "The ids of the caller's friends") { [services] _, account async throws(Failure) in
                .data(.array(try await services.roster.friends(of: account).map { .integer($0.rawValue) }))
            },
            user([.post], "/roster/list", "Cards of any users, friends or not") { [services] request, account async throws(Failure) in
                let users = try request.parameters().integers("list").map { UserID($0) }
                return .data(.array(try await services.roster.items(of: account, for: users).map(\.json)))
            },
        ]
    }
}

extension RosterItem {
    /// A card. `username` must never be empty: clients take a card without one as not loaded.
    fileprivate var json: JSON {
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
