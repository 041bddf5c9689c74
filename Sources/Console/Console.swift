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
    public let devices: UserDevices
    public let reconnecting: Reconnecting
    public let auditing: Auditing
    public let licensing: Licensing
    public let words: WordLists
    public let reviews: Reviews
    public let store: any StoreReporting
    /// The address clients are to use; nil for the one the caller used.
    public let publicBase: PublicBase?
    /// Whether a presented bearer token is the admin's; compares in constant time.
    public let isAdmin: @Sendable (String) -> Bool
    /// All counts in the Prometheus text format.
    public let metrics: @Sendable () -> String

    public init(
        apps: AppDirectory, hub: Hub, provisioning: Provisioning, adminTokens: AdminTokens,
        restrictions: Restrictions, groups: GroupControl, devices: UserDevices, reconnecting: Reconnecting, auditing: Auditing,
        licensing: Licensing, words: WordLists, reviews: Reviews, store: any StoreReporting, publicBase: PublicBase?,
        isAdmin: @escaping @Sendable (String) -> Bool, metrics: @escaping @Sendable () -> String
    ) {
        self.apps = apps
        self.hub = hub
        self.provisioning = provisioning
        self.adminTokens = adminTokens
        self.restrictions = restrictions
        self.groups = groups
        self.devices = devices
        self.reconnecting = reconnecting
        self.auditing = auditing
        self.licensing = licensing
        self.words = words
        self.reviews = reviews
        self.store = store
        self.publicBase = publicBase
        self.isAdmin = isAdmin
        self.metrics = metrics
    }
}

extension ConsoleServices {
    func base(_ request: Request) -> PublicBase { publicBase ?? PublicBase(request.origin) }
}

/// The admin routes. Unlike the vendor's API they also say in the HTTP status that a token is refused:
/// they are called by scripts, not by SDKs.
public struct Console: Sendable {
    let services: ConsoleServices

    public init(services: ConsoleServices) { self.services = services }

    public var routes: [Route] {
        generalRoutes + appRoutes + settingRoutes + tokenRoutes + userRoutes + banRoutes + sessionRoutes + groupRoutes + licenseRoutes
            + wordRoutes + reviewRoutes + auditRoutes
    }

    private var generalRoutes: [Route] {
        [
            admin([.post], "/admin/users", "Makes accounts without a password, each with a token") {
                [services] request async throws(Failure) in
                let fields = try request.parameters()
                // Also of an app that is out of service: its administration is not.
                let app = try await services.apps.find(AppID(try fields.string("app_id")))
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
