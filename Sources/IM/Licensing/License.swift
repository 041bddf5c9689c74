import HearthCore

/// What somebody may do with a server, as the issuer of the license wrote it.
public struct License: Sendable, Equatable {
    /// Tells two licenses of one customer apart.
    public var id: String
    /// Who it was issued to.
    public var customer: String
    public var issuedAt: Instant
    /// From here on nobody logs in; nil for no end.
    public var expiresAt: Instant?
    /// Users of all apps together; nil for any number.
    public var users: Int64?
    /// The apps that may be used, each with its number of users, nil for any. Empty: every app.
    public var apps: [AppID: Int64?]
    /// Names of what else was agreed. The server shows them and does nothing else by them.
    public var features: [String]
    /// The server it is for; nil for any.
    public var licenseKey: String?

    public init(
        id: String, customer: String, issuedAt: Instant, expiresAt: Instant? = nil, users: Int64? = nil, apps: [AppID: Int64?] = [:],
        features: [String] = [], licenseKey: String? = nil
    ) {
        self.id = id
        self.customer = customer
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.users = users
        self.apps = apps
        self.features = features
        self.licenseKey = licenseKey
    }

    /// Users that this app may have by itself; nil for any number, and for an app that is not named.
    public func users(of app: AppID) -> Int64? { apps[app] ?? nil }
}
