import HearthCore
import Synchronization

/// One app as it is now, for whoever keeps hold of it: a session that lives for days reads the settings of today.
///
/// Whoever reads after a change sees the change. Reading takes a lock for the time of a copy.
public final class AppState: Sendable {
    private let current: Mutex<AppDirectory.Entry>

    public init(_ entry: AppDirectory.Entry) { current = Mutex(entry) }

    /// The app with its keys and settings, all of one moment.
    public var entry: AppDirectory.Entry { current.withLock { $0 } }

    /// The settings in force.
    public var settings: AppSettings { current.withLock { $0.settings } }

    /// How often things may be done.
    public var rates: Rates { current.withLock { $0.settings.rates } }

    /// Whether the app may be used.
    public var status: AppStatus { current.withLock { $0.app.status } }

    /// Takes a later reading over. An earlier one, which was overtaken on its way from the store, changes nothing.
    /// - Returns: the app as it was until now; nil where nothing was taken over.
    @discardableResult
    func replace(with entry: AppDirectory.Entry) -> App? {
        current.withLock { current in
            guard entry.app.version >= current.app.version else { return nil }
            defer { current = entry }
            return current.app
        }
    }
}
