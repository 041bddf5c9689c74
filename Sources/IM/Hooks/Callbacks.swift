import HearthCore

/// What an operator does about callbacks.
public struct Callbacks: Sendable {
    private let apps: AppDirectory
    private let outbox: any CallbackOverview
    private let delivery: CallbackDelivery?
    private let clock: any WallClock

    /// - Parameter delivery: nil where nobody delivers, beside a server that is not running.
    public init(apps: AppDirectory, outbox: any CallbackOverview, delivery: CallbackDelivery?, clock: any WallClock) {
        self.apps = apps
        self.outbox = outbox
        self.delivery = delivery
        self.clock = clock
    }

    /// How it stands with the callbacks of one app.
    public struct Report: Sendable, Equatable {
        public let counts: CallbackCounts
        /// Of the server that is asked.
        public let news: CallbackNews
    }

    /// - Throws: `ServerAppIdInvalid`.
    public func report(of id: AppID) async throws(Failure) -> Report {
        let entry = try await apps.find(id)
        return Report(
            counts: try await outbox.counts(of: entry.app.number),
            news: delivery?.news(of: entry.app.number) ?? CallbackNews())
    }

    /// Dead ones, newest first.
    /// - Throws: `ServerAppIdInvalid`.
    public func dead(of id: AppID, before number: Int64?, limit: Int) async throws(Failure) -> [DeadCallback] {
        try await outbox.dead(of: try await apps.find(id).app.number, before: number ?? .max, limit: limit)
    }

    /// Tries dead ones again.
    /// - Parameter callback: its id; nil for all.
    /// - Returns: how many there were.
    /// - Throws: `ServerAppIdInvalid`, `InvalidRequestParameter` for what is no id.
    public func retry(_ callback: String?, of id: AppID) async throws(Failure) -> Int {
        try await outbox.retry(of: try await apps.find(id).app.number, try Self.number(callback), now: clock.now())
    }

    /// Forgets dead ones.
    /// - Parameter callback: its id; nil for all.
    /// - Returns: how many there were.
    /// - Throws: `ServerAppIdInvalid`, `InvalidRequestParameter` for what is no id.
    public func drop(_ callback: String?, of id: AppID) async throws(Failure) -> Int {
        try await outbox.drop(of: try await apps.find(id).app.number, try Self.number(callback))
    }

    private static func number(_ id: String?) throws(Failure) -> Int64? {
        guard let id else { return nil }
        guard let last = id.split(separator: "-").last, let number = Int64(last), number > 0 else { throw ClientText.refusal("id") }
        return number
    }
}
