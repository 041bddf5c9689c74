import HearthCore
import IM
import Web

extension Ratel {
    /// Logging in by a QR code, and what else clients of the vendor ask of an app (rest.md section 10).
    static let qrLogins: [Row] = [
        .app(
            [.get], "/app/user/name_check", "Whether a user name can be registered: allowed, and nobody's", .text("username"),
            answer: .done, failures: [.invalidUserNameParameter]
        ) { services, caller, name async throws(Failure) in
            .data(.bool(try await services.users.accounts.isFree(name, in: caller.app.app)))
        },
        .app(
            [.get], "/app/qr_code", "Begins a login: a code for somebody who is logged in to scan",
            answer: .data([
                Schema.Property("qr_code", .text()), Schema.Property("url", .text(), "Empty: the client draws the code itself."),
                Schema.Property("expired", .integer(), "Milliseconds since 1970."),
            ]), failures: [.serverTooManyRequest]
        ) { services, caller async throws(Failure) in
            let offer = try await services.logins.qr.begin(caller.app.app.number, from: caller.address)
            return .data(["qr_code": .string(offer.code), "url": "", "expired": .integer(offer.expiresAt.milliseconds)])
        },
        .app(
            [.get], "/app/qr_login", "What has become of a code: empty while nobody has allowed it, then a name and a password for once",
            .text("qr_code"),
            answer: AnswerShape(
                .object([
                    Schema.Property("username", .text(), isOptional: true), Schema.Property("password", .text(), isOptional: true),
                ])), failures: [.invalidVerificationCode, .tooManyFailedTries]
        ) { services, caller, code async throws(Failure) in
            let pass = try await services.rates.checkCode(from: caller.address, in: caller.app) { () async throws(Failure) in
                try await services.logins.qr.poll(code, in: caller.app.app.number)
            }
            guard let pass else { return .data([:]) }
            return .data(["username": .string(pass.name), "password": .string(pass.password)])
        },
        .user(
            [.get], "/app/allow", "Lets whoever shows a code log in as the caller", .text("qr_code"),
            Field.flag("allow", "false refuses.").or(true), answer: .done, failures: [.invalidVerificationCode, .tooManyFailedTries]
        ) { services, caller, code, isAllowed async throws(Failure) in
            let rates = caller.isAdmin ? .off : services.rates
            try await rates.checkCode(from: caller.address, in: caller.app) { () async throws(Failure) in
                if isAllowed {
                    try await services.logins.qr.allow(code, by: caller.account)
                } else {
                    try await services.logins.qr.refuse(code, by: caller.account)
                }
            }
            return .data(true)
        },
        .app(
            [.post], "/app/secret_info", "Keeps a text that is read once, by a code", .text("secret_text"),
            Field.integer("expire_seconds", in: SecretTexts.seconds), answer: .data([Schema.Property("code", .text())]),
            failures: [.serverTooManyRequest]
        ) { services, caller, text, seconds async throws(Failure) in
            let code = try await services.logins.secrets.store(
                text, seconds: seconds, in: caller.app.app.number, from: caller.address)
            return .data(["code": .string(code)])
        },
        .app(
            [.get], "/app/secret_info", "The text of a code, which is over then", .text("code"),
            answer: .data([Schema.Property("secret_text", .text())]), failures: [.invalidVerificationCode, .tooManyFailedTries]
        ) { services, caller, code async throws(Failure) in
            let text = try await services.rates.checkCode(from: caller.address, in: caller.app) { () async throws(Failure) in
                try await services.logins.secrets.read(code, in: caller.app.app.number)
            }
            return .data(["secret_text": .string(text)])
        },
        .user([.get], "/app/support_staff", "People who help; there are none", answer: AnswerShape(.list(.anything))) { _, _ in
            .data([])
        },
    ]

    /// Changing a password in two steps, as the vendor's demo applications do.
    static let demoApps: [Row] = [
        .user(
            [.post], "/app/pwd_change/verify_by_password", "Takes the password and gives a sign for /app/pwd_change", .text("password"),
            answer: .data([Schema.Property("sign", .text())]),
            failures: [.userAuthFailed, .serverTokenRequestTooMany, .serverTooManyRequest]
        ) { services, caller, password async throws(Failure) in
            try await services.logins.passwords.check(password, of: caller.account, in: caller.app, from: caller.address)
            let sign = try await services.logins.changeSigns.sign(for: caller.account, from: caller.address)
            return .data(["sign": .string(sign)])
        },
        .user(
            [.post], "/app/pwd_change", "Changes the caller's password by a sign; his other tokens end", .text("sign"),
            .text("new_password"), .text("new_password_check", "The same again."), answer: .done,
            failures: [.invalidVerificationCode]
        ) { services, caller, sign, new, again async throws(Failure) in
            guard new == again else { throw .invalidParameter("new_password_check") }
            do throws(Failure) {
                try await services.users.passwords.change(caller.changing, to: new) { () async throws(Failure) in
                    try await services.logins.changeSigns.redeem(sign, by: caller.account)
                }
            } catch {
                // The password that the sign was given for is not the present one any more.
                throw error.name == .userOldPasswordNotMatch ? Failure(.invalidVerificationCode) : error
            }
            return .data(true)
        },
    ]
}
