import HearthCore

/// Says who may come in by the license of the server. Whoever is in stays until his next login.
public protocol LicenseChecking: Sendable {
    /// - Throws: `ServerInvalidLicense`, `ServerAppLicenseInvalid`, `ServerAppLicenseExpired`.
    func check(_ app: AppID) throws(Failure)

    /// Whether somebody is among as many users as the license allows, the oldest ones.
    /// - Throws: `ServerLicenseLimit`, `ServerAppLicenseExceedLimit`.
    func checkRank(of account: Account, in app: AppID) async throws(Failure)

    /// How many users the app may have when one is made.
    /// - Throws: as `check` does.
    func room(in app: AppDirectory.Entry) throws(Failure) -> UserRoom
}

/// A server without a license: everybody may come in.
public struct NoLicense: LicenseChecking {
    public init() {}

    public func check(_ app: AppID) throws(Failure) {}
    public func checkRank(of account: Account, in app: AppID) async throws(Failure) {}
    public func room(in app: AppDirectory.Entry) throws(Failure) -> UserRoom {
        LicenseRules(nil).room(in: app.app.id, plan: app.settings.usersMost)
    }
}
