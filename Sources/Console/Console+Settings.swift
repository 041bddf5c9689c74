import HearthCore
import IM
import Web

extension Console {
    /// Changes in one page of the record.
    private static let page = (standard: 50, most: 500)

    /// What can be set for an app.
    var settingRoutes: [Route] {
        let path = "/admin/apps/{app_id}/settings"
        return [
            admin([.get], path, "Every setting of an app with its value, default, bounds and help") {
                [services] request async throws(Failure) in
                .data(.settings(try await services.apps.find(AppID(try request.segment("app_id"))).settings))
            },
            act([.patch], path, "Changes settings of an app, all of the body or none; null brings the default back") {
                [services] request async throws(Failure) in
                let edits = try AppSettingEdits(try request.json())
                let app = AppID(try request.segment("app_id"))
                let before = try await services.apps.find(app).settings
                let entry = try await services.apps.change(app, edits, by: "admin API, \(request.origin.remoteAddress)")
                return Act(.data(.settings(entry.settings)), before: edits.audit(of: before), after: edits.audit(of: entry.settings))
            },
            admin([.get], path + "/changes", "Who set what, newest first; ?limit= and ?cursor= page through it") {
                [services] request async throws(Failure) in
                let fields = try request.parameters()
                let limit = Int(clamping: try fields.integerIfPresent("limit") ?? Int64(Self.page.standard))
                guard (1...Self.page.most).contains(limit) else { throw .invalidParameter("limit") }
                let changes = try await services.apps.changes(
                    of: AppID(try request.segment("app_id")), before: try fields.integerIfPresent("cursor"), limit: limit)
                let next = changes.count == limit ? changes.last.map { JSON.integer($0.number) } : nil
                return .data(.array(changes.map(\.json)), ["cursor": next])
            },
        ]
    }
}

extension AppSettingEdits {
    /// Reads an object of keys and values. A value may also be written as text.
    /// - Throws: `InvalidRequestParameter` for anything else, and for a key or value that the table refuses.
    init(_ json: JSON) throws(Failure) {
        guard let members = json.asMembers else { throw .invalidParameter("the body is not an object of settings") }
        self.init()
        for member in members { try set(member.key, to: member.value.settingText) }
    }
}

extension AppSettingEdits {
    /// What settings have under the keys that are edited, as the audit log keeps it.
    public func audit(of settings: AppSettings) -> JSON {
        .object(
            texts.keys.sorted().compactMap { name in
                AppSettingTable.key(named: name).map { JSON.Member(name, $0.shape.json($0.shown($0.text(in: settings)))) }
            })
    }
}

extension JSON {
    /// As `AppSettingEdits` takes it: nil for null. What no setting can be stays as it was written, to be refused.
    fileprivate var settingText: String? {
        switch self {
        case .null: nil
        case .string(let text): text
        default: description
        }
    }

    /// All rows of the table, with what one app has there.
    fileprivate static func settings(_ settings: AppSettings) -> JSON {
        .array(AppSettingTable.keys.map { $0.json(in: settings) })
    }
}

extension AppSettingKey {
    fileprivate func json(in settings: AppSettings) -> JSON {
        .compact([
            "key": .string(name),
            "value": shape.json(shown(text(in: settings))),
            "default": shape.json(standard),
            "changed": .bool(isChanged(in: settings)),
            "type": .string(shape.word),
            "min": shape.bounds.map { .integer(Int64($0.lowerBound)) },
            "max": shape.bounds.map { .integer(Int64($0.upperBound)) },
            "max_characters": shape.longest.map { .integer(Int64($0)) },
            "secret": isSecret ? true : nil,
            "choices": shape.words.map { .array($0.map { .string($0) }) },
            "help": .string(help),
        ])
    }
}

extension AppSettingShape {
    fileprivate var word: String {
        switch self {
        case .bool: "boolean"
        case .integer: "integer"
        case .choice: "choice"
        case .words: "words"
        case .text: "text"
        case .url: "url"
        case .publicKey: "public key"
        case .rate: "rate"
        }
    }

    fileprivate var bounds: ClosedRange<Int>? { if case .integer(let bounds) = self { bounds } else { nil } }
    fileprivate var longest: Int? {
        switch self {
        case .text(let most), .url(let most), .publicKey(let most): most
        default: nil
        }
    }
    fileprivate var words: [String]? {
        switch self {
        case .choice(let words), .words(let words): words
        default: nil
        }
    }

    /// A value of this shape, from its text.
    fileprivate func json(_ text: String) -> JSON {
        switch self {
        case .bool: .bool(text == "true")
        case .integer: Int64(text).map { .integer($0) } ?? .string(text)
        case .choice, .words, .text, .url, .publicKey, .rate: .string(text)
        }
    }
}

extension AppSettingChange {
    /// Null stands for the default; a secret is never told; the value of a key that is not in the table any more is text.
    fileprivate var json: JSON {
        let row = AppSettingTable.key(named: key)
        func value(_ text: String?) -> JSON { text.map { text in row.map { $0.shape.json($0.shown(text)) } ?? .string(text) } ?? .null }
        return [
            "at": .integer(at.milliseconds), "key": .string(key), "before": value(before), "after": value(after),
            "by": .string(author),
        ]
    }
}
