import Console
import HearthCore
import IM
import Web

extension AppAdministration {
    /// Puts an app out of service, or back into it.
    /// - Parameter verb: what is put on record.
    func change(_ id: String, to status: AppStatus, reason: String, verb: String) async throws -> AppLine {
        let app = try await app(id)
        let change = AppChange(status: status, reason: reason)
        switch self {
        case .running(let server): return AppLine(try await server.call(.PATCH, "\(Self.path)/\(app.id)", change.json))
        case .stored(let stored):
            return try await stored.recorded(verb) {
                let (before, after) = try await stored.apps.change(AppID(app.id), change)
                return Done(AppLine(after), app: after.id, before: before.audit, after: after.audit)
            }
        }
    }

    /// Lets all devices of an app connect anew.
    func reconnect(_ id: String, _ notice: ReconnectNotice) async throws {
        let app = try await app(id)
        let fields: Web.JSON = ["notice": .string(notice.rawValue)]
        switch self {
        case .running(let server): _ = try await server.call(.POST, "\(Self.path)/\(app.id)/reconnect", fields)
        case .stored(let stored):
            try await stored.recorded("hearth app reconnect") {
                _ = try await stored.reconnecting.reconnect(AppID(app.id), notice)
                return Done((), app: AppID(app.id), after: fields)
            }
        }
    }
}
