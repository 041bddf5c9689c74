import HearthCore
import Synchronization

/// The license of this server: installs it, and says who may come in by it.
///
/// What is installed here holds when `install` returns; what another server of the same database installs holds after the next
/// `refresh`. Without a license, or without a number in it, nothing is counted.
public final class Licensing: LicenseChecking {
    private struct State {
        var stored: StoredLicense?
        var rules = LicenseRules(nil)
    }

    private let store: any LicenseStore
    private let reader: LicenseReader
    private let ranks: UserRanks
    private let clock: any WallClock
    private let randomness: any Randomness
    private let state = Mutex(State())

    public init(store: any LicenseStore, reader: LicenseReader, clock: any WallClock, randomness: any Randomness) {
        self.store = store
        self.reader = reader
        ranks = UserRanks(store: store, clock: clock)
        self.clock = clock
        self.randomness = randomness
    }

    public func check(_ app: AppID) throws(Failure) {
        try rules.check(app, now: clock.now())
    }

    public func checkRank(of account: Account, in app: AppID) async throws(Failure) {
        let room = rules.room(in: app, plan: 0)
        var server: UserID?
        if let most = room.server { server = try await ranks.first(beyond: UserRanks.Subject(app: nil, most: most), for: account.user) }
        var own: UserID?
        if let most = room.app { own = try await ranks.first(beyond: UserRanks.Subject(app: account.app, most: most), for: account.user) }
        try LicenseRules.check(account.user, beyond: server, in: own)
    }

    public func room(in app: AppDirectory.Entry) throws(Failure) -> UserRoom {
        let rules = rules
        try rules.check(app.app.id, now: clock.now())
        return rules.room(in: app.app.id, plan: app.settings.usersMost)
    }

    private var rules: LicenseRules { state.withLock { $0.rules } }
}

// MARK: Administration

extension Licensing {
    /// Takes over what the store has now. One small query.
    /// - Returns: whether it is another license than before.
    @discardableResult
    public func refresh() async throws(Failure) -> Bool {
        guard let stored = try await store.find() else { return false }
        return take(stored)
    }

    /// Which server this is, for those who issue licenses.
    public func key() async throws(Failure) -> String {
        let stored = try await open()
        take(stored)
        return stored.licenseKey
    }

    /// Makes a text the license of the server.
    /// - Parameter isForced: whether also a text is taken that does not count: nobody can log in then.
    /// - Throws: `InvalidRequestParameter` with the reason for one that does not count.
    public func install(_ text: String, isForced: Bool) async throws(Failure) {
        let key = try await key()
        guard text.utf8.count <= LicenseText.most, !text.utf8.contains(0), !text.isEmpty else { throw Self.refusal(.unreadable) }
        let read = reader.read(text, on: key)
        if let trouble = read.trouble, !isForced { throw Self.refusal(trouble) }
        if let end = read.license?.expiresAt, end <= clock.now(), !isForced {
            throw Failure(.invalidRequestParameter, "invalid request parameter: license: it has ended")
        }
        take(try await store.put(text, now: clock.now()))
    }

    /// Takes the license away: nothing is limited then.
    public func remove() async throws(Failure) {
        _ = try await key()
        take(try await store.put(nil, now: clock.now()))
    }

    /// How it stands with the license, read afresh.
    public func report() async throws(Failure) -> LicenseReport {
        take(try await open())
        let installed = rules.installed
        return LicenseReport(
            installed: installed, counts: installed == nil ? nil : try await store.counts(), now: clock.now())
    }

    private static func refusal(_ trouble: InstalledLicense.Trouble) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: license: \(trouble.words)")
    }

    private func open() async throws(Failure) -> StoredLicense {
        if let stored = try await store.find() { return stored }
        let letters = randomness.text(24, from: "ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        let groups = stride(from: 0, to: letters.count, by: 6).map { String(letters.dropFirst($0).prefix(6)) }
        return try await store.open(licenseKey: groups.joined(separator: "-"), now: clock.now())
    }

    /// An earlier reading, which was overtaken on its way from the store, changes nothing.
    @discardableResult
    private func take(_ stored: StoredLicense) -> Bool {
        let known = state.withLock { $0.stored }
        guard known != stored, known.map({ $0.version < stored.version }) ?? true else { return false }
        let rules = LicenseRules(stored.text.map { reader.read($0, on: stored.licenseKey) })
        let isNew = state.withLock { state in
            guard state.stored.map({ $0.version < stored.version }) ?? true else { return false }
            let isOther = state.stored?.text != stored.text
            state = State(stored: stored, rules: rules)
            return isOther
        }
        if isNew { ranks.clear() }
        return isNew
    }
}
