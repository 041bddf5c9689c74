import HearthCore

/// For how long somebody may send nothing.
public enum SendBan: Sendable, Equatable {
    case none
    /// Until then, which is not included any more.
    case until(Instant)
    case forever

    /// As `users.banned_until` holds it: 0 for none, -1 for ever, else milliseconds.
    public init(stored: Int64) {
        switch stored {
        case 0: self = .none
        case ..<0: self = .forever
        default: self = .until(Instant(milliseconds: stored))
        }
    }

    /// What `init(stored:)` takes.
    public var stored: Int64 {
        switch self {
        case .none: 0
        case .until(let end): end.milliseconds
        case .forever: -1
        }
    }

    public func holds(at now: Instant) -> Bool {
        switch self {
        case .none: false
        case .until(let end): now < end
        case .forever: true
        }
    }
}
