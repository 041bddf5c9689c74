import HearthCore
import IM
import Web

extension Ratel {
    /// Users, for an app's own servers (rest.md section 4; im.gitbook, zh-hans/quick-start/server-api-quick-start.md).
    static let userAdministration: [Row] = [
        .admin(
            [.get], "/user/list", "All users, by id", Field.integer("page_num", in: 1...Int64(Int32.max)).or(1),
            Field.integer("page_size", in: 1...Int64(Limits.usersPerPage)).or(50),
            answer: AnswerShape(
                .list(
                    .object([
                        Schema.Property("user_id", .integer()), Schema.Property("username", .text()),
                        Schema.Property("status", .integer(0...1), "1 while frozen."),
                    ])))
        ) { services, caller, number, size async throws(Failure) in
            let users = try await services.users.list.page(caller.app.app.number, number: Int(number), size: Int(size))
            return .data(.array(users.map(\.json)))
        },
        .admin([.put], "/user/disable", "Freezes users: their logins end", .users(), answer: .done) {
            services, caller, users async throws(Failure) in
            try await services.users.restrictions.freeze(caller.app.app.number, users)
            return .data(true)
        },
        .admin([.put], "/user/enable", "Lets frozen users log in again", .users(), answer: .done) {
            services, caller, users async throws(Failure) in
            try await services.users.restrictions.unfreeze(caller.app.app.number, users)
            return .data(true)
        },
        .admin(
            [.post], "/user/add_roster", "Makes the user in the header user_id a friend of others at once", .users("list"),
            answer: .done
        ) { services, caller, users async throws(Failure) in
            try await services.roster.changes.befriend(try caller.named(), users)
            return .data(true)
        },
        .admin(
            [.get], "/user/rosters", "The friends of the user in the header user_id",
            answer: AnswerShape(.list(.object([Schema.Property("user_id", .integer()), Schema.Property("name", .text())])))
        ) { services, caller async throws(Failure) in
            let account = try caller.named()
            let friends = try await services.roster.reading.friends(of: account)
            let profiles = try await services.users.accounts.profiles(account.app, friends)
            return .data(.array(profiles.map { ["user_id": .integer($0.user.rawValue), "name": .string($0.name)] }))
        },
    ]
}

extension ListedUser {
    fileprivate var json: JSON {
        ["user_id": .integer(user.rawValue), "username": .string(name), "status": .integer(isFrozen ? 1 : 0)]
    }
}
