import Console
import HearthCore
import IM
import Web

/// Hooks, for the verbs.
extension AppAdministration {
    /// The hooks of an app as the admin API shows them.
    func hooks(of id: String) async throws -> Web.JSON {
        let app = try await app(id)
        switch self {
        case .running(let server): return try await server.call(.GET, "\(Self.path)/\(app.id)/hooks")
        case .stored(let stored):
            let settings = try await stored.apps.find(AppID(app.id)).settings
            return .hooks(of: settings, before: nil, after: try await stored.callbacks.report(of: AppID(app.id)))
        }
    }

    /// Calls a hook with its example and returns the call and its answer.
    func testHook(_ hook: HookKind, of id: String) async throws -> Web.JSON {
        let app = try await app(id)
        switch self {
        case .running(let server):
            return try await server.call(.POST, "\(Self.path)/\(app.id)/hooks/test", ["hook": .string(hook.rawValue)])
        case .stored(let stored):
            return try await stored.hooks.test(hook, of: try await stored.apps.find(AppID(app.id))).json
        }
    }
}
