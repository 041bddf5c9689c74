import NIOCore

/// How long to wait before a lost connection is opened again.
public struct ReconnectPolicy: Sendable {
    /// The wait before an attempt, counted from 1 since the last login; nil gives up.
    public let delay: @Sendable (_ attempt: Int) -> TimeAmount?

    public init(delay: @escaping @Sendable (_ attempt: Int) -> TimeAmount?) { self.delay = delay }

    /// A random part, at least half, of 1 s, 2 s, 4 s and so on up to 20 s, so that the clients of a server that comes back
    /// do not all come at once.
    public static let standard = ReconnectPolicy { attempt in
        let longest = min(20_000, 1_000 << min(max(attempt - 1, 0), 5))
        return .milliseconds(Int64.random(in: Int64(longest / 2)...Int64(longest)))
    }

    /// At once, for ever. For tests.
    public static let immediate = ReconnectPolicy { _ in .zero }

    /// Never.
    public static let never = ReconnectPolicy { _ in nil }
}
