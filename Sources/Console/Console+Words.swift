import Censorship
import HearthCore
import IM
import Web

extension Console {
    private static let words = "/admin/apps/{app_id}/words"

    /// The word lists of an app: what its people may not write.
    var wordRoutes: [Route] { wordReadingRoutes + wordChangeRoutes }

    private var wordReadingRoutes: [Route] {
        let path = Self.words
        return [
            admin([.get], path, "The word lists of an app, each with its newest version") { [services] request async throws(Failure) in
                .data(.array(try await services.words.lists(of: try await services.app(in: request)).map(\.json)))
            },
            admin([.get], path + "/{list}", "The rules of a list; of those with ?contains= in their text; ?limit= and ?cursor= page") {
                [services] request async throws(Failure) in
                let (list, fields) = (try request.wordList(), try request.parameters())
                let page = try await services.words.rules(
                    of: list, in: try await services.app(in: request), containing: try fields.stringIfPresent("contains"),
                    from: Int(clamping: try fields.integerIfPresent("cursor") ?? 0), limit: try fields.limit(WordLists.page))
                return .data(
                    page.version.json(rules: page.rules), ["cursor": page.next.map { JSON.integer(Int64($0)) }])
            },
            admin([.get], path + "/{list}/versions", "The versions of a list, newest first; ?limit= and ?cursor= page through them") {
                [services] request async throws(Failure) in
                let (list, fields) = (try request.wordList(), try request.parameters())
                let limit = try fields.limit(WordLists.page)
                let versions = try await services.words.versions(
                    of: list, in: try await services.app(in: request), before: try fields.integerIfPresent("cursor"), limit: limit)
                let next = versions.count == limit ? versions.last.map { JSON.integer($0.number) } : nil
                return .data(.array(versions.map(\.json)), ["cursor": next])
            },
            admin([.get], path + "/{list}/text", "A list as text, a rule in each line; ?version= for one of the last ones") {
                [services] request async throws(Failure) in
                let (list, fields) = (try request.wordList(), try request.parameters())
                let found = try await services.words.text(
                    of: list, in: try await services.app(in: request), version: try fields.integerIfPresent("version"))
                return Reply.raw(200, "text/plain; charset=utf-8", found.text.bytes).with("word-list-version", String(found.version))
            },
            // It changes nothing, and what is tried is not put on record.
            guarded([.post], path + "/test", "What the lists of an app say of `text`") { [services] request async throws(Failure) in
                let text = try request.parameters().string("text")
                return .data(try await services.words.test(text, in: try await services.app(in: request)).json)
            },
        ]
    }

    private var wordChangeRoutes: [Route] {
        let path = Self.words + "/{list}"
        return [
            act(
                [.put], path, "Makes a text, or `rules`, the rules of a list in the place of all others; ?action= of lines without one",
                largeBody: { [services] in services.isAdmin($0) ? Limits.wordListBytes : nil },
                { [services] request async throws(Failure) in
                    let rules = try await services.uploaded(request)
                    return try await services.change(in: request, .upload(rules))
                }),
            act([.post], path + "/add", "Adds `words`, of one `action` and `kind`, or `rules`, each with its own") {
                [services] request async throws(Failure) in
                let fields = try request.parameters()
                return try await services.change(in: request, .add(.rules(try fields.wordRules())))
            },
            act([.post], path + "/remove", "Removes `words`, of whatever kind or of one `kind`, as far as they are there") {
                [services] request async throws(Failure) in
                let fields = try request.parameters()
                let kind = try fields.wordIfPresent("kind", WordKind.self)
                let removals = try fields.strings("words").map { WordListEdit.Removal($0, kind) }
                return try await services.change(in: request, .remove(removals))
            },
            act([.post], path + "/restore", "Makes a new version with the rules of an old `version`") {
                [services] request async throws(Failure) in
                let (list, version) = (try request.wordList(), try request.parameters().integer("version"))
                let app = try await services.app(in: request)
                return try await services.words.restore(list, in: app, to: version, by: request.author).act
            },
            act([.delete], path, "Removes a list with all of its versions") { [services] request async throws(Failure) in
                let list = try request.wordList()
                let before = try await services.words.remove(list, in: try await services.app(in: request))
                return Act(.data(true), before: before.audit, after: .null)
            },
        ]
    }
}

extension ConsoleServices {
    func app(in request: Request) async throws(Failure) -> AppNumber {
        try await apps.find(AppID(try request.segment("app_id"))).app.number
    }

    fileprivate func change(in request: Request, _ edit: WordListEdit) async throws(Failure) -> Act {
        let list = try request.wordList()
        return try await words.change(list, in: try await app(in: request), edit, by: request.author).act
    }

    /// The rules of an upload: lines of text, or JSON. Reading megabytes takes its time.
    fileprivate func uploaded(_ request: Request) async throws(Failure) -> WordListEdit.Rules {
        let action = WordAction(rawValue: request.query["action"] ?? WordAction.refuse.rawValue)
        guard let action else { throw .invalidParameter("action: expected refuse, mask or review") }
        if request.headers["content-type"]?.lowercased().hasPrefix("text/") ?? false { return .text(WordListText(request.body), action) }
        let read: Result<[WordRule], Failure> = try await words.working {
            Result { () throws(Failure) in
                let body: JSON? = try? request.json()
                guard let rules = body?["rules"]?.asArray else {
                    throw Failure.invalidParameter("the body is neither text/plain nor an object with rules")
                }
                return try JSON.wordRules(rules, action, .exact)
            }
        }
        return .rules(try read.get())
    }
}

extension Request {
    fileprivate func wordList() throws(Failure) -> WordListName {
        guard let list = WordListName(try segment("list")) else {
            throw .invalidParameter("list: its name is 1 to 32 small letters, digits, dots, hyphens and underscores")
        }
        return list
    }

    /// As lists and reviews tell who did something.
    var author: String {
        let name = AuditAuthor(.adminAPI, headers[AuditEntry.operatorHeader] ?? "").name
        return (name.isEmpty ? "admin API" : name) + ", \(origin.remoteAddress)"
    }
}

extension Parameters {
    /// `limit`, from 1 to the most of a page.
    func limit(_ page: (standard: Int, most: Int)) throws(Failure) -> Int {
        let limit = Int(clamping: try integerIfPresent("limit") ?? Int64(page.standard))
        guard (1...page.most).contains(limit) else { throw .invalidParameter("limit") }
        return limit
    }

    fileprivate func wordIfPresent<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, _ type: Word.Type
    ) throws(Failure) -> Word? {
        guard let text = try stringIfPresent(name), !text.isEmpty else { return nil }
        guard let word = Word(rawValue: text) else {
            throw .invalidParameter("\(name): expected \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    /// `words` of one action and kind, or `rules`.
    fileprivate func wordRules() throws(Failure) -> [WordRule] {
        let action = try wordIfPresent("action", WordAction.self) ?? .refuse
        let kind = try wordIfPresent("kind", WordKind.self) ?? .exact
        let words = try stringsIfPresent("words") ?? []
        let rules = try value("rules")?.asArray ?? []
        return words.map { WordRule($0, kind, action) } + (try JSON.wordRules(rules, action, kind))
    }
}

extension JSON {
    /// Rules that a caller gives, `{"text": "…", "action": "refuse", "kind": "exact"}` each.
    /// - Throws: `InvalidRequestParameter`, naming the place of the first that is none.
    fileprivate static func wordRules(_ rows: [JSON], _ action: WordAction, _ kind: WordKind) throws(Failure) -> [WordRule] {
        var rules: [WordRule] = []
        for (index, row) in rows.enumerated() {
            let words = (row["action"] ?? .null, row["kind"] ?? .null)
            guard let text = row["text"]?.asString, !text.isEmpty,
                let own = words.0 == .null ? action : words.0.asString.flatMap({ WordAction(rawValue: $0) }),
                let sort = words.1 == .null ? kind : words.1.asString.flatMap({ WordKind(rawValue: $0) })
            else { throw .invalidParameter("rules: rule \(index + 1): expected text, and an action and kind that there are") }
            rules.append(WordRule(text, sort, own))
        }
        return rules
    }
}

extension WordLists.Change {
    fileprivate var act: Act { Act(.data(after.json), before: before?.audit, after: after.audit) }
}

extension WordListVersion {
    /// As the admin API answers it. The time is milliseconds since 1970.
    public var json: JSON { json(rules: nil) }

    public func json(rules: [WordRule]?) -> JSON {
        .compact([
            "list": .string(list.rawValue),
            "version": .integer(number),
            "at": .integer(at.milliseconds),
            "by": .string(author),
            "note": .string(note),
            "count": .integer(Int64(count)),
            "added": .integer(Int64(added)),
            "removed": .integer(Int64(removed)),
            "kept": .bool(isKept),
            "rules": rules.map { .array($0.map(\.json)) },
        ])
    }

    /// As the audit log keeps it: what a version holds can be read at the version.
    public var audit: JSON {
        [
            "version": .integer(number), "note": .string(note), "count": .integer(Int64(count)), "added": .integer(Int64(added)),
            "removed": .integer(Int64(removed)),
        ]
    }
}

extension WordRule {
    var json: JSON { ["text": .string(text), "action": .string(action.rawValue), "kind": .string(kind.rawValue)] }
}

extension WordHit {
    var json: JSON {
        [
            "list": .string(list.rawValue), "text": .string(rule.text), "kind": .string(rule.kind.rawValue),
            "action": .string(rule.action.rawValue), "found": .string(found),
        ]
    }
}

extension WordLists.Test {
    /// As the admin API answers it: null for no action, and for a text that would be refused.
    public var json: JSON {
        ["action": JSON(action?.rawValue), "text": JSON(text), "hits": .array(hits.map(\.json))]
    }
}
