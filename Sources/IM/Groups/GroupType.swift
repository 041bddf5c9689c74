/// What kind of group it is. Raw values are stored and those of the vendor's API (floo-ios, core/include/bmx_group.h).
public enum GroupType: Int, Sendable, CaseIterable {
    /// Found by its members alone; others are invited.
    case `private` = 0
    /// Anybody may look at it, and ask to join.
    case `public` = 1
    /// For who is there now: who comes and goes is not kept, and nothing waits for who is away.
    case chatroom = 2
}

/// How somebody who asks comes into a group: `apply_approval`. Raw values are stored.
public enum JoinApproval: Int, Sendable, CaseIterable {
    case open = 0
    /// An admin decides.
    case asked = 1
    case refused = 2
}

/// How a member wants to hear of messages: `msg_mute_mode`. Raw values are stored.
public enum GroupMuteMode: Int, Sendable, CaseIterable {
    case none = 0
    case noAlert = 1
    /// Clients show nothing of it.
    case blocked = 2
}

/// Of which messages a member wants pushes: `msg_push_mode`. Raw values are stored.
public enum GroupPushMode: Int, Sendable, CaseIterable {
    case all = 0
    case none = 1
    case adminOrMention = 2
    case admin = 3
    case mention = 4
}
