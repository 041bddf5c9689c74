import HearthCore
import IM
import Web

extension Ratel {
    /// Logging in (rest.md section 3). An old token in the headers is ignored.
    static let tokens: [Row] = [
        .app(
            [.post], "/token/user", "A token for a user name and password", Field.text("name"), .text("password"),
            answer: IssuedToken.shape, failures: loginFailures
        ) { services, caller, name, password async throws(Failure) in
            .data(try await services.tokens.issue(caller.app, name: name, password: password).json)
        },
        .app(
            [.post], "/token/id", "A token for a user id and password", .user(), .text("password"),
            answer: IssuedToken.shape, failures: loginFailures
        ) { services, caller, user, password async throws(Failure) in
            .data(try await services.tokens.issue(caller.app, user: user, password: password).json)
        },
    ]

    private static let loginFailures: [FailureName] = [.userNotExist, .userFrozen, .userAuthFailed, .serverBusy]
}

extension IssuedToken {
    static let shape = AnswerShape.data([
        Schema.Property("user_id", .integer()), Schema.Property("token", .text()),
        Schema.Property("expire", .integer(), "Milliseconds since 1970."), Schema.Property("public_key", .text()),
        Schema.Property("encrypt_type", .integer()), Schema.Property("access_key_secret", .text()),
        Schema.Property("store_token", .text()),
    ])

    /// TokenDto. Clients read token, user_id and public_key; no published SDK encrypts its socket, so there is no key.
    var json: JSON {
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
