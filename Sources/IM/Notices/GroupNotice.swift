import HearthCore

/// Something that happened in a group (xsync.md 9.2, rest.md 6.9).
public struct GroupNotice: Sendable, Equatable {
    /// Raw values are those of the protocol (xsync.proto, GroupNotice.Type).
    public enum Kind: Int, Sendable, CaseIterable {
        case presence = 1
        case absence = 2
        case created = 3
        case destroyed = 4
        case joined = 5
        case leaved = 6
        case applyed = 7
        case applyAccepted = 8
        case applyDeclined = 9
        case invited = 10
        case inviteAccepted = 11
        case inviteDeclined = 12
        case kicked = 13
        case blocked = 14
        case unblocked = 15
        case ownerAssigned = 16
        case adminGranted = 17
        case adminRevoked = 18
        case muted = 19
        case unmuted = 20
        case banned = 21
        case unbanned = 22
        case infoUpdated = 23
        case announcementUpdated = 24
        case messageSetting = 25
        case fileUploaded = 26
        case fileDeleted = 27
        case fileUpdated = 28
    }

    /// Who is told.
    public enum Audience: Sendable, Equatable {
        /// All members, those who come in and those who go out with this very change too: one item of the group's timeline.
        /// In a chatroom it is pushed to who is there, and not kept.
        case members
        /// These alone, on all their devices, whether in the group or not: each in his conversation with the system.
        case only([UserID])
    }

    public let kind: Kind
    public let group: GroupID
    /// Who did it; who comes in for `joined` and `inviteAccepted`.
    public let from: UserID
    public let to: [UserID]
    /// Minutes of a ban, JSON of what changed, a reason; else empty.
    public let content: String
    public let audience: Audience

    public init(
        _ kind: Kind, in group: GroupID, from: UserID, to: [UserID] = [], content: String = "", for audience: Audience
    ) {
        self.kind = kind
        self.group = group
        self.from = from
        self.to = to
        self.content = content
        self.audience = audience
    }
}
