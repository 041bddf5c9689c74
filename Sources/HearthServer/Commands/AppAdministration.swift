import Cryptography
import HearthCore
import IM
import Logging

/// An app as the verbs print it.
struct AppLine: Sendable {
    let id: String
    let name: String
    let status: String

    init(_ app: App) {
        id = app.id.rawValue
        name = app.name
        status = app.status.word
    }
}

/// Apps, for the verbs: opens the store.
struct AppAdministration: Sendable {
    private let apps: AppDirectory

    static func open<Answer: Sendable>(
        _ options: ConfigurationOptions, _ use: @Sendable (AppAdministration) async throws -> Answer
    ) async throws -> Answer {
        let configuration = try options.load()
        _ = try DataDirectory(configuration.data)
        let stores = try await Stores.open(configuration, clock: SystemClock(), logger: Logger(label: "hearth"))
        defer { stores.database.shutdown() }
        let apps = AppDirectory(store: stores.apps, clock: SystemClock(), randomness: SystemRandomness())
        return try await use(AppAdministration(apps: apps))
    }

    func create(_ name: String) async throws -> AppLine { AppLine(try await apps.create(name: name)) }

    func list() async throws -> [AppLine] { try await apps.list().map { AppLine($0) } }
}
