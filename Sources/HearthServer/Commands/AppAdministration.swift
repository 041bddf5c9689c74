import Console
import Cryptography
import FlooClient
import Glibc
import HearthCore
import IM
import Logging
import NIOPosix
import Outbound
import Store
import Web

/// An app as the verbs print it.
struct AppLine: Sendable {
    let id: String
    let name: String
    let status: String
}

/// Apps, for the verbs: asks the server that runs on the data directory, or opens the store itself.
enum AppAdministration: Sendable {
    case running(RunningServer)
    case stored(Stored)

    /// What the verbs do without a server.
    struct Stored: Sendable {
        let apps: AppDirectory
        let tokens: AdminTokens
        let groups: GroupControl
        let restrictions: Restrictions
        let devices: UserDevices
        let reconnecting: Reconnecting
        let auditing: Auditing
        let tracing: any MessageTracing
        let licensing: Licensing
        let words: WordLists
        let reviews: Reviews
        let hooks: any HookTesting
        let callbacks: Callbacks
    }

    static func open<Answer: Sendable>(
        _ options: ConfigurationOptions, _ use: @Sendable (AppAdministration) async throws -> Answer
    ) async throws -> Answer {
        let configuration = try options.load()
        if let server = RunningServer(on: configuration.data) { return try await use(.running(server)) }
        _ = try DataDirectory(configuration.data)
        let stores = try await Stores.open(
            configuration, clock: SystemClock(), randomness: SystemRandomness(), logger: Logger(label: "hearth"))
        defer { stores.database.shutdown() }
        do {
            return try await use(.stored(Stored(stores, configuration)))
        } catch let failure as Failure {
            throw StartError(failure.restMessage)
        }
    }

    static let path = "/admin/apps"

    func create(_ name: String) async throws -> AppLine {
        switch self {
        case .running(let server): AppLine(try await server.call(.POST, Self.path, ["name": .string(name)]))
        case .stored(let stored):
            AppLine(
                try await stored.recorded("hearth app create") {
                    let app = try await stored.apps.create(name: name)
                    return AppAdministration.Done(app, app: app.id, after: app.audit)
                })
        }
    }

    func list() async throws -> [AppLine] {
        switch self {
        case .running(let server): (try await server.call(.GET, Self.path).asArray ?? []).map { AppLine($0) }
        case .stored(let stored): try await stored.apps.list().map { AppLine($0) }
        }
    }

    /// Makes an admin token of an app and returns its text.
    func token(of id: String, days: Int64) async throws -> String {
        let app = try await app(id)
        switch self {
        case .running(let server):
            let made = try await server.call(.POST, "\(Self.path)/\(app.id)/tokens", ["days": .integer(days)])
            guard let text = made["token"]?.asString else { throw StartError("the server's answer holds no token") }
            return text
        case .stored(let stored):
            return try await stored.recorded("hearth app token") {
                let made = try await stored.tokens.issue(try await stored.apps.find(AppID(app.id)), days: days)
                return Done(made.text, app: AppID(app.id), after: made.token.audit)
            }
        }
    }
}

extension AppAdministration.Stored {
    fileprivate init(_ stores: SQLStore, _ configuration: Configuration) {
        let clock = SystemClock()
        apps = AppDirectory(
            store: stores.apps, settings: stores.appSettings, clock: clock, randomness: SystemRandomness(),
            callbacks: stores.callbackWishes)
        tokens = AdminTokens(
            store: stores.tokens, codec: JWTCodec(), clock: clock, randomness: SystemRandomness(),
            cluster: Int64(configuration.clusterNumber))
        groups = GroupControl(store: stores.groupControl, clock: clock)
        restrictions = Restrictions(control: stores.accountControl, live: NobodyLive(), clock: clock)
        devices = UserDevices(store: stores.userDevices, live: NobodyLive(), clock: clock)
        reconnecting = Reconnecting(apps: apps, store: stores.tokens, clock: clock)
        auditing = Auditing(stores.audit, clock: clock, logger: Logger(label: "hearth"))
        tracing = stores.tracing
        licensing = Licensing(
            store: stores.license, reader: LicenseReader(configuration.licenseIssuers), clock: clock, randomness: SystemRandomness())
        words = WordLists(stores, Lexicons(), BuildingHere(), clock, Logger(label: "hearth"))
        reviews = Reviews(stores, restrictions, clock)
        // One call at a time, and nothing is delivered.
        let http = OutboundHTTP(authorities: configuration.outboundCAFile, clock: clock, bounds: .init(running: 1))
        let calls = CallbackCalls(http: http, bodies: FlooBodyCodec(), clock: clock, logger: Logger(label: "hearth"))
        hooks = HookTrials(http: http, callbacks: calls, clock: clock)
        callbacks = Callbacks(apps: apps, outbox: stores.callbackOverview, delivery: nil, clock: clock)
    }
}

extension AppLine {
    init(_ app: App) { self.init(id: app.id.rawValue, name: app.name, status: app.status.word) }

    init(_ json: Web.JSON) {
        self.init(
            id: json["app_id"]?.asString ?? "", name: json["name"]?.asString ?? "", status: json["status"]?.asString ?? "")
    }
}
