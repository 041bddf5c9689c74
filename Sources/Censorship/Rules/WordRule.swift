/// One rule of a word list: what is looked for, how, and what becomes of a text that holds it.
public struct WordRule: Sendable, Hashable {
    /// As somebody wrote it: compared after normalisation, of both sides.
    public let text: String
    public let kind: WordKind
    public let action: WordAction

    /// Characters of a text at most.
    public static let longestText = 200
    /// Characters of a regular expression at most.
    public static let longestExpression = 1_000
    /// Regular expressions of one list at most.
    public static let mostExpressions = 1_000

    public init(_ text: String, _ kind: WordKind = .exact, _ action: WordAction = .refuse) {
        self.text = text
        self.kind = kind
        self.action = action
    }
}

/// How the text of a rule is compared. Raw values are the words of files and of the admin API.
public enum WordKind: String, Sendable, CaseIterable {
    /// The text as it is, inside longer words too.
    case exact
    /// The text as it is, where it begins and ends with a word.
    case whole
    /// `*` stands for any few characters, none as well, and `?` for one.
    case wildcard
    /// A regular expression in the syntax of RE2.
    case regex
}

/// What becomes of a text that a rule finds something in, the mildest first. Raw values are the words of files and of the admin API.
public enum WordAction: String, Sendable, CaseIterable, Comparable {
    /// It goes through, and somebody is asked to look at it.
    case review
    /// It goes through with asterisks in place of what was found.
    case mask
    /// It is refused.
    case refuse

    public static func < (left: WordAction, right: WordAction) -> Bool { left.strength < right.strength }

    private var strength: Int {
        switch self {
        case .review: 0
        case .mask: 1
        case .refuse: 2
        }
    }
}

/// A rule that cannot be one, and why, in words for the person who wrote it.
public struct BadWord: Error, Sendable, Equatable {
    /// Which of the rules given, from 0.
    public let index: Int
    public let reason: String

    public init(index: Int, reason: String) {
        self.index = index
        self.reason = reason
    }
}
