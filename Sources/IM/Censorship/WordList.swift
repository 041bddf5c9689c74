import Censorship
import HearthCore

/// The name of a word list within its app: 1 to 32 small letters, digits, dots, hyphens and underscores.
public struct WordListName: Hashable, Sendable, Comparable {
    public let rawValue: String

    /// Nil for what is no such name.
    public init?(_ text: String) {
        guard (1...32).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        rawValue = text
    }

    public static func < (left: WordListName, right: WordListName) -> Bool { left.rawValue < right.rawValue }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}

/// One version of a word list, without its rules. Each change of a list makes one.
public struct WordListVersion: Sendable, Equatable {
    public let list: WordListName
    /// From 1, without gaps.
    public let number: Int64
    public let at: Instant
    /// Who made it.
    public let author: String
    /// What it came from: `upload`, `add`, `remove`, or `version N` where it was brought back.
    public let note: String
    /// Its rules.
    public let count: Int
    /// How many rules the version before did not have.
    public let added: Int
    /// How many rules of the version before it has not.
    public let removed: Int
    /// Whether its rules are still kept: those of the newest versions are.
    public let isKept: Bool

    public init(
        list: WordListName, number: Int64, at: Instant, author: String, note: String, count: Int, added: Int, removed: Int,
        isKept: Bool = true
    ) {
        self.list = list
        self.number = number
        self.at = at
        self.author = author
        self.note = note
        self.count = count
        self.added = added
        self.removed = removed
        self.isKept = isKept
    }
}

/// Which version of a list holds.
public struct WordListHead: Hashable, Sendable {
    public let app: AppNumber
    public let list: WordListName
    public let version: Int64

    public init(app: AppNumber, list: WordListName, version: Int64) {
        self.app = app
        self.list = list
        self.version = version
    }
}
