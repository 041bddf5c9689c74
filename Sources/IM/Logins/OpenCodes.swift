import HearthCore
import Synchronization

/// Bounds the codes of one purpose that are open: how many one address may begin, and how many an app may have.
///
/// Memory is bounded; each server counts addresses by itself, and several may pass the bound of an app by what they begin within
/// seconds.
final class OpenCodes: Sendable {
    /// Addresses remembered, of all apps together.
    static let addresses = 20_000
    /// Milliseconds for which the number of an app's codes is taken from memory. Codes that are used meanwhile still count.
    static let freshness: Int64 = 5_000

    private struct Begun {
        var count = 0
        var since: Instant
    }

    private struct Kept {
        var count = 0
        var readAt: Instant
    }

    private struct Network: Hashable {
        let app: AppNumber
        let network: ClientNetwork
    }

    private struct Tables {
        var begun: RecentTable<Network, Begun>
        var kept: [AppNumber: Kept] = [:]
    }

    private let purpose: CodePurpose
    private let perAddress: (most: Int, within: Int64)
    private let store: any OneTimeCodeStore
    private let clock: any WallClock
    private let tables = Mutex(Tables(begun: RecentTable(most: OpenCodes.addresses)))

    /// - Parameter perAddress: codes that one address may begin within so many milliseconds.
    init(_ purpose: CodePurpose, perAddress: (most: Int, within: Int64), store: any OneTimeCodeStore, clock: any WallClock) {
        self.purpose = purpose
        self.perAddress = perAddress
        self.store = store
        self.clock = clock
    }

    /// Keeps a new code.
    /// - Parameter address: where it is begun.
    /// - Throws: `ServerTooManyRequest` when too many come from there, `ServerBusy` when the app has too many.
    func begin(_ code: OneTimeCode, from address: String) async throws(Failure) {
        guard mayBegin(Network(app: code.key.app, network: ClientNetwork(address))) else { throw Failure(.serverTooManyRequest) }
        guard try await hasRoom(code.key.app) else { throw Failure(.serverBusy) }
        try await store.save(code)
    }

    private func mayBegin(_ network: Network) -> Bool {
        let now = clock.now()
        return tables.withLock { tables in
            var begun = tables.begun[network] ?? Begun(since: now)
            if now.since(begun.since) >= perAddress.within { begun = Begun(since: now) }
            guard begun.count < perAddress.most else { return false }
            begun.count += 1
            tables.begun[network] = begun
            return true
        }
    }

    private func hasRoom(_ app: AppNumber) async throws(Failure) -> Bool {
        if isStale(app) {
            let count = try await store.count(purpose, of: app, upTo: Limits.oneTimeCodes)
            tables.withLock { $0.kept[app]?.count = count }
        }
        return tables.withLock { tables in
            guard let count = tables.kept[app]?.count, count < Limits.oneTimeCodes else { return false }
            tables.kept[app]?.count += 1
            return true
        }
    }

    /// Whether the caller has to count: one does, and others go by the old number meanwhile.
    private func isStale(_ app: AppNumber) -> Bool {
        let now = clock.now()
        return tables.withLock { tables in
            let kept = tables.kept[app]
            if let kept, (0..<Self.freshness).contains(now.since(kept.readAt)) { return false }
            tables.kept[app] = Kept(count: kept?.count ?? 0, readAt: now)
            return true
        }
    }
}
