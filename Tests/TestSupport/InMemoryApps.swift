import HearthCore
import IM
import Synchronization

/// Apps and their settings in memory.
public final class InMemoryApps: AppStore {
    fileprivate struct Row {
        var app: App
        var keys: [SigningKey]
        var settings: [String: String] = [:]
        var changes: [AppSettingChange] = []
    }

    fileprivate struct State {
        var rows: [Row] = []
        var taken = 0
        var finds = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// Puts an app in as another server of the same database would have made it.
    public func add(_ app: App, keys: [SigningKey]) { state.withLock { $0.rows.append(Row(app: app, keys: keys)) } }

    /// Changes an app's status as another server of the same database would.
    public func set(_ status: AppStatus, of id: AppID) {
        state.withLock { state in
            guard let place = state.place(of: id) else { return }
            state.rows[place].app = state.rows[place].app.with(status: status, version: state.rows[place].app.version + 1)
        }
    }

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
                number: AppNumber(Int64(state.rows.count + 1)), id: id, name: name, status: .normal, createdAt: now)
            state.rows.append(Row(app: app, keys: [key]))
            return app
        }
    }

    public func createFirst(_ id: AppID, name: String, key: SigningKey, now: Instant) async throws(Failure) -> App? {
        try await list().isEmpty ? create(id, name: name, key: key, now: now) : nil
    }

    public func find(_ id: AppID) async throws(Failure) -> (app: App, keys: [SigningKey], settings: [String: String])? {
        state.withLock { state in
            state.finds += 1
            return state.place(of: id).map { (state.rows[$0].app, state.rows[$0].keys, state.rows[$0].settings) }
        }
    }

    public func change(_ app: AppNumber, _ change: AppChange) async throws(Failure) -> App {
        try edit(app) { app in
            App(
                number: app.number, id: app.id, name: change.name ?? app.name, status: change.status ?? app.status,
                createdAt: app.createdAt, version: app.version + 1,
                statusReason: change.status == nil ? app.statusReason : change.reason, reconnection: app.reconnection)
        }
    }

    public func reconnect(_ app: AppNumber, _ notice: ReconnectNotice) async throws(Failure) -> App {
        try edit(app) { app in
            App(
                number: app.number, id: app.id, name: app.name, status: app.status, createdAt: app.createdAt, version: app.version + 1,
                statusReason: app.statusReason, reconnection: Reconnection(number: app.reconnection.number + 1, notice: notice))
        }
    }

    private func edit(_ number: AppNumber, _ edit: (App) -> App) throws(Failure) -> App {
        let before: App? = state.withLock { state in
            guard let place = state.rows.firstIndex(where: { $0.app.number == number }) else { return nil }
            defer { state.rows[place].app = edit(state.rows[place].app) }
            return state.rows[place].app
        }
        guard let before else { throw Failure(.serverAppIdInvalid) }
        return before
    }

    public func list() async throws(Failure) -> [App] { state.withLock { $0.rows.map(\.app) } }
}

extension InMemoryApps: AppSettingStore {
    public func change(_ app: AppNumber, _ edits: AppSettingEdits, by author: String, now: Instant) async throws(Failure) {
        state.withLock { state in
            guard let place = state.rows.firstIndex(where: { $0.app.number == app }) else { return }
            state.rows[place].change(edits, by: author, now: now)
        }
    }

    public func changes(of app: AppNumber, before: Int64, limit: Int) async throws(Failure) -> [AppSettingChange] {
        state.withLock { state in
            let all = state.rows.first { $0.app.number == app }?.changes ?? []
            return Array(all.filter { $0.number < before }.sorted { $0.number > $1.number }.prefix(limit))
        }
    }
}

extension InMemoryApps.State {
    fileprivate func place(of id: AppID) -> Int? { rows.firstIndex { $0.app.id == id } }
}

extension InMemoryApps.Row {
    fileprivate mutating func change(_ edits: AppSettingEdits, by author: String, now: Instant) {
        app = app.with(status: app.status, version: app.version + Int64(edits.texts.count))
        var number = app.version
        for (key, text) in edits.texts.sorted(by: { $0.key < $1.key }) where text != settings[key] {
            changes.append(
                AppSettingChange(number: number, at: now, key: key, before: settings[key], after: text, author: author))
            settings[key] = text
            number -= 1
        }
    }
}

extension App {
    fileprivate func with(status: AppStatus, version: Int64) -> App {
        App(
            number: number, id: id, name: name, status: status, createdAt: createdAt, version: version, statusReason: statusReason,
            reconnection: reconnection)
    }
}
