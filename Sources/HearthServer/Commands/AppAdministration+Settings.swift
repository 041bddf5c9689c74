import ArgumentParser
import Console
import HearthCore
import IM
import Web

/// A setting as the verbs print it.
struct AppSettingLine: Sendable {
    let key: String
    let value: String
    let standard: String
    let isChanged: Bool
}

extension AppAdministration {
    /// An app that is there.
    /// - Throws: with words for the person who wrote the AppID.
    func app(_ id: String) async throws -> AppLine {
        guard let app = try await list().first(where: { $0.id == id }) else {
            throw ValidationError("there is no app \(id): `hearth app list` shows those there are")
        }
        return app
    }

    /// Every setting of an app, in the order of the table.
    func settings(of id: String) async throws -> [AppSettingLine] {
        let app = try await app(id)
        switch self {
        case .running(let server): return Self.lines(try await server.call(.GET, Self.path(app)))
        case .stored(let stored): return Self.lines(try await stored.apps.find(AppID(app.id)).settings)
        }
    }

    /// Changes settings, all or none, and returns every setting as it is then.
    func set(_ edits: AppSettingEdits, of id: String) async throws -> [AppSettingLine] {
        let app = try await app(id)
        switch self {
        case .running(let server):
            let members = edits.texts.sorted { $0.key < $1.key }.map { Web.JSON.Member($0.key, Web.JSON($0.value)) }
            return Self.lines(try await server.call(.PATCH, Self.path(app), .object(members)))
        case .stored(let stored):
            return try await stored.recorded("hearth app set") {
                let before = try await stored.apps.find(AppID(app.id)).settings
                let settings = try await stored.apps.change(AppID(app.id), edits, by: "hearth app set").settings
                return Done(
                    Self.lines(settings), app: AppID(app.id), before: edits.audit(of: before), after: edits.audit(of: settings))
            }
        }
    }

    private static func path(_ app: AppLine) -> String { "\(path)/\(app.id)/settings" }

    private static func lines(_ settings: AppSettings) -> [AppSettingLine] {
        AppSettingTable.keys.map { key in
            AppSettingLine(
                key: key.name, value: key.shown(key.text(in: settings)), standard: key.standard, isChanged: key.isChanged(in: settings))
        }
    }

    private static func lines(_ json: Web.JSON) -> [AppSettingLine] {
        (json.asArray ?? []).map { row in
            func text(_ value: Web.JSON?) -> String { value.map { $0.asString ?? $0.description } ?? "" }
            return AppSettingLine(
                key: text(row["key"]), value: text(row["value"]), standard: text(row["default"]),
                isChanged: row["changed"]?.asBool ?? false)
        }
    }
}
