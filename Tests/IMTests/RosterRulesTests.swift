import HearthCore
import IM
import Testing

/// What two people become to each other, from nothing but how they stand.
struct RosterRulesTests {
    private static let now = Instant(milliseconds: 1_000_000)
    private static let until = Instant(milliseconds: 2_000_000)
    private static let anna = UserID(2)
    private static let ben = UserID(4)

    private func side(
        _ user: UserID, _ relation: Relation? = nil, blocked: Bool = false, wish: RosterApplication? = nil, mode: AuthMode = .approval,
        answer: String = "", status: UserStatus? = .normal
    ) -> RosterPair.Side {
        var entry = relation.map { RosterEntry(relation: $0, since: Instant(milliseconds: 5)) }
        if blocked {
            entry = entry ?? RosterEntry(relation: .stranger, since: Instant(milliseconds: 5))
            entry?.isBlocked = true
        }
        return RosterPair.Side(user: user, status: status, authMode: mode, authAnswer: answer, entry: entry, application: wish)
    }

    private func wish(_ alias: String = "", status: RosterApplication.Status = .pending, until: Int64 = 1_000_001) -> RosterApplication {
        RosterApplication(
            reason: "hi", alias: alias, status: status, changedAt: Instant(milliseconds: 9), expiresAt: Instant(milliseconds: until))
    }

    private func decide(
        _ command: RosterCommand, _ actor: RosterPair.Side, _ other: RosterPair.Side
    ) -> Result<RosterDecision, Failure> {
        do throws(Failure) {
            let pair = RosterPair(app: AppNumber(1), actor: actor, other: other)
            return .success(try RosterRules.decide(command, pair, now: Self.now))
        } catch {
            return .failure(error)
        }
    }

    private func refusal(_ command: RosterCommand, _ actor: RosterPair.Side, _ other: RosterPair.Side) -> FailureName? {
        if case .failure(let failure) = decide(command, actor, other) { failure.name } else { nil }
    }

    private func apply(alias: String? = nil, answer: String = "") -> RosterCommand {
        .apply(RosterRequest(user: Self.ben, alias: alias, reason: "hello", answer: answer), until: Self.until)
    }

    /// To Anna and to Ben.
    private func told(_ notices: [(UserID, RosterNotice)]) -> [Notice] {
        notices.map { Notice(Account(app: AppNumber(1), user: $0.0), .roster($0.1)) }
    }

    private var added: [Notice] {
        told([
            (Self.anna, RosterNotice(.added, from: Self.ben, to: Self.anna)),
            (Self.ben, RosterNotice(.added, from: Self.anna, to: Self.ben)),
        ])
    }

    // MARK: - Applying

    @Test func whoIsOpenBecomesAFriendAtOnce() throws {
        let decision = try decide(apply(alias: "Benny"), side(Self.anna), side(Self.ben, mode: .open)).get()
        #expect(decision.pair.areFriends && decision.notices == added)
        #expect(decision.pair.actor.entry?.alias == "Benny" && decision.pair.other.entry?.alias == "")
        #expect(decision.pair.actor.entry?.since == Self.now && decision.pair.actor.application == nil)
    }

    @Test func whoWantsToBeAskedIsAsked() throws {
        let decision = try decide(apply(alias: "Benny"), side(Self.anna), side(Self.ben)).get()
        #expect(
            decision.pair.actor.application
                == RosterApplication(reason: "hello", alias: "Benny", changedAt: Self.now, expiresAt: Self.until))
        #expect(decision.pair.actor.entry == nil && decision.pair.other == side(Self.ben))
        #expect(decision.notices == told([(Self.ben, RosterNotice(.applied, from: Self.anna, to: Self.ben, content: "hello"))]))
    }

    struct Again: Sendable {
        var reason = "hello"
        var alias = ""
        /// Milliseconds since the application before.
        var pause: Int64 = 60_000
        var isOver = false
        let isTold: Bool
    }

    @Test(arguments: [
        Again(reason: "other", isTold: true), Again(alias: "other", isTold: true), Again(isTold: false),
        Again(reason: "other", pause: 59_999, isTold: false), Again(alias: "other", pause: 0, isTold: false),
        Again(pause: 600_000, isTold: false), Again(pause: 0, isOver: true, isTold: true),
    ])
    func whoAsksAgainIsHeardAgainOnlyWithNewsAndAfterAMinute(again: Again) throws {
        let before = RosterApplication(
            reason: again.reason, alias: again.alias, changedAt: Instant(milliseconds: Self.now.milliseconds - again.pause),
            expiresAt: again.isOver ? Self.now : Instant(milliseconds: Self.now.milliseconds + 1))
        let decision = try decide(apply(), side(Self.anna, wish: before), side(Self.ben)).get()
        #expect(
            decision.pair.actor.application
                == RosterApplication(reason: "hello", alias: "", changedAt: Self.now, expiresAt: Self.until))
        #expect(decision.notices.count == (again.isTold ? 1 : 0))
    }

    @Test(arguments: [
        ("blue", "blue", true), (" blue\n", "\tblue ", true), ("blue", "Blue", false), ("blue", "", false), ("", "", false),
        (" ", " ", false),
    ])
    func onlyTheRightAnswerMakesFriends(right: String, given: String, isRight: Bool) throws {
        let ben = side(Self.ben, mode: .question, answer: right)
        let decision = decide(apply(answer: given), side(Self.anna), ben)
        if isRight {
            #expect(try decision.get().notices == added)
        } else {
            #expect(refusal(apply(answer: given), side(Self.anna), ben) == .rosterRejectApplication)
        }
    }

    @Test func anApplicationIsRefusedInThisOrder() {
        let anna = side(Self.anna)
        #expect(refusal(apply(), anna, side(Self.ben, status: nil)) == .userNotExist)
        #expect(refusal(apply(), anna, side(Self.ben, status: .removed)) == .userNotExist)
        #expect(refusal(apply(), anna, side(Self.anna)) == .invalidRequestParameter)
        #expect(refusal(apply(), side(Self.anna, .friend), side(Self.ben, .friend, blocked: true)) == .currentUserIsInRoster)
        #expect(refusal(apply(), anna, side(Self.ben, blocked: true, mode: .open)) == .currentUserIsInBlocklist)
        #expect(refusal(apply(), side(Self.anna, blocked: true), side(Self.ben, mode: .refuse)) == .currentUserIsInBlocklist)
        #expect(refusal(apply(), anna, side(Self.ben, mode: .refuse)) == .rosterRejectApplication)
    }

    @Test(arguments: AuthMode.allCases) func twoWhoApplyCrosswiseAreFriends(mode: AuthMode) throws {
        let ben = side(Self.ben, wish: wish("Annie"), mode: mode)
        let decision = try decide(apply(alias: "Benny"), side(Self.anna, wish: wish("old")), ben).get()
        let notice = RosterNotice(.accepted, from: Self.anna, to: Self.ben)
        #expect(decision.pair.areFriends && decision.notices == told([(Self.anna, notice), (Self.ben, notice)]))
        #expect(decision.pair.actor.entry?.alias == "Benny" && decision.pair.other.entry?.alias == "Annie")
        #expect(decision.pair.actor.application?.status == .accepted && decision.pair.other.application?.status == .accepted)
    }

    @Test func anApplicationThatIsOverIsNoConsent() {
        for over in [wish(until: 1_000_000), wish(status: .accepted), wish(status: .declined)] {
            #expect(refusal(apply(), side(Self.anna), side(Self.ben, wish: over, mode: .refuse)) == .rosterRejectApplication)
            #expect(refusal(.accept, side(Self.anna), side(Self.ben, wish: over)) == .answerFailed)
            #expect(refusal(.decline(reason: ""), side(Self.anna), side(Self.ben, wish: over)) == .answerFailed)
        }
    }

    // MARK: - Answering

    @Test func anAcceptedApplicationMakesFriends() throws {
        let decision = try decide(.accept, side(Self.anna), side(Self.ben, wish: wish("Annie"))).get()
        #expect(decision.pair.areFriends && decision.pair.other.entry?.alias == "Annie")
        #expect(decision.pair.other.application?.status == .accepted && decision.pair.other.application?.changedAt == Self.now)
        let notice = RosterNotice(.accepted, from: Self.anna, to: Self.ben)
        #expect(decision.notices == told([(Self.anna, notice), (Self.ben, notice)]))
        #expect(refusal(.accept, side(Self.anna, blocked: true), side(Self.ben, wish: wish())) == .currentUserIsInBlocklist)
        #expect(refusal(.accept, side(Self.anna), side(Self.ben, wish: wish(), status: .removed)) == .answerFailed)
    }

    @Test func aDeclinedApplicationLeavesThemStrangers() throws {
        let decision = try decide(.decline(reason: "no"), side(Self.anna), side(Self.ben, wish: wish())).get()
        #expect(decision.pair.other.application?.status == .declined)
        #expect(decision.pair.actor.entry == nil && decision.pair.other.entry == nil)
        let notice = RosterNotice(.declined, from: Self.anna, to: Self.ben, content: "no")
        #expect(decision.notices == told([(Self.anna, notice), (Self.ben, notice)]))
    }

    // MARK: - Friends and blocks

    @Test func aFriendshipEndsForBothAndABlockStays() throws {
        let decision = try decide(.delete, side(Self.anna, .friend), side(Self.ben, .friend, blocked: true)).get()
        #expect(decision.pair.actor.entry == nil)
        #expect(decision.pair.other.entry == side(Self.ben, .stranger, blocked: true).entry)
        let notice = RosterNotice(.removed, from: Self.anna, to: Self.ben)
        #expect(decision.notices == told([(Self.anna, notice), (Self.ben, notice)]))
        #expect(refusal(.delete, side(Self.anna), side(Self.ben)) == .rosterNotFriend)
        #expect(refusal(.delete, side(Self.anna, .deleted), side(Self.ben, status: .removed)) == .rosterNotFriend)
    }

    @Test func aBlockIsKnownToTheBlockerAlone() throws {
        let decision = try decide(.block, side(Self.anna, .friend), side(Self.ben, .friend)).get()
        #expect(decision.pair.actor.entry == side(Self.anna, .friend, blocked: true).entry)
        #expect(decision.notices == told([(Self.anna, RosterNotice(.blocked, from: Self.anna, to: Self.ben))]))
        let again = try decide(.block, side(Self.anna, blocked: true), side(Self.ben)).get()
        #expect(again.notices.isEmpty && again.pair.actor == side(Self.anna, blocked: true))
        #expect(refusal(.block, side(Self.anna), side(Self.ben, status: nil)) == .userNotExist)
        #expect(refusal(.block, side(Self.anna), side(Self.anna)) == .invalidRequestParameter)
    }

    @Test func aBlockThatIsTakenBackLeavesNothing() throws {
        let stranger = try decide(.unblock, side(Self.anna, blocked: true), side(Self.ben)).get()
        #expect(stranger.pair.actor.entry == nil)
        #expect(stranger.notices == told([(Self.anna, RosterNotice(.unblocked, from: Self.anna, to: Self.ben))]))
        let friend = try decide(.unblock, side(Self.anna, .friend, blocked: true), side(Self.ben, .friend)).get()
        #expect(friend.pair.areFriends && !friend.pair.isBlocked)
        #expect(try decide(.unblock, side(Self.anna), side(Self.ben)).get().notices.isEmpty)
        #expect(refusal(.unblock, side(Self.anna), side(Self.ben, status: nil)) == .userNotExist)
        #expect(refusal(.unblock, side(Self.anna, blocked: true), side(Self.ben, status: .removed)) == nil)
    }

    @Test func onlyWhatIsDifferentIsTold() throws {
        let friends = (side(Self.anna, .friend), side(Self.ben, .friend))
        let change = RosterEntryChange(alias: "B\"", ext: "", isMuted: true)
        let decision = try decide(.set(change), friends.0, friends.1).get()
        let news = RosterNotice(
            .infoUpdated, from: Self.anna, to: Self.ben, content: #"{"alias":"B\"","mute_notification":true}"#)
        #expect(decision.notices == told([(Self.anna, news), (Self.anna, RosterNotice(.muted, from: Self.anna, to: Self.ben))]))
        #expect(decision.pair.other == friends.1)
        let same = try decide(.set(RosterEntryChange(ext: "", isMuted: false)), friends.0, friends.1).get()
        #expect(same.notices.isEmpty && same.pair.actor == friends.0)
        #expect(refusal(.set(change), side(Self.anna, blocked: true), side(Self.ben)) == .rosterNotFriend)
    }

    @Test func anOperatorMakesFriendsOfWhomHeWants() throws {
        let ben = side(Self.ben, blocked: true, wish: wish("Annie"), mode: .refuse)
        let decision = try decide(.befriend, side(Self.anna), ben).get()
        #expect(decision.pair.areFriends && decision.notices == added)
        #expect(decision.pair.other.hasBlocked && decision.pair.other.application?.status == .accepted)
        #expect(try decide(.befriend, side(Self.anna, .friend), side(Self.ben, .friend)).get().notices.isEmpty)
        #expect(refusal(.befriend, side(Self.anna), side(Self.ben, status: .removed)) == .userNotExist)
        #expect(refusal(.befriend, side(Self.anna, status: nil), side(Self.ben)) == .userNotExist)
    }

    @Test func whoMayWriteToWhom() throws {
        func may(_ actor: RosterPair.Side, _ other: RosterPair.Side, friendsOnly: Bool = false) throws(Failure) -> Bool {
            try RosterRules.mayMessage(RosterPair(app: AppNumber(1), actor: actor, other: other), friendsOnly: friendsOnly)
        }
        #expect(try may(side(Self.anna), side(Self.ben)))
        #expect(try !may(side(Self.anna), side(Self.ben), friendsOnly: true))
        #expect(try may(side(Self.anna, .friend), side(Self.ben, .friend), friendsOnly: true))
        #expect(try !may(side(Self.anna, .friend), side(Self.ben, .friend, blocked: true)))
        #expect(try may(side(Self.anna, blocked: true), side(Self.ben)))
        #expect(try may(side(Self.anna), side(Self.anna), friendsOnly: true))
        for status in [UserStatus.removed, nil] {
            #expect(throws: Failure(.userNotExist)) { try may(side(Self.anna), side(Self.ben, status: status)) }
            #expect(throws: Failure(.userNotExist)) { try may(side(Self.anna, status: status), side(Self.ben)) }
        }
    }
}
