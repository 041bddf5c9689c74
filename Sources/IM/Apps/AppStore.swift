import HearthCore

/// Where apps and their signing keys are kept.
public protocol AppStore: Sendable {
    /// Writes a new app with its first signing key. Returns nil when the id is taken.
    func create(_ id: AppID, name: String, key: SigningKey, now: Instant) async throws(Failure) -> App?
    /// As `create`, but only when there is no app at all; returns nil otherwise. Of several servers one makes it.
    func createFirst(_ id: AppID, name: String, key: SigningKey, now: Instant) async throws(Failure) -> App?
    /// An app, what verifies its tokens and, by key, the settings that are not the defaults; all of one moment.
    func find(_ id: AppID) async throws(Failure) -> (app: App, keys: [SigningKey], settings: [String: String])?
    /// All apps, oldest first.
    func list() async throws(Failure) -> [App]
}
