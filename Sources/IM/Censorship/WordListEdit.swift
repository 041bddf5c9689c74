import Censorship
import HearthCore

/// What somebody wants to be different in a word list.
public struct WordListEdit: Sendable {
    /// Rules to come.
    public enum Rules: Sendable {
        /// A list as text.
        /// - Parameter action: of lines that name none.
        case text(WordListText, WordAction)
        case rules([WordRule])
    }

    /// A rule to go.
    public struct Removal: Sendable, Equatable {
        public let text: String
        /// Nil for whatever kind.
        public let kind: WordKind?

        public init(_ text: String, _ kind: WordKind? = nil) {
            self.text = text
            self.kind = kind
        }
    }

    enum Step: Sendable {
        case replace(Rules)
        case add(Rules)
        case remove([Removal])
    }

    let step: Step
    /// As `WordListVersion.note`.
    let note: String

    /// These rules, and no others.
    public static func upload(_ rules: Rules) -> WordListEdit { WordListEdit(step: .replace(rules), note: "upload") }
    /// These too. A rule of the same text and kind gets the new action.
    public static func add(_ rules: Rules) -> WordListEdit { WordListEdit(step: .add(rules), note: "add") }
    /// Without these, as far as they are there.
    public static func remove(_ removals: [Removal]) -> WordListEdit { WordListEdit(step: .remove(removals), note: "remove") }

    /// Whether there may be no such list before.
    var makesList: Bool { if case .remove = step { false } else { true } }
}

/// The rules of the next version, compiled. Pure work, and much of it: up to a second.
struct WordListPlan: Sendable {
    let rules: [WordRule]
    let lexicon: Lexicon
    let added: Int
    let removed: Int

    /// - Parameter old: the rules of the version before; nil where there is none.
    /// - Throws: `InvalidRequestParameter` in words for whoever wrote the rules.
    init(_ edit: WordListEdit, of old: WordListText?) throws(Failure) {
        let before = try Self.stored(old, edit)
        var table = WordTable(before)
        var places: [WordTable.Key: Int] = [:]
        var unit = "rule"
        switch edit.step {
        case .replace(let rules), .add(let rules):
            let lines: [WordListText.Line]
            (lines, unit) = try Self.lines(rules)
            guard !lines.isEmpty else { throw Self.refusal("there is no rule in it") }
            if case .replace = edit.step { table = WordTable([]) }
            for line in lines {
                places[WordTable.Key(line.rule)] = line.number
                table.put(line.rule)
            }
        case .remove(let removals): table.remove(removals)
        }
        rules = table.rules
        guard rules.count <= Limits.wordListRules else {
            throw Self.refusal("a list has \(Limits.wordListRules) rules at most, and these are \(rules.count)")
        }
        do {
            lexicon = try Lexicon(rules)
        } catch {
            guard rules.indices.contains(error.index) else { throw Self.refusal(error.reason) }
            let bad = rules[error.index]
            let place = places[WordTable.Key(bad)].map { "\(unit) \($0)" } ?? "the rule '\(bad.text)'"
            throw Self.refusal("\(place): \(error.reason)")
        }
        (added, removed) = Self.difference(before, rules)
    }

    private static func stored(_ text: WordListText?, _ edit: WordListEdit) throws(Failure) -> [WordRule] {
        guard let text else { return [] }
        do {
            return try text.lines().map(\.rule)
        } catch {
            // An upload needs nothing of what there was.
            if case .replace = edit.step { return [] }
            throw Self.refusal("what is stored cannot be read (line \(error.index): \(error.reason)); upload the list anew")
        }
    }

    private static func lines(_ rules: WordListEdit.Rules) throws(Failure) -> ([WordListText.Line], unit: String) {
        switch rules {
        case .rules(let rules): return (rules.enumerated().map { WordListText.Line(number: $0.offset + 1, rule: $0.element) }, "rule")
        case .text(let text, let action):
            do {
                return (try text.lines(action), "line")
            } catch {
                throw refusal("line \(error.index): \(error.reason)")
            }
        }
    }

    private static func difference(_ old: [WordRule], _ new: [WordRule]) -> (added: Int, removed: Int) {
        let known = Set(old)
        let kept = new.count { known.contains($0) }
        return (new.count - kept, known.count - kept)
    }

    static func refusal(_ words: String) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: words: \(words)")
    }
}

/// The rules of a list in their order, each text and kind once.
struct WordTable {
    struct Key: Hashable {
        let text: String
        let kind: WordKind

        init(_ rule: WordRule) {
            text = rule.text
            kind = rule.kind
        }
    }

    private(set) var rules: [WordRule] = []
    private var places: [Key: Int] = [:]

    init(_ rules: [WordRule]) { for rule in rules { put(rule) } }

    /// The last one of a text and kind holds.
    mutating func put(_ rule: WordRule) {
        let key = Key(rule)
        if let place = places[key] {
            rules[place] = rule
        } else {
            places[key] = rules.count
            rules.append(rule)
        }
    }

    mutating func remove(_ removals: [WordListEdit.Removal]) {
        let whole = Set(removals.filter { $0.kind == nil }.map(\.text))
        let kinds = Set(removals.compactMap { removal in removal.kind.map { Key(WordRule(removal.text, $0)) } })
        self = WordTable(rules.filter { !whole.contains($0.text) && !kinds.contains(Key($0)) })
    }
}
