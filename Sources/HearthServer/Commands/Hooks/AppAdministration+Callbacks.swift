import Console
import HearthCore
import IM
import NIOHTTP1
import Web

/// What an app's own server is told, for the verbs.
extension AppAdministration {
    /// The newest events that it never took.
    func deadCallbacks(of id: String, limit: Int) async throws -> [Web.JSON] {
        let app = try await app(id)
        switch self {
        case .running(let server):
            return try await server.call(.GET, Self.hooks(app) + "/dead?limit=\(limit)").asArray ?? []
        case .stored(let stored):
            return try await stored.callbacks.dead(of: AppID(app.id), before: nil, limit: limit).map(\.json)
        }
    }

    /// Tries dead ones again.
    /// - Parameter callback: which; nil for all.
    func retryCallbacks(_ callback: String?, of id: String) async throws -> Int64 {
        let app = try await app(id)
        switch self {
        case .running(let server): return try await server.count(.POST, Self.hooks(app) + "/dead/retry", callback)
        case .stored(let stored):
            return try await stored.recorded("hearth hook retry") {
                let count = try await stored.callbacks.retry(callback, of: AppID(app.id))
                return Done(Int64(count), app: AppID(app.id), subject: callback ?? "", after: ["count": .integer(Int64(count))])
            }
        }
    }

    /// Forgets dead ones.
    /// - Parameter callback: which; nil for all.
    func dropCallbacks(_ callback: String?, of id: String) async throws -> Int64 {
        let app = try await app(id)
        switch self {
        case .running(let server): return try await server.count(.DELETE, Self.hooks(app) + "/dead", callback)
        case .stored(let stored):
            return try await stored.recorded("hearth hook drop") {
                let count = try await stored.callbacks.drop(callback, of: AppID(app.id))
                return Done(Int64(count), app: AppID(app.id), subject: callback ?? "", after: ["count": .integer(Int64(count))])
            }
        }
    }

    private static func hooks(_ app: AppLine) -> String { "\(path)/\(app.id)/hooks" }
}

extension RunningServer {
    fileprivate func count(_ method: HTTPMethod, _ path: String, _ callback: String?) async throws -> Int64 {
        let fields: Web.JSON = callback.map { ["id": .string($0)] } ?? .object([])
        return try await call(method, path, fields)["count"]?.asInteger ?? 0
    }
}
