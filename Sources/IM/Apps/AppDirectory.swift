import HearthCore
import Synchronization

/// Creates and finds apps, and changes their settings. Found apps are remembered: every request and every login names one.
///
/// What is changed here holds as soon as `change` returns; what another server of the same database changes holds after
/// the next `refresh`.
public final class AppDirectory: Sendable {
    /// An app together with what verifies its tokens and its settings, as they were at one moment.
    public struct Entry: Sendable {
        public let app: App
        public let keys: [SigningKey]
        public let settings: AppSettings

        public init(app: App, keys: [SigningKey] = [], settings: AppSettings = AppSettings()) {
            self.app = app
            self.keys = keys
            self.settings = settings
        }
    }

    let store: any AppStore
    private let settings: any AppSettingStore
    private let live: any LiveApps
    let clock: any WallClock
    private let randomness: any Randomness
    private let callbacks: CallbackWishes?
    private let known = Mutex<[AppID: AppState]>([:])
    private let names = Mutex<[AppNumber: AppID]>([:])

    /// - Parameters:
    ///   - live: hears when sessions of an app have to end.
    ///   - callbacks: hears what each app wants to be told of.
    public init(
        store: any AppStore, settings: any AppSettingStore, live: any LiveApps = NobodyLive(), clock: any WallClock,
        randomness: any Randomness, callbacks: CallbackWishes? = nil
    ) {
        self.store = store
        self.settings = settings
        self.live = live
        self.clock = clock
        self.randomness = randomness
        self.callbacks = callbacks
    }

    /// Makes an app with a fresh AppID of twelve lower-case letters.
    /// - Throws: `InvalidRequestParameter` for a name that is empty or too long.
    public func create(name: String) async throws(Failure) -> App {
        try App.check(name: name)
        while true {
            let (id, key) = identity()
            if let app = try await store.create(id, name: name, key: key, now: clock.now()) { return app }
        }
    }

    /// The oldest app, made if there is none.
    public func first(name: String) async throws(Failure) -> App {
        while true {
            if let first = try await list().first { return first }
            let (id, key) = identity()
            if let app = try await store.createFirst(id, name: name, key: key, now: clock.now()) { return app }
        }
    }

    private func identity() -> (AppID, SigningKey) {
        (
            AppID(randomness.text(12, from: "abcdefghijklmnopqrstuvwxyz")),
            SigningKey(id: randomness.text(8, from: "abcdefghijklmnopqrstuvwxyz0123456789"), secret: randomness.bytes(64))
        )
    }

    /// - Throws: `ServerAppIdMissing` without an id, `ServerAppIdInvalid` for one that is not here.
    public func find(_ id: AppID?) async throws(Failure) -> Entry {
        try await state(of: id).entry
    }

    /// As `find`, for those who keep hold of the app: the same object is given to everybody, and it follows every change.
    public func state(of id: AppID?) async throws(Failure) -> AppState {
        guard let id, !id.rawValue.isEmpty else { throw Failure(.serverAppIdMissing) }
        if let state = known.withLock({ $0[id] }) { return state }
        // Anybody can send anything for an id, and what no app can have is not looked for.
        guard id.isPossible else { throw Failure(.serverAppIdInvalid) }
        return try await read(id)
    }

    /// As `state(of:)`, for those who have an app's number alone.
    /// - Throws: `ServerAppIdInvalid` for one that is not here.
    public func state(of number: AppNumber) async throws(Failure) -> AppState {
        if let id = names.withLock({ $0[number] }) { return try await state(of: id) }
        guard let app = try await list().first(where: { $0.number == number }) else { throw Failure(.serverAppIdInvalid) }
        return try await state(of: app.id)
    }

    /// What the store says now, for everybody: also for sessions that end with it.
    func read(_ id: AppID) async throws(Failure) -> AppState {
        guard let found = try await store.find(id) else { throw Failure(.serverAppIdInvalid) }
        let entry = Entry(app: found.app, keys: found.keys, settings: AppSettings(stored: found.settings))
        let state = known.withLock { known in
            let state = known[id] ?? AppState(entry)
            known[id] = state
            return state
        }
        names.withLock { $0[entry.app.number] = id }
        callbacks?.note(entry.app, entry.settings)
        if let before = state.replace(with: entry), let ending = AppEnding(from: before, to: entry.app) {
            live.end(entry.app.number, ending)
        }
        return state
    }

    /// As `find`, for calls that an app may not make while it is frozen, banned or revoked.
    /// - Throws: also `ServerAppFrozen`, `ServerAppStatusNotNormal`.
    public func usable(_ id: AppID?) async throws(Failure) -> Entry {
        let entry = try await find(id)
        if let refusal = entry.app.status.refusal { throw refusal }
        return entry
    }

    public func list() async throws(Failure) -> [App] {
        try await store.list()
    }
}

// MARK: Changes

extension AppDirectory {
    /// Changes settings of an app, all together. They hold when this returns, live sessions included.
    /// - Parameter author: who does it, for the record.
    /// - Throws: `ServerAppIdInvalid`.
    @discardableResult
    public func change(_ id: AppID, _ edits: AppSettingEdits, by author: String) async throws(Failure) -> Entry {
        let app = try await find(id).app
        if !edits.texts.isEmpty { try await settings.change(app.number, edits, by: author, now: clock.now()) }
        return try await read(id).entry
    }

    /// The record of changes, newest first.
    /// - Parameter before: the number of the last change of the page before; nil for the first page.
    /// - Throws: `ServerAppIdInvalid`.
    public func changes(of id: AppID, before: Int64?, limit: Int) async throws(Failure) -> [AppSettingChange] {
        try await settings.changes(of: try await find(id).app.number, before: before ?? .max, limit: limit)
    }

    /// Takes over what was changed elsewhere: status and settings of the apps that are in use here. One small query
    /// when nothing was.
    public func refresh() async throws(Failure) {
        let known = known.withLock { $0 }
        guard !known.isEmpty else { return }
        for app in try await store.list() where known[app.id].map({ $0.entry.app != app }) ?? false {
            _ = try await read(app.id)
        }
    }
}
