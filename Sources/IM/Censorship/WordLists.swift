import Censorship
import HearthCore
import Synchronization

/// The word lists of apps: changes them, and lets what holds in the store hold here.
///
/// What is changed here holds when the call returns; what another server of the database changes holds after the next `follow`.
public final class WordLists: Sendable {
    let store: any WordListStore
    let lexicons: Lexicons
    let building: any LexiconBuilding
    private let clock: any WallClock
    private let onTrouble: @Sendable (WordListHead, String) -> Void
    /// Versions that could not be read: told once, and not tried again.
    private let unreadable = Mutex<Set<WordListHead>>([])

    /// Changes that are tried while others change the same list.
    private static let tries = 5

    /// - Parameter onTrouble: is told of a version that cannot be read: the one before it stays in force.
    public init(
        store: any WordListStore, lexicons: Lexicons, building: any LexiconBuilding, clock: any WallClock,
        onTrouble: @escaping @Sendable (WordListHead, String) -> Void = { _, _ in }
    ) {
        self.store = store
        self.lexicons = lexicons
        self.building = building
        self.clock = clock
        self.onTrouble = onTrouble
    }

    /// Does a caller's work where lists are read and compiled.
    /// - Throws: as `LexiconBuilding.run`.
    public func working<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws(Failure) -> Value {
        try await building.run(work)
    }
}

// MARK: - Changes

extension WordLists {
    /// A change, done.
    public struct Change: Sendable, Equatable {
        /// Nil where the list is new.
        public let before: WordListVersion?
        /// The same as before where nothing is different.
        public let after: WordListVersion
    }

    /// Changes a list, or makes it.
    /// - Parameter author: who does it, as versions tell.
    /// - Throws: `InvalidRequestParameter` in words for rules that cannot be, and for too many of them or of lists;
    ///   `ServerNeedRetry` where others were faster again and again.
    public func change(
        _ list: WordListName, in app: AppNumber, _ edit: WordListEdit, by author: String
    ) async throws(Failure) -> Change {
        for _ in 0..<Self.tries {
            let lists = try await store.lists(of: app)
            let before = lists.first { $0.list == list }
            try Self.admit(edit, to: list, before, lists)
            let old = try await store.rules(of: list, in: app, version: before?.number)
            let last = try await store.last(of: list, in: app)
            // Changed or removed between these looks: look again.
            guard before?.number == old?.version, before.map({ $0.number == last }) ?? true else { continue }
            let plan: Result<WordListPlan, Failure> = try await building.run {
                Result { () throws(Failure) in try WordListPlan(edit, of: old?.text) }
            }
            if let change = try await write(try plan.get(), list, app, edit.note, author, before, last) { return change }
        }
        throw Failure(.serverNeedRetry)
    }

    private static func admit(
        _ edit: WordListEdit, to list: WordListName, _ before: WordListVersion?, _ lists: [WordListVersion]
    ) throws(Failure) {
        guard before == nil else { return }
        guard edit.makesList else { throw absent(list) }
        guard lists.count < Limits.wordLists else {
            throw Failure(.invalidRequestParameter, "invalid request parameter: list: an app has \(Limits.wordLists) lists at most")
        }
    }

    /// - Returns: nil where somebody else was faster.
    private func write(
        _ plan: WordListPlan, _ list: WordListName, _ app: AppNumber, _ note: String, _ author: String, _ before: WordListVersion?,
        _ last: Int64
    ) async throws(Failure) -> Change? {
        if let before, plan.added == 0, plan.removed == 0, before.count == plan.rules.count {
            return Change(before: before, after: before)
        }
        let version = WordListVersion(
            list: list, number: last + 1, at: clock.now(), author: author, note: note, count: plan.rules.count, added: plan.added,
            removed: plan.removed)
        let text = try await building.run { WordListText(plan.rules) }
        guard try await store.write(text, as: version, in: app) else { return nil }
        lexicons.put(Lexicons.Entry(name: list, version: version.number, lexicon: plan.lexicon), in: app)
        return Change(before: before, after: version)
    }

    /// Makes a new version with the rules of an old one.
    /// - Throws: `InvalidRequestParameter` for a version whose rules are not kept; what `change` throws.
    public func restore(
        _ list: WordListName, in app: AppNumber, to version: Int64, by author: String
    ) async throws(Failure) -> Change {
        let old = try await text(of: list, in: app, version: version)
        let edit = WordListEdit(step: .replace(.text(old.text, .refuse)), note: "version \(version)")
        return try await change(list, in: app, edit, by: author)
    }

    /// Removes a list with all of its versions.
    /// - Returns: the last one.
    /// - Throws: `InvalidRequestParameter` where there is no such list.
    public func remove(_ list: WordListName, in app: AppNumber) async throws(Failure) -> WordListVersion {
        let before = try await store.lists(of: app).first { $0.list == list }
        guard let before, try await store.remove(list, in: app) else { throw Self.absent(list) }
        lexicons.remove(list, in: app)
        return before
    }

    static func absent(_ list: WordListName) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: list: there is no word list \(list.rawValue)")
    }
}

// MARK: - Following

extension WordLists {
    /// Takes over what other servers, and the command line, have changed in the store. One small read where nothing is new.
    ///
    /// A version that cannot be read leaves the one before it in force.
    public func follow() async throws(Failure) {
        // First what holds here: a list that is made while the store is read must not be taken for one that is gone.
        let held = lexicons.heads
        let versions = Dictionary(held.map { (Key($0), $0.version) }, uniquingKeysWith: max)
        let heads = try await store.heads()
        let known = Set(heads.map { Key($0) })
        for head in held where !known.contains(Key(head)) { lexicons.remove(head.list, in: head.app) }
        var trouble: Failure?
        for head in heads where head.version > versions[Key(head)] ?? 0 {
            do throws(Failure) {
                try await load(head)
            } catch {
                // Others need not wait for this one: the next look tries again.
                trouble = error
            }
        }
        if let trouble { throw trouble }
    }

    private func load(_ head: WordListHead) async throws(Failure) {
        guard !unreadable.withLock({ $0.contains(head) }) else { return }
        // The newest, which may be newer than the head. Nil for one that is removed meanwhile.
        guard let stored = try await store.rules(of: head.list, in: head.app, version: nil) else { return }
        let built: Result<Lexicon, BadWord> = try await building.run {
            Result { () throws(BadWord) in try Lexicon(try stored.text.lines().map(\.rule)) }
        }
        switch built {
        case .success(let lexicon):
            lexicons.put(Lexicons.Entry(name: head.list, version: stored.version, lexicon: lexicon), in: head.app)
        case .failure(let bad):
            _ = unreadable.withLock { $0.insert(head) }
            onTrouble(head, "line \(bad.index): \(bad.reason)")
        }
    }

    private struct Key: Hashable {
        let app: AppNumber
        let list: WordListName

        init(_ head: WordListHead) {
            app = head.app
            list = head.list
        }
    }
}
