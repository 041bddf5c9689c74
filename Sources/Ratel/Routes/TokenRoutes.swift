import HearthCore
import IM
import Web

extension Ratel {
    /// Logging in over REST (rest.md section 3). An old token in the headers is ignored.
    var tokenRoutes: [Route] {
        [
            app([.post], "/token/user", "A token for a user name and password") { [services] request, app async throws(Failure) in
                let fields = try request.parameters()
                let token = try await services.tokens.issue(
                    app, .any(try fields.string("name")), password: try fields.string("password"),
                    from: request.origin.remoteAddress)
                return .data(token.json)
            },
            app([.post], "/token/id", "A token for a user id and password") { [services] request, app async throws(Failure) in
                let fields = try request.parameters()
                let user = UserID(try fields.integer("user_id"))
                let token = try await services.tokens.issue(
                    app, .user(user), password: try fields.string("password"), from: request.origin.remoteAddress)
                return .data(token.json)
            },
        ]
    }
}

extension IssuedToken {
    /// TokenDto. Clients read token, user_id and public_key; no published SDK encrypts its socket, so there is no key.
    fileprivate var json: JSON {
        [
            "user_id": .integer(user.rawValue),
            "token": .string(text),
            "expire": .integer(expiresAt.milliseconds),
            "public_key": "",
            "encrypt_type": 0,
            "access_key_secret": "",
            "store_token": "",
        ]
    }
}
