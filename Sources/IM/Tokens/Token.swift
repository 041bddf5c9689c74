import HearthCore

/// What an access token says. The field names of the JWT are the vendor's
/// (im.gitbook, zh-hans/quick-start/server-api-quick-start.md): app, sub, cluster, role, iat; `jti` is ours.
public struct TokenClaims: Sendable, Equatable {
    public let app: AppID
    public let user: UserID
    public let role: TokenRole
    public let issuedAt: Instant
    /// The number of the token's row: a token lives as long as its row.
    public let id: String
    /// The installation that issued it: the setting `cluster.number` of its servers.
    public let cluster: Int64

    public init(app: AppID, user: UserID, role: TokenRole, issuedAt: Instant, id: String, cluster: Int64 = 0) {
        self.cluster = cluster
        self.app = app
        self.user = user
        self.role = role
        self.issuedAt = issuedAt
        self.id = id
    }
}

/// What a token lets its bearer do. The vendor's admin sample has role 2.
public enum TokenRole: Int, Sendable {
    case user = 1
    case admin = 2
}

/// The stored half of a token.
public struct TokenRow: Sendable, Equatable {
    public let user: UserID
    public let role: TokenRole
    public let expiresAt: Instant
    /// Why it was ended; nil for one that was not.
    public let ended: TokenEnd?
    /// The device the token logged in with; nil until then.
    public let device: DeviceSN?
    /// The platform of that device, as in `DeviceClaim`; nil where there is none.
    public let platform: Int?

    public init(
        user: UserID, role: TokenRole, expiresAt: Instant, ended: TokenEnd? = nil, device: DeviceSN? = nil, platform: Int? = nil
    ) {
        self.user = user
        self.role = role
        self.expiresAt = expiresAt
        self.ended = ended
        self.device = device
        self.platform = platform
    }
}

/// A user token just made.
public struct IssuedToken: Sendable {
    public let user: UserID
    public let text: String
    public let expiresAt: Instant
}
