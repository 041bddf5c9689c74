/// Who is asked before a message is delivered, and how, as an app has set it.
public struct BeforeHook: Sendable, Equatable {
    public let url: String
    /// What calls are signed with; empty for calls without a signature.
    public let secret: String
    /// For one question, waiting for its turn included, in milliseconds.
    public let timeout: Int64
    /// Questions at the same time.
    public let concurrency: Int
    public let failure: HookFailure
    /// Failures in a row after which nobody is asked for a while; 0 for any number.
    public let breaker: Int
    /// How long that is, in milliseconds.
    public let rest: Int64

    public init(
        url: String, secret: String = "", timeout: Int64 = 1_000, concurrency: Int = 16, failure: HookFailure = .open, breaker: Int = 5,
        rest: Int64 = 10_000
    ) {
        self.url = url
        self.secret = secret
        self.timeout = timeout
        self.concurrency = concurrency
        self.failure = failure
        self.breaker = breaker
        self.rest = rest
    }
}

extension AppSettings {
    /// Nil where nobody is asked.
    public var beforeHook: BeforeHook? {
        guard !hookBeforeURL.isEmpty else { return nil }
        return BeforeHook(
            url: hookBeforeURL, secret: hookSecret, timeout: Int64(hookBeforeTimeout), concurrency: hookBeforeConcurrency,
            failure: hookBeforeFailure, breaker: hookBeforeBreaker, rest: Int64(hookBeforeRest) * 1_000)
    }
}
