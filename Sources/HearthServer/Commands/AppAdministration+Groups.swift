import Console
import HearthCore
import IM
import Web

extension AppAdministration {
    /// A group as the admin API answers it.
    func group(_ group: Int64, of id: String) async throws -> Web.JSON {
        let app = try await app(id)
        switch self {
        case .running(let server): return try await server.call(.GET, Self.path(app, group))
        case .stored(let stored):
            let entry = try await stored.apps.find(AppID(app.id))
            return try await stored.groups.state(of: GroupID(group), in: entry.app.number).json(entry.settings)
        }
    }

    /// Changes a group and returns it as it is then.
    func set(_ switches: GroupSwitches, of group: Int64, _ id: String) async throws -> Web.JSON {
        let app = try await app(id)
        switch self {
        case .running(let server): return try await server.call(.PATCH, Self.path(app, group), switches.json)
        case .stored(let stored):
            let entry = try await stored.apps.find(AppID(app.id))
            return try await stored.recorded("hearth group set") {
                let before = try await stored.groups.state(of: GroupID(group), in: entry.app.number)
                let after = try await stored.groups.change(GroupID(group), in: entry.app.number, switches)
                return Done(
                    after.json(entry.settings), app: entry.app.id, subject: "group_id=\(group)", before: before.audit, after: after.audit)
            }
        }
    }

    private static func path(_ app: AppLine, _ group: Int64) -> String { "\(path)/\(app.id)/groups/\(group)" }
}
