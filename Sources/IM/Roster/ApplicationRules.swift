import HearthCore

// How two people become friends, or do not.
extension RosterDecision {
    mutating func apply(_ request: RosterRequest, until: Instant, now: Instant) throws(Failure) {
        guard pair.other.exists else { throw Failure(.userNotExist) }
        guard !pair.areFriends else { throw Failure(.currentUserIsInRoster) }
        guard !pair.isBlocked else { throw Failure(.currentUserIsInBlocklist) }
        guard pair.other.openApplication(at: now) == nil else {
            // Who has applied himself is answered by that, and told so: it ends what he waits for.
            makeFriends(alias: request.alias, now: now)
            return tellBoth(.accepted)
        }
        switch pair.other.authMode {
        case .open: break
        case .question where pair.other.takes(request.answer): break
        case .approval: return ask(request, until: until, now: now)
        case .question, .refuse: throw Failure(.rosterRejectApplication)
        }
        makeFriends(alias: request.alias, now: now)
        tellAdded()
    }

    /// The other had applied; the actor agrees.
    mutating func accept(now: Instant) throws(Failure) {
        guard pair.other.openApplication(at: now) != nil else { throw Failure(.answerFailed) }
        guard !pair.isBlocked else { throw Failure(.currentUserIsInBlocklist) }
        makeFriends(now: now)
        tellBoth(.accepted)
    }

    mutating func decline(_ reason: String, now: Instant) throws(Failure) {
        guard let application = pair.other.openApplication(at: now) else { throw Failure(.answerFailed) }
        pair.other.application = application.decided(.declined, now)
        tellBoth(.declined, reason)
    }

    mutating func befriend(now: Instant) throws(Failure) {
        guard pair.other.exists else { throw Failure(.userNotExist) }
        guard !pair.areFriends else { return }
        makeFriends(now: now)
        tellAdded()
    }

    /// A wish that was there already is made anew: it may have changed, and it lives on.
    private mutating func ask(_ request: RosterRequest, until: Instant, now: Instant) {
        let wish = RosterApplication(reason: request.reason, alias: request.alias ?? "", changedAt: now, expiresAt: until)
        let old = pair.actor.openApplication(at: now)
        pair.actor.application = wish
        if old.map(wish.isNews(after:)) ?? true { tellOther(.applied, request.reason) }
    }

    /// Nothing is left to be answered between friends: what either of them had asked is granted.
    private mutating func makeFriends(alias: String? = nil, now: Instant) {
        pair.actor.addFriend(alias: alias, now)
        pair.other.addFriend(alias: nil, now)
    }
}

extension RosterPair.Side {
    fileprivate func openApplication(at now: Instant) -> RosterApplication? {
        // Whoever is gone waits for no answer.
        guard exists, let application, application.isOpen(at: now) else { return nil }
        return application
    }

    /// Spaces at the ends are of no matter. Nothing is no answer, not even where the right one is missing.
    fileprivate func takes(_ answer: String) -> Bool {
        let answer = RosterTexts.trimmed(answer)
        return !answer.isEmpty && constantTimeEqual(answer, RosterTexts.trimmed(authAnswer))
    }

    /// - Parameter alias: nil for the one he had applied with.
    fileprivate mutating func addFriend(alias: String?, _ now: Instant) {
        let wish = openApplication(at: now)
        application = wish?.decided(.accepted, now) ?? application
        guard !hasFriend else { return }
        var friend = entry ?? RosterEntry(relation: .friend, since: now)
        friend.relation = .friend
        friend.since = now
        if let alias = alias ?? wish?.alias, !alias.isEmpty { friend.alias = alias }
        entry = friend
    }
}

extension RosterApplication {
    /// Milliseconds within which whoever is asked hears of one wish once.
    private static let quiet: Int64 = 60_000

    /// Whether it says what the open one before it did not. Asking all the time tells nobody anything.
    fileprivate func isNews(after old: RosterApplication) -> Bool {
        (reason, alias) != (old.reason, old.alias) && changedAt.since(old.changedAt) >= Self.quiet
    }

    fileprivate func decided(_ status: Status, _ now: Instant) -> RosterApplication {
        var decided = self
        decided.status = status
        decided.changedAt = now
        return decided
    }
}
