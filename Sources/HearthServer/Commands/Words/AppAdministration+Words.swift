import Censorship
import Console
import FlooClient
import HearthCore
import IM
import Web

/// Which word list of which app a verb is about.
struct WordListPlace: Sendable {
    let app: String
    let list: WordListName
}

/// Word lists, for the verbs.
extension AppAdministration {
    /// What becomes of a list.
    enum WordAct: Sendable {
        case upload(WordListText, WordAction)
        case add([String], WordAction, WordKind)
        case remove([String], WordKind?)
        case restore(version: Int64)
    }

    /// The lists of an app as the admin API answers them.
    func wordLists(of id: String) async throws -> [Web.JSON] {
        let app = try await app(id)
        switch self {
        case .running(let server): return try await server.call(.GET, "\(Self.path)/\(app.id)/words").asArray ?? []
        case .stored(let stored): return try await stored.words.lists(of: try await stored.number(of: app)).map(\.json)
        }
    }

    /// The first rules of a list, with its newest version, as the admin API answers them.
    func words(_ place: WordListPlace, containing part: String?, limit: Int) async throws -> Web.JSON {
        let app = try await app(place.app)
        switch self {
        case .running(let server):
            let query = "?limit=\(limit)" + (part.map { "&contains=\($0.percentEncoded)" } ?? "")
            return try await server.call(.GET, Self.path(app, place) + query)
        case .stored(let stored):
            let page = try await stored.words.rules(
                of: place.list, in: try await stored.number(of: app), containing: part, from: 0, limit: limit)
            return page.version.json(rules: page.rules)
        }
    }

    /// The newest versions of a list as the admin API answers them.
    func wordVersions(_ place: WordListPlace, limit: Int) async throws -> [Web.JSON] {
        let app = try await app(place.app)
        switch self {
        case .running(let server):
            return try await server.call(.GET, Self.path(app, place) + "/versions?limit=\(limit)").asArray ?? []
        case .stored(let stored):
            return try await stored.words.versions(
                of: place.list, in: try await stored.number(of: app), before: nil, limit: limit
            ).map(\.json)
        }
    }

    /// A list as text.
    func wordText(_ place: WordListPlace, version: Int64?) async throws -> [UInt8] {
        let app = try await app(place.app)
        switch self {
        case .running(let server):
            return try await server.text(Self.path(app, place) + "/text" + (version.map { "?version=\($0)" } ?? ""))
        case .stored(let stored):
            return try await stored.words.text(of: place.list, in: try await stored.number(of: app), version: version).text.bytes
        }
    }

    /// Changes a list and returns its newest version.
    func carryOut(_ act: WordAct, on place: WordListPlace) async throws -> Web.JSON {
        let app = try await app(place.app)
        switch self {
        case .running(let server): return try await Self.call(server, act, Self.path(app, place))
        case .stored(let stored):
            let number = try await stored.number(of: app)
            return try await stored.recorded("hearth word \(act.word)") {
                let change = try await stored.carryOut(act, on: place.list, in: number)
                return Done(
                    change.after.json, app: AppID(app.id), subject: "list=\(place.list.rawValue)", before: change.before?.audit,
                    after: change.after.audit)
            }
        }
    }

    /// Removes a list with all of its versions.
    func removeWords(_ place: WordListPlace) async throws {
        let app = try await app(place.app)
        switch self {
        case .running(let server): _ = try await server.call(.DELETE, Self.path(app, place))
        case .stored(let stored):
            let number = try await stored.number(of: app)
            try await stored.recorded("hearth word delete") {
                let before = try await stored.words.remove(place.list, in: number)
                return Done((), app: AppID(app.id), subject: "list=\(place.list.rawValue)", before: before.audit)
            }
        }
    }

    /// What the lists of an app say of a text.
    func testWords(_ text: String, in id: String) async throws -> Web.JSON {
        let app = try await app(id)
        switch self {
        case .running(let server):
            return try await server.call(.POST, "\(Self.path)/\(app.id)/words/test", ["text": .string(text)])
        case .stored(let stored):
            try await stored.words.follow()
            return try await stored.words.test(text, in: try await stored.number(of: app)).json
        }
    }

    private static func call(_ server: RunningServer, _ act: WordAct, _ path: String) async throws -> Web.JSON {
        func array(_ words: [String]) -> Web.JSON { .array(words.map { .string($0) }) }
        switch act {
        case .upload(let text, let action):
            return try await server.call(.PUT, path + "?action=\(action.rawValue)", text.bytes, type: "text/plain; charset=utf-8")
        case .add(let words, let action, let kind):
            return try await server.call(
                .POST, path + "/add", ["words": array(words), "action": .string(action.rawValue), "kind": .string(kind.rawValue)])
        case .remove(let words, let kind):
            return try await server.call(.POST, path + "/remove", ["words": array(words), "kind": Web.JSON(kind?.rawValue)])
        case .restore(let version): return try await server.call(.POST, path + "/restore", ["version": .integer(version)])
        }
    }

    private static func path(_ app: AppLine, _ place: WordListPlace) -> String { "\(path)/\(app.id)/words/\(place.list.rawValue)" }
}

extension AppAdministration.Stored {
    func number(of app: AppLine) async throws -> AppNumber { try await apps.find(AppID(app.id)).app.number }

    fileprivate func carryOut(
        _ act: AppAdministration.WordAct, on list: WordListName, in app: AppNumber
    ) async throws -> WordLists.Change {
        let author = SystemUser.name
        switch act {
        case .upload(let text, let action): return try await words.change(list, in: app, .upload(.text(text, action)), by: author)
        case .add(let texts, let action, let kind):
            return try await words.change(list, in: app, .add(.rules(texts.map { WordRule($0, kind, action) })), by: author)
        case .remove(let texts, let kind):
            return try await words.change(list, in: app, .remove(texts.map { WordListEdit.Removal($0, kind) }), by: author)
        case .restore(let version): return try await words.restore(list, in: app, to: version, by: author)
        }
    }
}

extension AppAdministration.WordAct {
    fileprivate var word: String {
        switch self {
        case .upload: "upload"
        case .add: "add"
        case .remove: "remove"
        case .restore: "restore"
        }
    }
}
