import HearthCore
import IM
import Web

extension Ratel {
    /// Passwords, and the end of an account (rest.md section 4).
    static let passwords: [Row] = [
        .user(
            [.post], "/user/change_password", "Changes the caller's password; his other tokens end", .text("old_password"),
            .text("new_password"), answer: .done,
            failures: [.userOldPasswordNotMatch, .serverTokenRequestTooMany]
        ) { services, caller, old, new async throws(Failure) in
            try await services.users.passwords.change(caller.changing, in: caller.app, from: old, to: new)
            return .data(true)
        },
        .admin(
            [.post], "/user/change_password_admin", "Sets the password of the user in the header user_id; his tokens end",
            .text("password"), answer: .done
        ) { services, caller, new async throws(Failure) in
            try await services.users.passwords.set(try caller.named(), to: new)
            return .data(true)
        },
        .user(
            .remove, "/user/delete", "Removes the account for ever", Field.text("password", "Needed but for an admin token.").optional,
            answer: .done, failures: [.userAuthFailed, .serverTokenRequestTooMany]
        ) { services, caller, password async throws(Failure) in
            if caller.isAdmin {
                try await services.users.removal.remove(caller.account)
            } else {
                guard let password else { throw .invalidParameter("password") }
                try await services.users.removal.remove(
                    caller.account, in: caller.app, password: password, from: caller.address)
            }
            return .data(true)
        },
    ]
}

extension Caller {
    /// Who changes his own password.
    var changing: PasswordChanges.Caller {
        PasswordChanges.Caller(account: account, tokenID: tokenID, device: device, address: address)
    }
}
