import HearthCore
import IM
import Web

extension Ratel {
    /// Making accounts (rest.md section 4). With an admin token in the headers whatever the app's settings say.
    static let registration: [Row] = [
        .app(
            [.post], "/user/register/v2", "Makes an account", .text("username"), .text("password"), answer: UserSettings.shape,
            failures: failures + [.userAlreadyExist]
        ) { services, caller, name, password async throws(Failure) in
            try await services.mayRegister(.named, caller)
            let user = try await services.users.accounts.register(caller.app, name: name, password: password)
            return .data(UserSettings().json(of: user))
        },
        .app(
            [.post], "/user/register/anonymous", "Makes an account for a guest: username is the beginning of its name",
            .text("username"), .text("password"), Field.user("cid", "Whom the guest wants to talk to.").optional,
            answer: .data([Schema.Property("username", .text()), Schema.Property("user_id", .integer())]),
            failures: failures + [.userNotExist]
        ) { services, caller, prefix, password, host async throws(Failure) in
            try await services.mayRegister(.anonymous, caller)
            let made = try await services.users.registration.anonymous(
                caller.app, prefix: prefix, password: password, host: host)
            return .data(["username": .string(made.name), "user_id": .integer(made.user.rawValue)])
        },
        .app(
            [.post], "/user/register/push", "Makes an account that is there for push", .text("username"), .text("password"),
            Field.text("sign", "Hex of HMAC-SHA256 over the user name, where the app has a secret for it.").optional,
            Field.text("device_guid", unused).optional, Field.text("push_token", unused).optional,
            Field.text("alias", unused).optional, answer: UserSettings.shape,
            failures: failures + [.userAlreadyExist, .serverAppSignInvalid]
        ) { services, caller, name, password, sign, _, _, _ async throws(Failure) in
            try services.check(sign, of: name, in: caller.app)
            try await services.mayRegister(.push, caller)
            let user = try await services.users.accounts.register(caller.app, name: name, password: password)
            return .data(UserSettings().json(of: user))
        },
        .admin(
            [.post], "/user/register/batch", "Makes many accounts, each for itself",
            Field.rows("list", of: [Schema.Property("username", .text()), Schema.Property("password", .text())]),
            answer: RowOutcome.shape(naming: true)
        ) { services, caller, rows async throws(Failure) in
            let wanted = try rows.map { row throws(Failure) in
                Registration.Row(name: try row.string("username"), password: try row.string("password"))
            }
            let outcomes = try await services.users.registration.register(caller.app, wanted)
            return .data(.array(outcomes.map { RowOutcome($0).json }))
        },
    ]

    private static let failures: [FailureName] =
        [.invalidUserNameParameter, .serverNotAllowOpenRegister, .appUserCapReached] + licenseFailures
    private static let unused = "Of no meaning yet."
}

extension RatelServices {
    fileprivate func mayRegister(_ way: RegistrationPolicy.Way, _ caller: AppCaller) async throws(Failure) {
        let policy = RegistrationPolicy(
            isOpen: caller.app.settings.registrationOpen, hasExternalLogin: caller.app.settings.hasExternalLogin)
        // The token is only looked at where it matters.
        do throws(Failure) {
            try policy.check(way, isAdmin: false)
        } catch {
            try policy.check(way, isAdmin: try await isAdmin(caller))
        }
        try await checkRegistration(caller)
    }

    fileprivate func check(_ sign: String?, of name: String, in app: AppDirectory.Entry) throws(Failure) {
        let secret = app.settings.registrationPushSecret
        guard secret.isEmpty || logins.pushSigns.isRight(sign ?? "", for: name, secret: secret) else {
            throw Failure(.serverAppSignInvalid)
        }
    }
}
