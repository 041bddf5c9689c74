import HearthCore

/// What happened, as it is kept for the app's own server until that has heard of it.
public struct CallbackFacts: Sendable, Equatable {
    public let app: AppNumber
    public let event: CallbackEvent
    public let at: Instant
    /// Who did it; for an event about a user that user.
    public let from: UserID
    /// To whom, or in which group; `unnamed` for events about a user.
    public let target: MessageTarget
    /// Of an event about a message that message; else zero.
    public let message: MessageID
    /// In a group, whom else it is about.
    public let others: [UserID]
    /// The body of a message as it was stored; else a text: a reason, JSON of what changed, a name.
    public let body: [UInt8]

    public init(
        app: AppNumber, event: CallbackEvent, at: Instant, from: UserID, target: MessageTarget = .unnamed, message: MessageID = .zero,
        others: [UserID] = [], body: [UInt8] = []
    ) {
        self.app = app
        self.event = event
        self.at = at
        self.from = from
        self.target = target
        self.message = message
        self.others = others
        self.body = body
    }
}

/// One callback in the outbox.
public struct Callback: Sendable, Equatable {
    /// Its place in the outbox: grows with the order in which things happened.
    public let number: Int64
    public let facts: CallbackFacts
    /// How often it was tried in vain.
    public let tries: Int

    public init(number: Int64, facts: CallbackFacts, tries: Int) {
        self.number = number
        self.facts = facts
        self.tries = tries
    }

    /// The same each time it is tried, and no other's, also where an empty outbox counts anew.
    public var id: String { "\(facts.at.milliseconds)-\(number)" }
}

/// One that is not tried any more.
public struct DeadCallback: Sendable, Equatable {
    public let callback: Callback
    /// Why, in words.
    public let reason: String

    public init(callback: Callback, reason: String) {
        self.callback = callback
        self.reason = reason
    }
}

/// What became of one that was claimed.
public enum CallbackEnd: Sendable, Equatable {
    /// The app's server has it: nothing is left of it.
    case delivered
    /// Tried in vain; to be tried again from then on.
    case retry(at: Instant, reason: String)
    /// Tried in vain for the last time.
    case dead(reason: String)
    /// It was not tried.
    case released
}

/// How many an app has.
public struct CallbackCounts: Sendable, Equatable {
    public let waiting: Int64
    public let dead: Int64

    public init(waiting: Int64, dead: Int64) {
        self.waiting = waiting
        self.dead = dead
    }
}
