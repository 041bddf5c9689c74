import HearthCore

/// What is kept of the license of a server.
public struct StoredLicense: Sendable, Equatable {
    /// Which server this is: made once for each database.
    public let licenseKey: String
    /// The installed text; nil for none.
    public let text: String?
    /// Grows with every change: tells which of two readings is the later one.
    public let version: Int64

    public init(licenseKey: String, text: String?, version: Int64) {
        self.licenseKey = licenseKey
        self.text = text
        self.version = version
    }
}

/// Users that are not removed.
public struct UserCounts: Sendable, Equatable {
    public let apps: [AppID: Int64]

    public init(apps: [AppID: Int64]) { self.apps = apps }

    public var all: Int64 { apps.values.reduce(0, +) }
}

/// Where the license of a server is kept, and who is the how manieth.
public protocol LicenseStore: Sendable {
    /// Nil before the first `open`.
    func find() async throws(Failure) -> StoredLicense?
    /// As `find`, for a server that may be new: it takes `licenseKey` if it has none.
    func open(licenseKey: String, now: Instant) async throws(Failure) -> StoredLicense
    /// Installs a text in the place of what was there; nil takes it away. Only after `open`.
    func put(_ text: String?, now: Instant) async throws(Failure) -> StoredLicense
    func counts() async throws(Failure) -> UserCounts
    /// The oldest user after as many as `count`; nil when there are no more.
    /// - Parameter app: nil for all apps together.
    func user(after count: Int64, in app: AppNumber?) async throws(Failure) -> UserID?
}
