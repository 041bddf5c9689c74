import HearthCore

/// What a group says of somebody who wants to write in it.
public struct GroupStanding: Sendable, Equatable {
    /// Nil for who is not in it.
    public let role: GroupRole?
    public let isInRecovery: Bool
    /// Until when he may say nothing, and until when plain members may not.
    public let ban: SendBan
    public let banOfAll: SendBan
    /// Whether authors hear who has read what they wrote: `read_ack`.
    public let tellsReaders: Bool
    /// The version of the list of members.
    public let members: Int64

    public init(
        role: GroupRole?, isInRecovery: Bool = false, ban: SendBan = .none, banOfAll: SendBan = .none, tellsReaders: Bool = true,
        members: Int64 = 0
    ) {
        self.role = role
        self.isInRecovery = isInRecovery
        self.ban = ban
        self.banOfAll = banOfAll
        self.tellsReaders = tellsReaders
        self.members = members
    }

    /// Whether this may happen in the group now. Somebody who is not in it any more still says what he has read; the system is
    /// in no group and writes in all.
    /// - Throws: `GroupRecoveryMode`, `GroupMemberPermissionRequired`, `GroupMemberBanned`.
    func admit(_ kind: ItemKind, from sender: UserID, at now: Instant) throws(Failure) {
        guard kind.isSaid || kind == .recall else { return }
        if isInRecovery { throw Failure(.groupRecoveryMode) }
        guard sender != .system else { return }
        guard let role else { throw Failure(.groupMemberPermissionRequired) }
        // Owner and admins may always speak (rest.md 6.8).
        guard kind.isSaid, role == .member else { return }
        if ban.holds(at: now) || banOfAll.holds(at: now) { throw Failure(.groupMemberBanned) }
    }
}
