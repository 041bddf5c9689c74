import Cryptography
import FlooClient
import Glibc
import HearthCore
import IM
import Logging
import NIOPosix
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
        let tracing: any MessageTracing
        let licensing: Licensing
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
        let apps = AppDirectory(
            store: stores.apps, settings: stores.appSettings, clock: SystemClock(), randomness: SystemRandomness())
        let tokens = AdminTokens(store: stores.tokens, codec: JWTCodec(), clock: SystemClock(), randomness: SystemRandomness())
        let groups = GroupControl(store: stores.groupControl, clock: SystemClock())
        let licensing = Licensing(
            store: stores.license, reader: LicenseReader(configuration.licenseIssuers), clock: SystemClock(),
            randomness: SystemRandomness())
        do {
            return try await use(
                .stored(Stored(apps: apps, tokens: tokens, groups: groups, tracing: stores.tracing, licensing: licensing)))
        } catch let failure as Failure {
            throw StartError(failure.restMessage)
        }
    }

    static let path = "/admin/apps"

    func create(_ name: String) async throws -> AppLine {
        switch self {
        case .running(let server): AppLine(try await server.call(.POST, Self.path, ["name": .string(name)]))
        case .stored(let stored): AppLine(try await stored.apps.create(name: name))
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
            return try await stored.tokens.issue(try await stored.apps.find(AppID(app.id)), days: days).text
        }
    }
}

extension AppLine {
    init(_ app: App) { self.init(id: app.id.rawValue, name: app.name, status: app.status.word) }

    init(_ json: Web.JSON) {
        self.init(
            id: json["app_id"]?.asString ?? "", name: json["name"]?.asString ?? "", status: json["status"]?.asString ?? "")
    }
}
