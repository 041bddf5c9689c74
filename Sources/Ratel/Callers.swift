import HearthCore
import IM
import Web

/// Whose call this is.
struct Caller: Sendable {
    let app: AppDirectory.Entry
    let account: Account
    /// The device that calls, as far as its token has logged in; nil for an app's own server.
    let device: DeviceSN?
    /// An app's own server acts for him, with an admin token.
    let isAdmin: Bool
}

/// An app's own server.
struct AdminCaller: Sendable {
    let app: AppDirectory.Entry
    /// The user it acts for, if it names one.
    let account: Account?

    /// Nobody's account: who messages of the system come from.
    var system: Account { Account(app: app.app.number, user: .system) }
}

extension Ratel {
    /// A route for somebody logged in: the header `access-token` says who.
    func user(
        _ methods: [Method], _ path: String, _ summary: String,
        _ answer: @escaping @Sendable (Request, Account) async throws(Failure) -> Reply
    ) -> Route {
        acting(methods, path, summary) { request, caller async throws(Failure) in try await answer(request, caller.account) }
    }

    /// As `user`, where it matters whether an app's own server acts for him.
    func acting(
        _ methods: [Method], _ path: String, _ summary: String,
        _ answer: @escaping @Sendable (Request, Caller) async throws(Failure) -> Reply
    ) -> Route {
        Route(methods, path, .user, summary) { [services] request async throws(Failure) in
            try await answer(request, try await services.caller(of: request))
        }
    }

    /// A route for an app's own servers.
    func admin(
        _ methods: [Method], _ path: String, _ summary: String,
        _ answer: @escaping @Sendable (Request, AdminCaller) async throws(Failure) -> Reply
    ) -> Route {
        Route(methods, path, .admin, summary) { [services] request async throws(Failure) in
            try await answer(request, try await services.admin(of: request))
        }
    }
}

extension RatelServices {
    /// Whose call this is: that of a token's user, or of the user an admin token names in the header `user_id`.
    ///
    /// A user token may carry that header only if it names the user himself (rest.md 1.2).
    /// - Throws: what `Tokens.bearer` does; `UserPermissionDenied`; `InvalidRequestParameter` and `UserNotExist` for an admin
    ///   token without a usable header.
    func caller(of request: Request) async throws(Failure) -> Caller {
        let bearer = try await bearer(of: request)
        if bearer.role == .admin {
            guard let account = try await named(in: request, bearer) else { throw .invalidParameter("user_id") }
            return Caller(app: bearer.app, account: account, device: nil, isAdmin: true)
        }
        if let named = request.headers["user_id"], Int64(named) != bearer.account.user.rawValue {
            throw Failure(.userPermissionDenied)
        }
        return Caller(app: bearer.app, account: bearer.account, device: bearer.device, isAdmin: false)
    }

    /// - Throws: what `Tokens.bearer` does; `UserPermissionDenied` for a user's token; `InvalidRequestParameter` and
    ///   `UserNotExist` for an unusable header `user_id`.
    func admin(of request: Request) async throws(Failure) -> AdminCaller {
        let bearer = try await bearer(of: request)
        guard bearer.role == .admin else { throw Failure(.userPermissionDenied) }
        return AdminCaller(app: bearer.app, account: try await named(in: request, bearer))
    }

    private func bearer(of request: Request) async throws(Failure) -> Tokens.Bearer {
        let app = try await apps.usable(request.appID)
        return try await tokens.bearer(of: request.headers["access-token"], app: app.app.id)
    }

    /// The user an admin token acts for, who must be there; nil where it names nobody.
    private func named(in request: Request, _ bearer: Tokens.Bearer) async throws(Failure) -> Account? {
        guard let text = request.headers["user_id"] else { return nil }
        guard let number = Int64(text) else { throw .invalidParameter("user_id") }
        let account = Account(app: bearer.app.app.number, user: UserID(number))
        _ = try await accounts.profile(of: account)
        return account
    }
}
