import Censorship
import HearthCore

extension WordLists {
    /// Rules in one page, and versions.
    public static let page = (standard: 100, most: 1_000)

    /// A piece of a list.
    public struct RulePage: Sendable, Equatable {
        public let version: WordListVersion
        public let rules: [WordRule]
        /// Where to ask on; nil at the end.
        public let next: Int?
    }

    /// What the lists of an app say of a text.
    public struct Test: Sendable, Equatable {
        /// The strongest of all; nil where nothing is found.
        public let action: WordAction?
        public let hits: [WordHit]
        /// The text as it would go through; nil where it would be refused.
        public let text: String?
    }

    /// The newest version of each list of an app, by name.
    public func lists(of app: AppNumber) async throws(Failure) -> [WordListVersion] { try await store.lists(of: app) }

    /// The newest version of a list.
    /// - Throws: `InvalidRequestParameter` where there is no such list.
    public func newest(_ list: WordListName, in app: AppNumber) async throws(Failure) -> WordListVersion {
        guard let found = try await store.lists(of: app).first(where: { $0.list == list }) else { throw Self.absent(list) }
        return found
    }

    /// The versions of a list, newest first.
    /// - Parameters:
    ///   - before: only versions with a smaller number; nil for all.
    ///   - limit: at most `page.most`.
    public func versions(
        of list: WordListName, in app: AppNumber, before: Int64?, limit: Int
    ) async throws(Failure) -> [WordListVersion] {
        let versions = try await store.versions(of: list, in: app, before: before ?? .max, limit: min(limit, Self.page.most))
        if versions.isEmpty { _ = try await newest(list, in: app) }
        return versions
    }

    /// The rules of the newest version, in their order.
    /// - Parameters:
    ///   - part: only rules whose text holds this, in small letters or large ones; nil for all.
    ///   - place: `RulePage.next` of the page before; 0 for the first.
    ///   - limit: at most `page.most`.
    public func rules(
        of list: WordListName, in app: AppNumber, containing part: String?, from place: Int, limit: Int
    ) async throws(Failure) -> RulePage {
        let newest = try await newest(list, in: app)
        let rules = try await allRules(of: newest, in: app)
        return try await building.run {
            var found: [WordRule] = []
            var next: Int?
            let wanted = part.map { Array($0.lowercased().utf8) }
            for index in rules.indices.dropFirst(max(0, place))
            where wanted.map({ rules[index].text.lowercased().utf8.contains($0) }) ?? true {
                guard found.count < min(limit, Self.page.most) else {
                    next = index
                    break
                }
                found.append(rules[index])
            }
            return RulePage(version: newest, rules: found, next: next)
        }
    }

    /// Those that are in force here, where they are that version: reading a large list takes its time.
    private func allRules(of version: WordListVersion, in app: AppNumber) async throws(Failure) -> [WordRule] {
        let entry = lexicons.entries(of: app).first { $0.name == version.list }
        if let entry, entry.version == version.number { return entry.lexicon.rules }
        let text = try await text(of: version.list, in: app, version: version.number).text
        return try await building.run { (try? text.lines().map(\.rule)) ?? [] }
    }

    /// A version as text.
    /// - Parameter version: nil for the newest.
    /// - Throws: `InvalidRequestParameter` where there is no such list, or the rules of that version are not kept.
    public func text(of list: WordListName, in app: AppNumber, version: Int64?) async throws(Failure) -> StoredWordList {
        if let found = try await store.rules(of: list, in: app, version: version) { return found }
        let newest = try await newest(list, in: app)
        throw Failure(
            .invalidRequestParameter,
            "invalid request parameter: version: \(list.rawValue) has no version \(version ?? newest.number) whose rules are kept")
    }

    /// What the lists that hold here say of a text, whether or not the app looks at them.
    public func test(_ text: String, in app: AppNumber) async throws(Failure) -> Test {
        let entries = lexicons.entries(of: app)
        return try await building.run { Self.test(text, entries) }
    }

    private static func test(_ text: String, _ entries: [Lexicons.Entry]) -> Test {
        var text = text
        text.makeContiguousUTF8()
        let bytes = Array(text.utf8)
        var hits: [WordHit] = []
        var masked: [Range<Int>] = []
        for entry in entries {
            for match in bytes.withUnsafeBufferPointer({ entry.lexicon.matches(in: $0) }) {
                let rule = entry.lexicon.rules[match.rule]
                hits.append(WordHit(list: entry.name, rule: rule, found: String(decoding: bytes[match.range], as: UTF8.self)))
                if rule.action == .mask { masked.append(match.range) }
            }
        }
        let action = hits.map(\.rule.action).max()
        return Test(action: action, hits: hits, text: action == .refuse ? nil : masked.isEmpty ? text : Mask.masked(text, masked))
    }
}
