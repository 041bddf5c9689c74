import HearthCore
import IM
import Synchronization

/// Token rows in memory.
public final class InMemoryTokens: TokenStore, EndedTokenStore {
    private struct Key: Hashable {
        let app: AppNumber
        let id: String
    }

    private struct Times {
        let issued: Instant
        var revoked: Instant?
    }

    private let rows = Mutex<[Key: TokenRow]>([:])
    private let times = Mutex<[Key: Times]>([:])

    public init() {}

    /// Knows no accounts: whoever asks may log in.
    public func save(
        _ app: AppNumber, id: String, row: TokenRow, issuedAt: Instant, passwordHash: String?
    ) async throws(Failure) {
        rows.withLock { $0[Key(app: app, id: id)] = row }
        times.withLock { $0[Key(app: app, id: id)] = Times(issued: issuedAt) }
    }

    public func adminTokens(_ app: AppNumber) async throws(Failure) -> [AdminToken] {
        let (rows, times) = (rows.withLock { $0 }, times.withLock { $0 })
        return rows.filter { $0.key.app == app && $0.value.role == .admin }.map { key, row in
            AdminToken(
                id: key.id, issuedAt: times[key]?.issued ?? row.expiresAt, expiresAt: row.expiresAt, revokedAt: times[key]?.revoked)
        }.sorted { ($0.issuedAt.milliseconds, $0.id) < ($1.issuedAt.milliseconds, $1.id) }
    }

    public func revokeAdminToken(_ app: AppNumber, id: String, now: Instant) async throws(Failure) -> Bool {
        let key = Key(app: app, id: id)
        let isThere = rows.withLock { rows in
            guard let row = rows[key], row.role == .admin else { return false }
            rows[key] = TokenRow(user: row.user, role: row.role, expiresAt: row.expiresAt, ended: .unnamed, device: row.device)
            return true
        }
        times.withLock { times in
            if isThere, times[key]?.revoked == nil { times[key]?.revoked = now }
        }
        return isThere
    }

    public func find(_ app: AppNumber, id: String) async throws(Failure) -> TokenRow? {
        rows.withLock { $0[Key(app: app, id: id)] }
    }

    public func ended(since instant: Instant, after last: EndedToken?, limit: Int) async throws(Failure) -> [EndedToken] {
        let (rows, times) = (rows.withLock { $0 }, times.withLock { $0 })
        let ended = times.compactMap { key, times -> EndedToken? in
            guard let at = times.revoked, at >= instant, let row = rows[key], row.role == .user else { return nil }
            return EndedToken(account: Account(app: key.app, user: row.user), id: key.id, endedAt: at)
        }
        let sorted = ended.sorted { Self.order($0) < Self.order($1) }
        return Array(sorted.filter { token in last.map { Self.order(token) > Self.order($0) } ?? true }.prefix(limit))
    }

    private static func order(_ token: EndedToken) -> (Int64, Int64, String) {
        (token.endedAt.milliseconds, token.account.app.rawValue, token.id)
    }

    /// Revokes one user's token.
    public func revoke(_ app: AppNumber, id: String, at now: Instant) {
        let key = Key(app: app, id: id)
        rows.withLock { rows in
            guard let row = rows[key] else { return }
            rows[key] = TokenRow(user: row.user, role: row.role, expiresAt: row.expiresAt, ended: .unnamed, device: row.device)
        }
        times.withLock { $0[key]?.revoked = now }
    }

    /// Changes every row of a user.
    public func change(_ user: UserID, role: TokenRole? = nil, ended: TokenEnd? = nil, platform: Int? = nil) {
        rows.withLock { rows in
            for (key, row) in rows where row.user == user {
                rows[key] = TokenRow(
                    user: row.user, role: role ?? row.role, expiresAt: row.expiresAt, ended: ended, device: row.device,
                    platform: platform)
            }
        }
    }
}

extension InMemoryTokens: TokenEndingStore {
    /// All users in one step.
    public func endTokens(
        _ app: AppNumber, after user: UserID, issuedBefore instant: Instant, limit: Int, now: Instant
    ) async throws(Failure) -> UserID? {
        let old = times.withLock { $0.filter { $0.key.app == app && $0.value.issued < instant }.map(\.key.id) }
        let ofUsers = rows.withLock { rows in old.filter { rows[Key(app: app, id: $0)]?.role == .user } }
        for id in ofUsers { revoke(app, id: id, at: now) }
        return nil
    }
}

/// Tokens that anybody can read and write: `app/user/role/time/id/key`.
public struct PlainTokenCodec: TokenCodec {
    public init() {}

    public func sign(_ claims: TokenClaims, with key: SigningKey) -> String {
        [
            claims.app.rawValue, "\(claims.user)", "\(claims.role.rawValue)", "\(claims.issuedAt.milliseconds)", claims.id,
            key.id,
        ].joined(separator: "/")
    }

    public func claimedApp(of text: String) -> AppID? {
        let parts = text.split(separator: "/")
        return parts.count == 6 ? AppID(String(parts[0])) : nil
    }

    public func verify(_ text: String, with keys: [SigningKey]) -> TokenClaims? {
        let parts = text.split(separator: "/").map(String.init)
        guard parts.count == 6, keys.contains(where: { $0.id == parts[5] }), let user = Int64(parts[1]),
            let role = Int(parts[2]).flatMap(TokenRole.init(rawValue:)), let issuedAt = Int64(parts[3])
        else { return nil }
        return TokenClaims(
            app: AppID(parts[0]), user: UserID(user), role: role, issuedAt: Instant(milliseconds: issuedAt), id: parts[4])
    }
}
