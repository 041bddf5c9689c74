// Console is the admin door: what the vendor's console does, over HTTP with a bearer token.

import HearthCore
import IM
import Live
import Web

/// What the admin routes call.
public struct ConsoleServices: Sendable {
    public let apps: AppDirectory
    public let hub: Hub
    public let provisioning: Provisioning
    public let adminTokens: AdminTokens
    public let restrictions: Restrictions
    public let groups: GroupControl
    public let licensing: Licensing
    public let store: any StoreReporting
    /// The address clients are to use; nil for the one the caller used.
    public let publicBase: PublicBase?
    /// Whether a presented bearer token is the admin's; compares in constant time.
    public let isAdmin: @Sendable (String) -> Bool
    /// All counts in the Prometheus text format.
    public let metrics: @Sendable () -> String

    public init(
        apps: AppDirectory, hub: Hub, provisioning: Provisioning, adminTokens: AdminTokens,
        restrictions: Restrictions, groups: GroupControl, licensing: Licensing, store: any StoreReporting, publicBase: PublicBase?,
        isAdmin: @escaping @Sendable (String) -> Bool, metrics: @escaping @Sendable () -> String
    ) {
        self.apps = apps
        self.hub = hub
        self.provisioning = provisioning
        self.adminTokens = adminTokens
        self.restrictions = restrictions
        self.groups = groups
        self.licensing = licensing
        self.store = store
        self.publicBase = publicBase
        self.isAdmin = isAdmin
        self.metrics = metrics
    }
}

extension ConsoleServices {
    fileprivate func base(_ request: Request) -> PublicBase { publicBase ?? PublicBase(request.origin) }
}

/// The admin routes. Unlike the vendor's API they also say in the HTTP status that a token is refused:
/// they are called by scripts, not by SDKs.
public struct Console: Sendable {
    let services: ConsoleServices

    public init(services: ConsoleServices) { self.services = services }

    public var routes: [Route] { generalRoutes + settingRoutes + tokenRoutes + banRoutes + groupRoutes + licenseRoutes }

    private var generalRoutes: [Route] {
        [
            admin([.post], "/admin/apps", "Creates an app") { [services] request async throws(Failure) in
                let app = try await services.apps.create(name: try request.parameters().string("name"))
                return .data(app.json(services.base(request)))
            },
            admin([.get], "/admin/apps", "Lists the apps; with ?app_id= just that one") { [services] request async throws(Failure) in
                guard let id = request.query["app_id"] else {
                    return .data(.array(try await services.apps.list().map { $0.json(services.base(request)) }))
                }
                return .data(try await services.apps.find(AppID(id)).app.json(services.base(request)))
            },
            admin([.post], "/admin/users", "Makes accounts without a password, each with a token") {
                [services] request async throws(Failure) in
                let fields = try request.parameters()
                let app = try await services.apps.usable(AppID(try fields.string("app_id")))
                return .outcomes(try await services.provisioning.provision(app, names: try fields.strings("names")))
            },
            admin([.get], "/admin/status", "How the server runs; with ?count=true it counts the messages, one by one") {
                [services] request async throws(Failure) in
                let isCounting = try request.parameters().booleanIfPresent("count") ?? false
                let report = try await services.store.report(countingMessages: isCounting)
                return .data(report.json(sessions: services.hub.count, try await services.licensing.report()))
            },
            Route([.get], "/health/live", .open, "Tells that the process answers") { _ in .text("live\n") },
            Route([.get], "/health/ready", .open, "Tells whether clients are served: 503 while the store is away") { [services] _ in
                await services.store.isReady() ? .text("ready\n") : .text("the store is away\n", status: 503)
            },
            admin([.get], "/admin/metrics", "Counts in the Prometheus text format") { [services] _ in
                .text(services.metrics() + "# TYPE hearth_sessions gauge\nhearth_sessions \(services.hub.count)\n")
            },
        ]
    }

    /// A route that wants the admin's token.
    func admin(_ methods: [Method], _ path: String, _ summary: String, _ answer: @escaping Route.Handler) -> Route {
        Route(methods, path, .admin, summary) { [services] request async throws(Failure) in
            guard let header = request.headers["authorization"], header.hasPrefix("Bearer ") else {
                return .refused(Failure(.missingAccessToken, "the header Authorization: Bearer TOKEN is missing"))
            }
            guard services.isAdmin(String(header.dropFirst(7))) else { return .refused(Failure(.userPermissionDenied)) }
            return try await answer(request)
        }
    }
}

extension Reply {
    fileprivate static func refused(_ failure: Failure) -> Reply {
        .json(["code": .integer(Int64(failure.restCode)), "message": .string(failure.restMessage)], status: 401)
    }
}

extension Reply {
    /// One row for each name. If any failed, the code and message are those of the first that did: tokens of the others
    /// are not lost, and nobody takes a part for the whole.
    fileprivate static func outcomes(_ outcomes: [Provisioning.Outcome]) -> Reply {
        let rows = JSON.array(outcomes.map(\.json))
        guard let failure = outcomes.lazy.compactMap(\.failure).first else { return .data(rows) }
        return .json([
            "code": .integer(Int64(failure.restCode)), "data": rows, "message": .string(failure.restMessage),
        ])
    }
}

extension Provisioning.Outcome {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = token { failure } else { nil }
    }

    fileprivate var json: JSON {
        switch token {
        case .success(let token):
            ["user_id": .integer(token.user.rawValue), "username": .string(name.rawValue), "token": .string(token.text)]
        case .failure(let failure):
            [
                "username": .string(name.rawValue), "code": .integer(Int64(failure.restCode)),
                "message": .string(failure.restMessage),
            ]
        }
    }
}

extension StoreReport {
    fileprivate func json(sessions: Int, _ license: LicenseReport) -> JSON {
        .compact([
            "database": .string(database),
            "synchronous": .string(durability),
            "messages": messages.map { .integer($0) },
            "sessions": .integer(Int64(sessions)),
            "license": license.summary,
        ])
    }
}

extension App {
    /// An app with the addresses an application is configured with.
    fileprivate func json(_ base: PublicBase) -> JSON {
        [
            "app_id": .string(id.rawValue),
            "name": .string(name),
            "status": .string(status.word),
            "created_at": .integer(createdAt.milliseconds),
            "rest": .string(base.http),
            "websocket": .string(base.webSocket),
            "dns": .string(base.http + "/v2/app_dns"),
        ]
    }
}
