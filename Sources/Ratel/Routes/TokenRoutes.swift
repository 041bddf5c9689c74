import HearthCore
import IM
import Web

extension Ratel {
    /// Logging in (rest.md section 3). An old token in the headers is ignored.
    static let tokens: [Row] = [
        .app(
            [.post], "/token/user", "A token for a user name and password; name may be a mobile number too", .loginName(),
            .text("password"), deviceGUID, answer: IssuedToken.shape, failures: loginFailures, limit: .tokensAddress, login),
        .app(
            [.post], "/token/id", "A token for a user id and password", .loginUser(), .text("password"), deviceGUID,
            answer: IssuedToken.shape, failures: idFailures, limit: .tokensAddress, login),
        .app(
            [.post], "/token/login", "A token for a user name, mobile number or e-mail address and password",
            .loginName("login_name"), .text("password"), deviceGUID, answer: IssuedToken.shape, failures: loginFailures,
            limit: .tokensAddress, login),
        .app(
            [.post], "/app/token", "The same as /token/user, for older applications", .loginName(), .text("password"),
            answer: tokenAlone, failures: loginFailures, limit: .tokensAddress
        ) { services, caller, name, password async throws(Failure) in
            .data(["token": .string(try await services.token(caller, name, password).text)])
        },
        .app(
            [.post], "/app/token_id", "The same as /token/id, for older applications", .loginUser(), .text("password"),
            answer: tokenAlone, failures: idFailures, limit: .tokensAddress
        ) { services, caller, user, password async throws(Failure) in
            .data(["token": .string(try await services.token(caller, user, password).text)])
        },
    ]

    private static let idFailures: [FailureName] =
        [.userNotExist, .userFrozen, .userAuthFailed, .serverTokenRequestTooMany] + licenseFailures

    /// By name somebody may come who has no account yet.
    private static let loginFailures = idFailures + [.appUserCapReached]

    /// What the license of the server refuses.
    static let licenseFailures: [FailureName] = [
        .serverInvalidLicense, .serverLicenseLimit, .serverAppLicenseInvalid, .serverAppLicenseExpired, .serverAppLicenseExceedLimit,
    ]

    private static let tokenAlone = AnswerShape.data([Schema.Property("token", .text())])

    /// Only of use where there is push.
    private static let deviceGUID = Field.text("device_guid", "Of no meaning yet.").optional

    @Sendable private static func login(
        _ services: RatelServices, _ caller: AppCaller, _ name: LoginName, _ password: String, _ guid: String?
    ) async throws(Failure) -> Reply {
        .data(try await services.token(caller, name, password).json)
    }
}

extension RatelServices {
    fileprivate func token(_ caller: AppCaller, _ name: LoginName, _ password: String) async throws(Failure) -> IssuedToken {
        try await logins.tokens.issue(caller.app, name, password: password, from: caller.address)
    }
}

extension Field where Value == LoginName {
    /// Clients of the web may send `mobile` in the place of `name`.
    fileprivate static func loginName(_ name: String = "name") -> Field {
        .together(Field<String>.text(name, "Or the mobile number.").optional, Field<String>.text("mobile").optional) {
            typed, mobile throws(Failure) in
            guard let text = typed ?? mobile else { throw .invalidParameter(name) }
            return .any(text)
        }
    }

    fileprivate static func loginUser() -> Field { Field<UserID>.user().map { .user($0) } }
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
