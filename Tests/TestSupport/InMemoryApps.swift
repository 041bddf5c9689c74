import HearthCore
import IM
import Synchronization

/// Apps in memory.
public final class InMemoryApps: AppStore {
    private struct State {
        var apps: [(app: App, keys: [SigningKey])] = []
        var taken = 0
        var finds = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// Puts an app in as another server of the same database would have made it.
    public func add(_ app: App, keys: [SigningKey]) { state.withLock { $0.apps.append((app, keys)) } }

    /// Answers the next `count` creations as if the id were taken.
    public func refuseCreations(_ count: Int) { state.withLock { $0.taken = count } }

    /// How often an app was looked up.
    public var finds: Int { state.withLock { $0.finds } }

    public func create(_ id: AppID, name: String, key: SigningKey, now: Instant) async throws(Failure) -> App? {
        state.withLock { state in
            guard state.taken == 0 else {
                state.taken -= 1
                return nil
            }
            let app = App(
                number: AppNumber(Int64(state.apps.count + 1)), id: id, name: name, status: .normal, createdAt: now)
            state.apps.append((app, [key]))
            return app
        }
    }

    public func createFirst(_ id: AppID, name: String, key: SigningKey, now: Instant) async throws(Failure) -> App? {
        try await list().isEmpty ? create(id, name: name, key: key, now: now) : nil
    }

    public func find(_ id: AppID) async throws(Failure) -> (app: App, keys: [SigningKey])? {
        state.withLock { state in
            state.finds += 1
            return state.apps.first { $0.app.id == id }
        }
    }

    public func list() async throws(Failure) -> [App] { state.withLock { $0.apps.map(\.app) } }
}
