import Censorship
import HearthCore

/// A text that somebody is asked to look at, because a rule with the action `review` found something in it.
public struct Review: Sendable, Equatable {
    /// Of the clock that messages have: newer ones have larger ids.
    public let id: Int64
    public let at: Instant
    /// Who wrote it.
    public let author: Account
    public let subject: Subject
    /// The text, cut at `Limits.reviewCharacters`.
    public let text: String
    public let hits: [WordHit]
    /// Nil while nobody has decided.
    public let decision: Decision?

    /// What kind of text it is. Raw values are those of the store.
    public enum Kind: Int, Sendable, CaseIterable {
        case message = 1
        /// A message after an edit.
        case edit = 2
        /// What a user says of himself.
        case profile = 3
        /// Name or description of a group.
        case group = 4
        case announcement = 5
        /// The name of a member in a group.
        case displayName = 6
        /// The reason of an application or invitation.
        case reason = 7

        /// As the admin API names it.
        public var word: String {
            switch self {
            case .message: "message"
            case .edit: "edit"
            case .profile: "profile"
            case .group: "group"
            case .announcement: "announcement"
            case .displayName: "display_name"
            case .reason: "reason"
            }
        }
    }

    /// Where the text stands.
    public struct Subject: Sendable, Equatable {
        public let kind: Kind
        /// The field of it as clients name it: `content`, `nick_name`, `name`.
        public let field: String
        /// The conversation of a message as its author sees it, or the group; `unnamed` for a profile.
        public let target: MessageTarget
        /// Of a message; zero for other texts.
        public let message: MessageID

        public init(_ kind: Kind, field: String, target: MessageTarget = .unnamed, message: MessageID = .zero) {
            self.kind = kind
            self.field = field
            self.target = target
            self.message = message
        }
    }

    /// What somebody decided. Raw values are those of the store.
    public enum Verdict: Int, Sendable, CaseIterable {
        /// It stays.
        case keep = 1
        /// It is taken back: a message is recalled, another text emptied or masked.
        case recall = 2

        /// As the admin API names it.
        public var word: String {
            switch self {
            case .keep: "keep"
            case .recall: "recall"
            }
        }
    }

    /// A decision.
    public struct Decision: Sendable, Equatable {
        public let verdict: Verdict
        /// Whether its author was banned with it.
        public let isBanned: Bool
        public let at: Instant
        /// Who decided.
        public let by: String
        public let note: String

        public init(_ verdict: Verdict, isBanned: Bool, at: Instant, by: String, note: String) {
            self.verdict = verdict
            self.isBanned = isBanned
            self.at = at
            self.by = by
            self.note = note
        }
    }

    public init(
        id: Int64, at: Instant, author: Account, subject: Subject, text: String, hits: [WordHit], decision: Decision? = nil
    ) {
        self.id = id
        self.at = at
        self.author = author
        self.subject = subject
        self.text = text
        self.hits = hits
        self.decision = decision
    }
}
