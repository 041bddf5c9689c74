import HearthCore

/// A tenant: its users, groups and messages are invisible to every other app.
public struct App: Sendable, Equatable {
    public let number: AppNumber
    public let id: AppID
    /// The name an operator gave it; shown in the console only.
    public let name: String
    public let status: AppStatus
    public let createdAt: Instant
    /// Grows with every change of the app and its settings: tells which of two readings is the later one.
    public let version: Int64
    /// Why the status is what it is, in an operator's words; shown in the console only.
    public let statusReason: String
    /// The last time that all devices of the app were told to connect anew.
    public let reconnection: Reconnection

    public init(
        number: AppNumber, id: AppID, name: String, status: AppStatus, createdAt: Instant, version: Int64 = 0, statusReason: String = "",
        reconnection: Reconnection = .none
    ) {
        self.number = number
        self.id = id
        self.name = name
        self.status = status
        self.createdAt = createdAt
        self.version = version
        self.statusReason = statusReason
        self.reconnection = reconnection
    }
}

/// Whether an app may be used. The words are those of the DNS document's `app_status`
/// (floo-web, src/sdk/utils/dns.js); `normal` is ours.
public enum AppStatus: Int, Sendable, CaseIterable {
    case normal = 0
    case frozen = 1
    case banned = 2
    case revoked = 3

    public var word: String {
        switch self {
        case .normal: "normal"
        case .frozen: "frozen"
        case .banned: "banned"
        case .revoked: "revoked"
        }
    }

    /// The status of a word; nil where there is none.
    public init?(word: String) {
        guard let status = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = status
    }

    /// What the app's clients and servers hear; nil while it may be used.
    public var refusal: Failure? {
        switch self {
        case .normal: nil
        case .frozen: Failure(.serverAppFrozen)
        case .banned, .revoked: Failure(.serverAppStatusNotNormal)
        }
    }
}

/// A key that signs the tokens of one app; shared by all servers of one database.
public struct SigningKey: Sendable, Equatable {
    public let id: String
    public let secret: [UInt8]

    public init(id: String, secret: [UInt8]) {
        self.id = id
        self.secret = secret
    }
}
