import HearthCore

/// Where changes of app settings are kept. What holds comes with the app: `AppStore.find`.
public protocol AppSettingStore: Sendable {
    /// Takes all edits over, or none, and notes each key whose value becomes another one. The app's `version` grows.
    /// - Parameter author: who did it, for the record.
    func change(_ app: AppNumber, _ edits: AppSettingEdits, by author: String, now: Instant) async throws(Failure)

    /// The newest changes of an app first, those made together by key.
    /// - Parameter before: only changes with a smaller number.
    func changes(of app: AppNumber, before: Int64, limit: Int) async throws(Failure) -> [AppSettingChange]
}

/// One key of one app got another value.
public struct AppSettingChange: Sendable, Equatable {
    /// Grows from change to change of an app, not by one.
    public let number: Int64
    public let at: Instant
    /// As it was named then: the table may not know it any more.
    public let key: String
    /// The value that held; nil for the default of that time.
    public let before: String?
    /// The value that holds from then on; nil for the default.
    public let after: String?
    /// Who did it.
    public let author: String

    public init(number: Int64, at: Instant, key: String, before: String?, after: String?, author: String) {
        self.number = number
        self.at = at
        self.key = key
        self.before = before
        self.after = after
        self.author = author
    }
}
