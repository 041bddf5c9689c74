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
        try await AppAdministration.open(options) { administration in
            try await find(id, app, among: administration) { app in
                switch administration {
                case .running(let server): try await server.find("\(AppAdministration.path)/\(app.id)/messages/\(id)")
                case .stored(let stored):
                    try await stored.tracing.trace(id, in: try await stored.apps.find(AppID(app.id)).app.number)?.json(nil)
                }
            }
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
