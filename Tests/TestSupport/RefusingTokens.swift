import HearthCore
import IM
import Synchronization

/// A store of tokens that is too busy after a few.
public final class RefusingTokens: TokenStore {
    private let rows = InMemoryTokens()
    private let left: Mutex<Int>

    public init(after count: Int) { left = Mutex(count) }

    public func save(
        _ app: AppNumber, id: String, row: TokenRow, issuedAt: Instant, passwordHash: String?
    ) async throws(Failure) {
        let isTaken = left.withLock { left in
            left -= 1
            return left >= 0
        }
        guard isTaken else { throw Failure(.serverBusy) }
        try await rows.save(app, id: id, row: row, issuedAt: issuedAt, passwordHash: passwordHash)
    }

    public func adminTokens(_ app: AppNumber) async throws(Failure) -> [AdminToken] { try await rows.adminTokens(app) }

    public func revokeAdminToken(_ app: AppNumber, id: String, now: Instant) async throws(Failure) -> Bool {
        try await rows.revokeAdminToken(app, id: id, now: now)
    }

    public func find(_ app: AppNumber, id: String) async throws(Failure) -> TokenRow? { try await rows.find(app, id: id) }
}
