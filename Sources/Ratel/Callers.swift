import HearthCore
import IM
import Web

/// Who calls without being logged in: a client of some app.
struct AppCaller: Sendable {
    let app: AppDirectory.Entry
    /// Where the call comes from.
    let address: String
    /// The access token sent along. An old one stands in the headers of many clients, so most calls do not look at it.
    let token: String?
}

/// Whose call this is.
struct Caller: Sendable {
    let app: AppDirectory.Entry
    let account: Account
    /// The device that calls, as far as its token has logged in; nil for an app's own server.
    let device: DeviceSN?
    /// The token he calls with.
    let tokenID: String
    /// An app's own server acts for him, with an admin token.
    let isAdmin: Bool
    /// Where the call comes from.
    let address: String
}

/// An app's own server.
struct AdminCaller: Sendable {
    let app: AppDirectory.Entry
    /// The token it calls with.
    let tokenID: String
    /// The user it acts for, if it names one.
    let account: Account?

    /// Nobody's account: who messages of the system come from.
    var system: Account { Account(app: app.app.number, user: .system) }

    /// - Throws: `InvalidRequestParameter` where it names none.
    func named() throws(Failure) -> Account {
        guard let account else { throw .invalidParameter("user_id") }
        return account
    }
}

/// Who does something in groups.
struct GroupsCaller: Sendable {
    let app: AppDirectory.Entry
    let actor: GroupActor
    /// The only group for an app's own server that acts for nobody.
    let only: GroupID?
    /// The token that an app's own server calls with, whoever it acts for; nil for a user.
    let adminTokenID: String?
    /// It is an app's own server, whoever it acts for.
    var isAdmin: Bool { adminTokenID != nil }

    /// The same in the group that the call is about.
    /// - Throws: `InvalidRequestParameter` where it names none, or one that a server does not act in.
    func inGroup(of parameters: Parameters) throws(Failure) -> GroupCaller {
        let sent = try parameters.integerIfPresent("group_id").map { GroupID($0) }
        guard let group = sent ?? only, group == only ?? group else { throw .invalidParameter("group_id") }
        return GroupCaller(app: app, actor: actor, group: group, isAdmin: isAdmin)
    }
}

/// Who does something in one group.
struct GroupCaller: Sendable {
    let app: AppDirectory.Entry
    let actor: GroupActor
    let group: GroupID
    /// It is an app's own server, whoever it acts for.
    let isAdmin: Bool
}

extension RatelServices {
    /// - Throws: `ServerAppIdMissing`, `ServerAppIdInvalid`, `ServerAppFrozen`, `ServerAppStatusNotNormal`.
    func appCaller(of request: Request) async throws(Failure) -> AppCaller {
        AppCaller(
            app: try await apps.usable(request.appID), address: request.origin.remoteAddress,
            token: request.headers["access-token"])
    }

    /// Whose call this is: that of a token's user, or of the user an admin token names in the header `user_id`.
    ///
    /// A user token may carry that header only if it names the user himself (rest.md 1.2).
    /// - Throws: what `Tokens.bearer` does; `UserPermissionDenied`; `InvalidRequestParameter` and `UserNotExist` for an admin
    ///   token without a usable header.
    func caller(of request: Request) async throws(Failure) -> Caller {
        try await caller(of: request, try await bearer(of: request))
    }

    private func caller(of request: Request, _ bearer: Tokens.Bearer) async throws(Failure) -> Caller {
        if bearer.role == .admin {
            guard let account = try await named(in: request, bearer) else { throw .invalidParameter("user_id") }
            return Caller(
                app: bearer.app, account: account, device: nil, tokenID: bearer.tokenID, isAdmin: true,
                address: request.origin.remoteAddress)
        }
        if let named = request.headers["user_id"], Int64(named) != bearer.account.user.rawValue {
            throw Failure(.userPermissionDenied)
        }
        return Caller(
            app: bearer.app, account: bearer.account, device: bearer.device, tokenID: bearer.tokenID, isAdmin: false,
            address: request.origin.remoteAddress)
    }

    /// Who does something in groups: whose call it is, or an app's own server, which counts as an admin of the group that it
    /// names in the header `group_id` (rest.md 6.2). That header of a user is not looked at.
    /// - Throws: as `caller` does; `InvalidRequestParameter` for an unusable header `group_id`.
    func groupsCaller(of request: Request) async throws(Failure) -> GroupsCaller {
        let bearer = try await bearer(of: request)
        if bearer.role == .admin, request.headers["user_id"] == nil, let text = request.headers["group_id"] {
            guard let number = Int64(text) else { throw .invalidParameter("group_id") }
            return GroupsCaller(app: bearer.app, actor: .server(bearer.app.app.number), only: GroupID(number), adminTokenID: bearer.tokenID)
        }
        let caller = try await caller(of: request, bearer)
        return GroupsCaller(app: caller.app, actor: .user(caller.account), only: nil, adminTokenID: caller.adminTokenID)
    }

    /// - Throws: what `Tokens.bearer` does; `UserPermissionDenied` for a user's token; `InvalidRequestParameter` and
    ///   `UserNotExist` for an unusable header `user_id`.
    func admin(of request: Request) async throws(Failure) -> AdminCaller {
        let bearer = try await bearer(of: request)
        guard bearer.role == .admin else { throw Failure(.userPermissionDenied) }
        return AdminCaller(app: bearer.app, tokenID: bearer.tokenID, account: try await named(in: request, bearer))
    }

    /// Whether a call that needs no token comes from an app's own server all the same.
    func isAdmin(_ caller: AppCaller) async throws(Failure) -> Bool {
        try await logins.tokens.adminToken(caller.token, of: caller.app) != nil
    }

    private func bearer(of request: Request) async throws(Failure) -> Tokens.Bearer {
        let app = try await apps.usable(request.appID)
        let bearer: Tokens.Bearer
        do throws(Failure) {
            bearer = try await logins.tokens.bearer(of: request.headers["access-token"], app: app.app.id)
        } catch {
            // Whose call it is nobody knows.
            try rates.check(.callsAddress, .address(request.origin.remoteAddress), in: app)
            throw error
        }
        if bearer.role == .user { try rates.check(.callsUser, .user(bearer.account.user), in: bearer.app) }
        return bearer
    }

    /// The user an admin token acts for, who must be there; nil where it names nobody.
    private func named(in request: Request, _ bearer: Tokens.Bearer) async throws(Failure) -> Account? {
        guard let text = request.headers["user_id"] else { return nil }
        guard let number = Int64(text) else { throw .invalidParameter("user_id") }
        let account = Account(app: bearer.app.app.number, user: UserID(number))
        _ = try await users.accounts.profile(of: account)
        return account
    }
}

extension Request {
    /// The app a call is for.
    var appID: AppID? { headers["app_id"].map { AppID($0) } }
}

// MARK: - Who writes a text

extension Caller {
    var writer: Screening.Writer { Screening.Writer(account, isAdmin ? .admin : .user, app.settings) }

    /// Where texts of his stand that are in no group.
    var place: Screening.Place { Screening.Place(.user(account.user)) }
}

extension GroupCaller {
    var writer: Screening.Writer {
        Screening.Writer(Account(app: actor.app, user: actor.user), isAdmin ? .admin : .user, app.settings)
    }

    /// Where the texts of a change stand.
    func place<Answer>(of answer: Answer) -> Screening.Place {
        Screening.Place(.group(group), item: (answer as? GroupAnnouncement)?.id.rawValue ?? 0)
    }
}
