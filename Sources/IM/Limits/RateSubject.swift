import HearthCore

/// Whose times are counted: two numbers, so that nothing has to be allocated to look somebody up.
public struct RateSubject: Hashable, Sendable {
    let kind: UInt64
    let number: UInt64

    /// A user, on all his devices.
    public static func user(_ user: UserID) -> RateSubject { RateSubject(kind: 1, number: UInt64(bitPattern: user.rawValue)) }

    /// A device of a user.
    public static func device(_ device: DeviceAddress) -> RateSubject {
        RateSubject(
            kind: 2 | UInt64(UInt32(bitPattern: device.device.rawValue)) << 8,
            number: UInt64(bitPattern: device.account.user.rawValue))
    }

    /// Where a call comes from; an IPv6 address counts with its network.
    public static func address(_ text: String) -> RateSubject {
        switch ClientNetwork(text) {
        case .v4(let number): RateSubject(kind: 3, number: UInt64(number))
        case .v6(let network): RateSubject(kind: 4, number: network)
        // Two that meet here share one bucket, and nobody can look for such two: the hash has a secret of this process.
        case .other(let text): RateSubject(kind: 5, number: UInt64(truncatingIfNeeded: text.hashValue))
        }
    }

    /// The app as a whole.
    public static let app = RateSubject(kind: 6, number: 0)

    /// Spreads subjects over shards.
    var spread: Int { Int(truncatingIfNeeded: ((number ^ kind << 32) &* 0x9E37_79B9_7F4A_7C15) >> 40) }
}
