import HearthCore

/// Where the settings of users are kept.
public protocol UserSettingsStore: Sendable {
    /// Nil for who is not there or removed.
    func settings(of account: Account) async throws(Failure) -> UserSettings?
    /// - Returns: whether anything is different now.
    /// - Throws: `UserNotExist`.
    func change(_ account: Account, _ change: UserSettingsChange) async throws(Failure) -> Bool
}

/// Reads and changes what users have set for themselves.
public struct PersonalSettings: Sendable {
    private let store: any UserSettingsStore
    private let notifier: any Notifier

    public init(store: any UserSettingsStore, notifier: any Notifier) {
        self.store = store
        self.notifier = notifier
    }

    /// - Throws: `UserNotExist`.
    public func settings(of account: Account) async throws(Failure) -> UserSettings {
        guard let settings = try await store.settings(of: account) else { throw Failure(.userNotExist) }
        return settings
    }

    /// Changes settings; the user's other devices hear of it.
    /// - Parameter device: the device that does it, and is not told.
    /// - Throws: `InvalidRequestParameter`, `UserNotExist`.
    public func change(_ account: Account, _ change: UserSettingsChange, except device: DeviceSN? = nil) async throws(Failure) {
        try change.check()
        guard try await store.change(account, change) else { return }
        await notifier.tell([Notice(account, except: device, .ownInfoUpdated)])
    }
}
