// Ratel is the vendor's REST surface: a route table whose rows name method, path, who may call and what
// they call. Rules live in the use cases; here are fields in and shapes out.

import HearthCore
import IM
import Web

/// What the routes call.
public struct RatelServices: Sendable {
    public let apps: AppDirectory
    public let accounts: Accounts
    public let tokens: Tokens
    public let roster: Roster
    public let groups: Groups
    public let sends: ServerSends
    public let messages: UserMessages
    /// The address clients are to use instead of the one they asked at, `scheme://host[:port]`; nil to follow them.
    public let publicBase: PublicBase?

    public init(
        apps: AppDirectory, accounts: Accounts, tokens: Tokens, roster: Roster, groups: Groups, sends: ServerSends,
        messages: UserMessages, publicBase: PublicBase?
    ) {
        self.apps = apps
        self.accounts = accounts
        self.tokens = tokens
        self.roster = roster
        self.groups = groups
        self.sends = sends
        self.messages = messages
        self.publicBase = publicBase
    }
}

/// The route table.
public struct Ratel: Sendable {
    let services: RatelServices

    public init(services: RatelServices) { self.services = services }

    public var routes: [Route] { bootstrapRoutes + tokenRoutes + userRoutes + rosterRoutes + groupRoutes + messageRoutes }

    /// A route that belongs to an app: the header `app_id` names it (rest.md 1.2).
    func app(
        _ methods: [Method], _ path: String, _ summary: String,
        _ answer: @escaping @Sendable (Request, AppDirectory.Entry) async throws(Failure) -> Reply
    ) -> Route {
        Route(methods, path, .app, summary) { [apps = services.apps] request async throws(Failure) in
            try await answer(request, try await apps.usable(request.appID))
        }
    }
}

extension Request {
    /// The app a call is for.
    var appID: AppID? { headers["app_id"].map { AppID($0) } }
}
