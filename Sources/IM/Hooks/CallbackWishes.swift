import HearthCore
import Synchronization

/// Which apps want to hear of what, for those who write it down where it happens: `AppDirectory` keeps it, stores read it.
///
/// An app that nobody has asked the directory for since the start wants nothing, and nothing happens in it either.
public final class CallbackWishes: Sendable {
    /// By app; apps that want nothing are not in it.
    public typealias Table = [AppNumber: WordSet<CallbackKind>]

    private struct State {
        var table: Table = [:]
        var versions: [AppNumber: Int64] = [:]
    }

    private let clock: any WallClock
    private let state = Mutex(State())

    /// - Parameter clock: says when something happened.
    public init(clock: any WallClock) { self.clock = clock }

    /// What holds now.
    public var table: Table { state.withLock { $0.table } }

    public func wants(_ kind: CallbackKind, _ app: AppNumber) -> Bool {
        state.withLock { $0.table[app]?.contains(kind) ?? false }
    }

    public func now() -> Instant { clock.now() }

    /// Takes over what an app has set, unless a later version of it came before.
    public func note(_ app: App, _ settings: AppSettings) {
        let kinds = settings.hookAfterURL.isEmpty ? WordSet() : settings.hookAfterEvents
        state.withLock { state in
            guard app.version >= state.versions[app.number] ?? .min else { return }
            state.versions[app.number] = app.version
            state.table[app.number] = kinds.isEmpty ? nil : kinds
        }
    }
}
