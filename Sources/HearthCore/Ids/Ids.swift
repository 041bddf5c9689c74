/// The number of a person (or bot) with an account. Even, below 2^53, never equal to a `GroupID`.
///
/// Clients pass every id through a JavaScript number and look users and groups up in one
/// number space (floo-web, src/sdk/core/base/dataLogics.js).
public struct UserID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: Int64

    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    /// The id from the wire; nil where it cannot be one (0 or beyond 2^53).
    public init?(wire: UInt64) {
        guard wire > 0, wire <= Limits.largestClientInteger else { return nil }
        self.rawValue = Int64(wire)
    }

    public static func < (left: UserID, right: UserID) -> Bool { left.rawValue < right.rawValue }
    public var description: String { String(rawValue) }
}

/// The number of a group. Odd, below 2^53, never equal to a `UserID`.
public struct GroupID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: Int64

    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public static func < (left: GroupID, right: GroupID) -> Bool { left.rawValue < right.rawValue }
    public var description: String { String(rawValue) }
}

/// The serial number of one device of a user, from 1 up. 0 on the wire means "no particular device".
public struct DeviceSN: Hashable, Comparable, Sendable, CustomStringConvertible {
    public let rawValue: Int32

    public init(_ rawValue: Int32) { self.rawValue = rawValue }

    public static func < (left: DeviceSN, right: DeviceSN) -> Bool { left.rawValue < right.rawValue }
    public var description: String { String(rawValue) }
}

/// The public name of an app (tenant): twelve lower-case letters, as the vendor's console makes them.
public struct AppID: Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(_ rawValue: String) { self.rawValue = rawValue }

    /// Whether an app can have this id: 1 to 64 printable ASCII characters.
    public var isPossible: Bool {
        (1...64).contains(rawValue.utf8.count) && rawValue.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }

    public var description: String { rawValue }
}

/// The number an app has inside the store: the first column of every key. Never leaves the server.
public struct AppNumber: Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public static func < (left: AppNumber, right: AppNumber) -> Bool { left.rawValue < right.rawValue }
}

/// A user of one app: the address of everything personal.
public struct Account: Hashable, Sendable {
    public let app: AppNumber
    public let user: UserID

    public init(app: AppNumber, user: UserID) {
        self.app = app
        self.user = user
    }
}

/// One device of one user of one app.
public struct DeviceAddress: Hashable, Sendable {
    public let account: Account
    public let device: DeviceSN

    public init(account: Account, device: DeviceSN) {
        self.account = account
        self.device = device
    }
}

/// The number of a timeline: the messages of two people, or of one group. Never leaves the server.
public struct ConversationID: Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    public static func < (left: ConversationID, right: ConversationID) -> Bool { left.rawValue < right.rawValue }
}
