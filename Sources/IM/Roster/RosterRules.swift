import HearthCore

/// What becomes of two people when one of them does something about the other. Who is told what: xsync.md 9.1.
public enum RosterRules {
    /// - Throws: the name of what forbids it; nothing changes then.
    public static func decide(_ command: RosterCommand, _ pair: RosterPair, now: Instant) throws(Failure) -> RosterDecision {
        guard pair.actor.user != pair.other.user else { throw RosterTexts.refusal(of: "user_id") }
        guard pair.actor.exists else { throw Failure(.userNotExist) }
        var decision = RosterDecision(pair)
        switch command {
        case .apply(let request, let until): try decision.apply(request, until: until, now: now)
        case .accept: try decision.accept(now: now)
        case .decline(let reason): try decision.decline(reason, now: now)
        case .befriend: try decision.befriend(now: now)
        case .delete: try decision.delete()
        case .block: try decision.block(now: now)
        case .unblock: try decision.unblock()
        case .set(let change): try decision.set(change)
        }
        return decision
    }

    /// Whether `actor` may write to `other`.
    /// - Parameter friendsOnly: the app wants messages between friends only.
    /// - Throws: `UserNotExist` unless both are there.
    public static func mayMessage(_ pair: RosterPair, friendsOnly: Bool) throws(Failure) -> Bool {
        guard pair.actor.exists, pair.other.exists else { throw Failure(.userNotExist) }
        if pair.actor.user == pair.other.user { return true }
        return !pair.other.hasBlocked && (!friendsOnly || pair.other.hasFriend)
    }
}

extension RosterDecision {
    fileprivate mutating func delete() throws(Failure) {
        guard pair.actor.hasFriend else { throw Failure(.rosterNotFriend) }
        pair.actor.dropFriend()
        pair.other.dropFriend()
        tellBoth(.removed)
    }

    fileprivate mutating func block(now: Instant) throws(Failure) {
        guard pair.other.exists else { throw Failure(.userNotExist) }
        guard !pair.actor.hasBlocked else { return }
        var entry = pair.actor.entry ?? RosterEntry(relation: .stranger, since: now)
        entry.isBlocked = true
        pair.actor.entry = entry
        tellActor(.blocked)
    }

    fileprivate mutating func unblock() throws(Failure) {
        guard pair.other.exists || pair.actor.entry != nil else { throw Failure(.userNotExist) }
        guard var entry = pair.actor.entry, entry.isBlocked else { return }
        entry.isBlocked = false
        pair.actor.entry = entry.isBlank ? nil : entry
        tellActor(.unblocked)
    }

    fileprivate mutating func set(_ change: RosterEntryChange) throws(Failure) {
        guard let old = pair.actor.entry, old.relation == .friend else { throw Failure(.rosterNotFriend) }
        var entry = old
        entry.alias = change.alias ?? old.alias
        entry.ext = change.ext ?? old.ext
        entry.isMuted = change.isMuted ?? old.isMuted
        guard entry != old else { return }
        pair.actor.entry = entry
        var fields: [(name: String, value: JSONText.Value)] = []
        if entry.alias != old.alias { fields.append(("alias", .string(entry.alias))) }
        if entry.ext != old.ext { fields.append(("ext", .string(entry.ext))) }
        if entry.isMuted != old.isMuted { fields.append(("mute_notification", .bool(entry.isMuted))) }
        tellActor(.infoUpdated, JSONText.object(fields))
        if entry.isMuted != old.isMuted { tellActor(entry.isMuted ? .muted : .unmuted) }
    }
}

// MARK: - Who is told

extension RosterDecision {
    /// That the actor did it to the other.
    mutating func tellActor(_ kind: RosterNotice.Kind, _ content: String = "") {
        tell(pair.actor.user, RosterNotice(kind, from: pair.actor.user, to: pair.other.user, content: content))
    }

    /// The same to both of them.
    mutating func tellBoth(_ kind: RosterNotice.Kind, _ content: String = "") {
        tellActor(kind, content)
        tellOther(kind, content)
    }

    mutating func tellOther(_ kind: RosterNotice.Kind, _ content: String = "") {
        tell(pair.other.user, RosterNotice(kind, from: pair.actor.user, to: pair.other.user, content: content))
    }

    /// Each that the other is a friend now. Clients act only if it is from the new friend to themselves.
    mutating func tellAdded() {
        tell(pair.actor.user, RosterNotice(.added, from: pair.other.user, to: pair.actor.user))
        tellOther(.added)
    }

    private mutating func tell(_ user: UserID, _ notice: RosterNotice) {
        notices.append(Notice(Account(app: pair.app, user: user), .roster(notice)))
    }
}

extension RosterPair.Side {
    /// A block outlives the friendship; all else that was kept about a friend goes with it.
    fileprivate mutating func dropFriend() {
        guard let old = entry, old.relation == .friend else { return }
        entry = nil
        guard old.isBlocked else { return }
        var stranger = RosterEntry(relation: .stranger, since: old.since)
        stranger.isBlocked = true
        entry = stranger
    }
}
