import HearthCore

/// What a license allows: the same at registration, logins and the long connection.
public struct LicenseRules: Sendable {
    /// Nil where none is installed: everything is allowed then.
    public let installed: InstalledLicense?

    public init(_ installed: InstalledLicense?) { self.installed = installed }

    /// Whether people of an app may come in at all.
    /// - Throws: `ServerInvalidLicense`, `ServerAppLicenseInvalid` for an app that the license does not name,
    ///   `ServerAppLicenseExpired`.
    public func check(_ app: AppID, now: Instant) throws(Failure) {
        guard let installed else { return }
        guard let license = installed.license, installed.trouble == nil else { throw Failure(.serverInvalidLicense) }
        guard license.apps.isEmpty || license.apps.keys.contains(app) else { throw Failure(.serverAppLicenseInvalid) }
        if let end = license.expiresAt, end <= now { throw Failure(.serverAppLicenseExpired) }
    }

    /// How many users there may be.
    /// - Parameter plan: what the operator set for the app; 0 for any number.
    public func room(in app: AppID, plan: Int) -> UserRoom {
        guard let installed, let license = installed.license, installed.trouble == nil else {
            return UserRoom(plan: plan == 0 ? nil : Int64(plan))
        }
        return UserRoom(server: license.users, app: license.users(of: app), plan: plan == 0 ? nil : Int64(plan))
    }

    /// Whether somebody is among those that the license allows: the oldest are.
    /// - Parameters:
    ///   - server: the oldest user of the server who is beyond its number; nil when nobody is.
    ///   - app: the same in the app.
    /// - Throws: `ServerLicenseLimit`, `ServerAppLicenseExceedLimit`.
    public static func check(_ user: UserID, beyond server: UserID?, in app: UserID?) throws(Failure) {
        if let server, server <= user { throw Failure(.serverLicenseLimit) }
        if let app, app <= user { throw Failure(.serverAppLicenseExceedLimit) }
    }
}

/// How many users there may be when one is made; nil for any number.
public struct UserRoom: Sendable, Equatable {
    /// In all apps, by the license.
    public var server: Int64?
    /// In the app, by the license.
    public var app: Int64?
    /// In the app, by the operator's setting `users.most`.
    public var plan: Int64?

    public init(server: Int64? = nil, app: Int64? = nil, plan: Int64? = nil) {
        self.server = server
        self.app = app
        self.plan = plan
    }

    public static let unlimited = UserRoom()

    /// - Parameters:
    ///   - users: how many there are in the app, the new one among them.
    ///   - server: counts the same in all apps; asked only where it matters.
    /// - Throws: `ServerLicenseLimit`, `ServerAppLicenseExceedLimit`, `AppUserCapReached`, and what `server` throws.
    public func check(users: Int64, server count: () throws -> Int64) throws {
        if let server, try count() > server { throw Failure(.serverLicenseLimit) }
        if let app, users > app { throw Failure(.serverAppLicenseExceedLimit) }
        if let plan, users > plan { throw Failure(.appUserCapReached) }
    }
}
