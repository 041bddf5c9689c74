import Censorship
import HearthCore
import Synchronization

/// The word lists of all apps as they hold now: swapped as a whole, read by every message.
public final class Lexicons: Sendable {
    /// One list of an app, ready to look through texts.
    public struct Entry: Sendable {
        public let name: WordListName
        public let version: Int64
        public let lexicon: Lexicon

        public init(name: WordListName, version: Int64, lexicon: Lexicon) {
            self.name = name
            self.version = version
            self.lexicon = lexicon
        }
    }

    private let apps = Mutex<[AppNumber: [Entry]]>([:])

    public init() {}

    /// The lists of an app, by name; none for most apps.
    public func entries(of app: AppNumber) -> [Entry] { apps.withLock { $0[app] ?? [] } }

    /// Which version of each list holds here.
    public var heads: Set<WordListHead> {
        apps.withLock { apps in
            Set(
                apps.flatMap { app, entries in
                    entries.map { WordListHead(app: app, list: $0.name, version: $0.version) }
                })
        }
    }

    /// Puts a list in the place of its earlier version. One that is older than what holds changes nothing.
    public func put(_ entry: Entry, in app: AppNumber) {
        apps.withLock { apps in
            var entries = apps[app] ?? []
            if let index = entries.firstIndex(where: { $0.name == entry.name }) {
                guard entries[index].version < entry.version else { return }
                entries[index] = entry
            } else {
                entries.append(entry)
                entries.sort { $0.name < $1.name }
            }
            apps[app] = entries
        }
    }

    /// Takes a list out.
    public func remove(_ name: WordListName, in app: AppNumber) {
        apps.withLock { apps in
            apps[app]?.removeAll { $0.name == name }
            if apps[app]?.isEmpty ?? false { apps[app] = nil }
        }
    }
}
