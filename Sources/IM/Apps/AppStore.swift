import HearthCore

/// Where apps and their signing keys are kept.
public protocol AppStore: Sendable {
    /// Writes a new app with its first signing key. Returns nil when the id is taken.
    func create(_ id: AppID, name: String, key: SigningKey, now: Instant) async throws(Failure) -> App?
    /// As `create`, but only when there is no app at all; returns nil otherwise. Of several servers one makes it.
    func createFirst(_ id: AppID, name: String, key: SigningKey, now: Instant) async throws(Failure) -> App?
    /// An app, what verifies its tokens and, by key, the settings that are not the defaults; all of one moment.
    func find(_ id: AppID) async throws(Failure) -> (app: App, keys: [SigningKey], settings: [String: String])?
    /// Changes an app.
    /// - Returns: the app as it was.
    /// - Throws: `ServerAppIdInvalid`.
    func change(_ app: AppNumber, _ change: AppChange) async throws(Failure) -> App
    /// Notes that all devices of an app are to connect anew.
    /// - Returns: the app as it was.
    /// - Throws: `ServerAppIdInvalid`.
    func reconnect(_ app: AppNumber, _ notice: ReconnectNotice) async throws(Failure) -> App
    /// All apps, oldest first.
    func list() async throws(Failure) -> [App]
}
