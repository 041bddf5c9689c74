import HearthCore

/// Something that happened between two people of a roster (xsync.md 9.1).
public struct RosterNotice: Sendable, Equatable {
    /// Raw values are those of the protocol (xsync.proto, RosterNotice.Type).
    public enum Kind: Int, Sendable, CaseIterable {
        case added = 1
        case removed = 2
        case accepted = 3
        case declined = 4
        case blocked = 5
        case unblocked = 6
        case applied = 7
        case infoUpdated = 8
        case muted = 9
        case unmuted = 10
    }

    public let kind: Kind
    /// Who did it. For `added` the new friend, as the one who is told sees it.
    public let from: UserID
    /// Whom it is about. Always one: clients ignore a notice with none or two (floo-web, src/sdk/core/base/dataLogics.js).
    public let to: UserID
    /// The reason of an application or of a refusal, or the JSON of the fields that changed; else empty.
    public let content: String

    public init(_ kind: Kind, from: UserID, to: UserID, content: String = "") {
        self.kind = kind
        self.from = from
        self.to = to
        self.content = content
    }
}
