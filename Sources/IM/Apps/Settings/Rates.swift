import HearthCore

/// The rates of one app, one for each limit.
public struct Rates: Sendable, Equatable {
    private var rates: [Rate]

    /// What holds unless an app has something else.
    public static let standard = Rates(rates: RateLimit.allCases.map(\.standard))
    /// Nothing is limited.
    public static let unlimited = Rates(rates: RateLimit.allCases.map { _ in .unlimited })

    /// The rate of a limit.
    public internal(set) subscript(limit: RateLimit) -> Rate {
        get { rates[limit.rawValue] }
        set { rates[limit.rawValue] = newValue }
    }
}
