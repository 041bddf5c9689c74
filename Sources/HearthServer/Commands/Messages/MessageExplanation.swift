import ArgumentParser
import Console
import Cryptography
import HearthCore
import IM
import Logging
import Store
import Web

/// What is known of a message: asks the server that runs on the data directory, or opens the store itself.
struct MessageExplanation: Sendable {
    let app: AppLine
    /// As the admin API answers it.
    let json: JSON

    /// - Parameter app: an AppID; all apps are looked at without one.
    static func find(_ id: MessageID, app: String?, _ options: ConfigurationOptions) async throws -> MessageExplanation {
        let configuration = try options.load()
        if let server = RunningServer(on: configuration.data) {
            return try await find(id, app, among: .running(server)) { app in
                try await server.find("\(AppAdministration.path)/\(app.id)/messages/\(id)")
            }
        }
        _ = try DataDirectory(configuration.data)
        let stores = try await Stores.open(
            configuration, clock: SystemClock(), randomness: SystemRandomness(), logger: Logger(label: "hearth"))
        defer { stores.database.shutdown() }
        let apps = AppDirectory(
            store: stores.apps, settings: stores.appSettings, clock: SystemClock(), randomness: SystemRandomness())
        let tokens = AdminTokens(store: stores.tokens, codec: JWTCodec(), clock: SystemClock(), randomness: SystemRandomness())
        do {
            return try await find(id, app, among: .stored(apps, tokens)) { app in
                let number = try await apps.find(AppID(app.id)).app.number
                return try await stores.tracing.trace(id, in: number)?.json(nil)
            }
        } catch let failure as Failure {
            throw StartError(failure.restMessage)
        }
    }

    private static func find(
        _ id: MessageID, _ app: String?, among apps: AppAdministration, _ look: (AppLine) async throws -> JSON?
    ) async throws -> MessageExplanation {
        let places: [AppLine]
        if let app { places = [try await apps.app(app)] } else { places = try await apps.list() }
        for place in places {
            if let json = try await look(place) { return MessageExplanation(app: place, json: json) }
        }
        throw ValidationError("there is no message \(id)" + (app.map { " in \($0)" } ?? ""))
    }
}
