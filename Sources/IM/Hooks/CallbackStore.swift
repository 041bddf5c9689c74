import HearthCore

/// The outbox as those see it who empty it. What happens is written into it by the other stores, each in the transaction in which it
/// happens, where `CallbackWishes` says that the app wants to hear of it.
public protocol CallbackStore: Sendable {
    /// The apps that have something to be tried now.
    func due(at now: Instant) async throws(Failure) -> [AppID]
    /// The apps that have anything in the outbox.
    func used() async throws(Failure) -> [AppID]
    /// Takes those of an app that are due, the longest due first. Nobody, on any server, gets them until `end`.
    func claim(_ app: AppNumber, now: Instant, until end: Instant, limit: Int) async throws(Failure) -> [Callback]
    /// Notes what became of claimed ones, all together.
    func settle(_ ends: [(callback: Callback, end: CallbackEnd)]) async throws(Failure)
    /// Keeps an app within its bounds, up to `step` rows at a time: of those that wait the newest beyond `waiting` become dead; of
    /// the dead the oldest beyond `dead` go, and those from before `oldest`.
    /// - Returns: how many rows it changed; fewer than `step` means that all is well.
    func tidy(_ app: AppNumber, waiting: Int, dead: Int, before oldest: Instant, step: Int) async throws(Failure) -> Int
}

/// The outbox as an operator sees it.
public protocol CallbackOverview: Sendable {
    func counts(of app: AppNumber) async throws(Failure) -> CallbackCounts
    /// The dead ones of an app, newest first.
    /// - Parameter number: only those before it.
    func dead(of app: AppNumber, before number: Int64, limit: Int) async throws(Failure) -> [DeadCallback]
    /// Lets dead ones be tried again, as if for the first time.
    /// - Parameter number: which; nil for all.
    /// - Returns: how many there were.
    func retry(of app: AppNumber, _ number: Int64?, now: Instant) async throws(Failure) -> Int
    /// Forgets dead ones.
    /// - Parameter number: which; nil for all.
    /// - Returns: how many there were.
    func drop(of app: AppNumber, _ number: Int64?) async throws(Failure) -> Int
}
