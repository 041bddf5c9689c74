import Database
import HearthCore
import IM

/// Pinned conversations in SQL.
public struct SQLPinStore: PinStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func pin(_ peer: Peer, of account: Account, now: Instant) async throws(Failure) -> Bool {
        try await context.writing { sql in
            try sql.lock(.pins, account.user.rawValue)
            try Self.check(peer, of: account, sql)
            let count = try sql.first(
                "SELECT count(*), max(pinned_at) FROM pinned_conversations WHERE app = ?1 AND user_id = ?2", Self.key(account)
            ) { (Int($0.int64(0)), $0.int64(1)) }
            let (pins, newest) = count ?? (0, 0)
            // Later than all others, also where the clock has not moved.
            let written = try sql.execute(
                """
                INSERT INTO pinned_conversations (app, user_id, peer, pinned_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (app, user_id, peer) DO NOTHING
                """, Self.key(account, peer) + [.integer(max(now.milliseconds, newest + 1))])
            guard written == 0 || pins < Limits.pinnedConversations else {
                throw Failure(.invalidRequestParameter, "invalid request parameter: conversation_id, too many are pinned")
            }
            return written == 1
        }
    }

    private static func check(_ peer: Peer, of account: Account, _ sql: any SQLConnection) throws {
        switch peer {
        case .system: return
        case .user(let user):
            guard try !SQLAccountStore.profiles(sql, account.app, [user]).isEmpty else { throw Failure(.userNotExist) }
        case .group:
            let isMember = try sql.first(
                "SELECT 1 FROM group_members WHERE app = ?1 AND user_id = ?2 AND group_id = ?3", key(account, peer)
            ) { _ in true }
            guard isMember == true else { throw Failure(.groupNotExist) }
        }
    }

    public func unpin(_ peer: Peer, of account: Account) async throws(Failure) -> Bool {
        try await context.writing { sql in
            try sql.execute(
                "DELETE FROM pinned_conversations WHERE app = ?1 AND user_id = ?2 AND peer = ?3", Self.key(account, peer)) == 1
        }
    }

    public func pins(of account: Account) async throws(Failure) -> [Peer] {
        try await context.reading { sql in
            try sql.all(
                "SELECT peer FROM pinned_conversations WHERE app = ?1 AND user_id = ?2 ORDER BY pinned_at DESC, peer",
                Self.key(account)
            ) { UInt64(exactly: $0.int64(0)).flatMap(Peer.init(wire:)) }.compactMap { $0 }
        }
    }

    private static func key(_ account: Account) -> [SQLValue] {
        [.integer(account.app.rawValue), .integer(account.user.rawValue)]
    }

    private static func key(_ account: Account, _ peer: Peer) -> [SQLValue] {
        key(account) + [.integer(Int64(clamping: peer.wire))]
    }
}
