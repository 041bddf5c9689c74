import HearthCore
import IM
import Synchronization

/// Word lists in memory.
public final class InMemoryWordLists: WordListStore {
    private struct Key: Hashable {
        let app: AppNumber
        let list: WordListName
    }

    private struct List {
        var last: Int64 = 0
        var versions: [(version: WordListVersion, text: WordListText)] = []
    }

    private let lists = Mutex<[Key: List]>([:])
    private let reads = Mutex(0)
    private let rival = Mutex<(@Sendable () async -> Void)?>(nil)

    public init() {}

    /// How often rules were read.
    public var rulesRead: Int { reads.withLock { $0 } }

    /// Is called once, right before the next version is written.
    public func beforeNextWrite(_ act: @escaping @Sendable () async -> Void) { rival.withLock { $0 = act } }

    /// As another server does.
    public func put(_ text: String, as number: Int64, of list: WordListName, in app: AppNumber) {
        let version = WordListVersion(
            list: list, number: number, at: Instant(milliseconds: 1), author: "other", note: "upload", count: 1, added: 1, removed: 0)
        lists.withLock { lists in
            lists[Key(app: app, list: list), default: List()].versions.append((version, WordListText(Array(text.utf8))))
            lists[Key(app: app, list: list)]?.last = number
        }
    }

    public func heads() async throws(Failure) -> [WordListHead] {
        lists.withLock { lists in
            lists.compactMap { key, list in
                list.versions.last.map { WordListHead(app: key.app, list: key.list, version: $0.version.number) }
            }
        }
    }

    public func lists(of app: AppNumber) async throws(Failure) -> [WordListVersion] {
        lists.withLock { lists in
            lists.filter { $0.key.app == app }.compactMap { $0.value.versions.last?.version }.sorted { $0.list < $1.list }
        }
    }

    public func versions(
        of list: WordListName, in app: AppNumber, before: Int64, limit: Int
    ) async throws(Failure) -> [WordListVersion] {
        lists.withLock { lists in
            let all = lists[Key(app: app, list: list)]?.versions.map(\.version) ?? []
            return Array(all.filter { $0.number < before }.reversed().prefix(limit))
        }
    }

    public func last(of list: WordListName, in app: AppNumber) async throws(Failure) -> Int64 {
        lists.withLock { $0[Key(app: app, list: list)]?.last ?? 0 }
    }

    public func rules(of list: WordListName, in app: AppNumber, version: Int64?) async throws(Failure) -> StoredWordList? {
        reads.withLock { $0 += 1 }
        return lists.withLock { lists in
            let versions = lists[Key(app: app, list: list)]?.versions ?? []
            let found = version.map { number in versions.first { $0.version.number == number } } ?? versions.last
            return found.map { StoredWordList(version: $0.version.number, text: $0.text) }
        }
    }

    public func write(_ rules: WordListText, as version: WordListVersion, in app: AppNumber) async throws(Failure) -> Bool {
        let act = rival.withLock { rival in
            defer { rival = nil }
            return rival
        }
        await act?()
        return lists.withLock { lists in
            var list = lists[Key(app: app, list: version.list)] ?? List()
            guard list.last == version.number - 1 else { return false }
            list.last = version.number
            list.versions.append((version, rules))
            lists[Key(app: app, list: version.list)] = list
            return true
        }
    }

    public func remove(_ list: WordListName, in app: AppNumber) async throws(Failure) -> Bool {
        lists.withLock { lists in
            let key = Key(app: app, list: list)
            guard let found = lists[key], !found.versions.isEmpty else { return false }
            lists[key] = List(last: found.last + 1)
            return true
        }
    }
}
