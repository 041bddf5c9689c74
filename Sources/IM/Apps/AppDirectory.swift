import HearthCore
import Synchronization

/// Creates and finds apps. Found apps are remembered: every request and every login names one.
public final class AppDirectory: Sendable {
    /// An app together with what verifies its tokens.
    public struct Entry: Sendable {
        public let app: App
        public let keys: [SigningKey]
    }

    private let store: any AppStore
    private let clock: any WallClock
    private let randomness: any Randomness
    private let known = Mutex<[AppID: Entry]>([:])

    public init(store: any AppStore, clock: any WallClock, randomness: any Randomness) {
        self.store = store
        self.clock = clock
        self.randomness = randomness
    }

    /// Makes an app with a fresh AppID of twelve lower-case letters.
    /// - Throws: `InvalidRequestParameter` for a name that is empty or too long.
    public func create(name: String) async throws(Failure) -> App {
        guard Limits.appNameCharacters.contains(name.count), !name.utf8.contains(0) else {
            throw Failure(.invalidRequestParameter, "invalid request parameter: name")
        }
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
        guard let id, !id.rawValue.isEmpty else { throw Failure(.serverAppIdMissing) }
        if let entry = known.withLock({ $0[id] }) { return entry }
        guard let found = try await store.find(id) else { throw Failure(.serverAppIdInvalid) }
        let entry = Entry(app: found.app, keys: found.keys)
        known.withLock { $0[id] = entry }
        return entry
    }

    /// As `find`, for calls that an app may not make while it is frozen, banned or revoked.
    /// - Throws: also `ServerAppFrozen`.
    public func usable(_ id: AppID?) async throws(Failure) -> Entry {
        let entry = try await find(id)
        guard entry.app.status == .normal else { throw Failure(.serverAppFrozen) }
        return entry
    }

    public func list() async throws(Failure) -> [App] {
        try await store.list()
    }
}
