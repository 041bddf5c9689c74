import Cryptography
import Database
import HearthCore
import IM

/// Codes that work once, in SQL.
public struct SQLOneTimeCodeStore: OneTimeCodeStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func count(_ purpose: CodePurpose, of app: AppNumber, upTo most: Int) async throws(Failure) -> Int {
        let range = HashedKey.range(purpose)
        return try await context.reading { sql in
            // Those of one purpose stand together.
            try sql.first(
                """
                SELECT count(*) FROM (
                    SELECT 1 FROM one_time_codes WHERE app = ?1 AND code_hash >= ?2 AND code_hash < ?3 LIMIT ?4
                ) AS counted
                """, [.integer(app.rawValue), .text(range.lowerBound), .text(range.upperBound), .integer(Int64(most))]
            ) { Int($0.int64(0)) } ?? 0
        }
    }

    public func save(_ code: OneTimeCode) async throws(Failure) {
        let row = try HashedKey(code.key)
        try await context.writing { sql in try Self.insert(code, row, sql) }
    }

    private static func insert(_ code: OneTimeCode, _ row: HashedKey, _ sql: any SQLConnection) throws {
        try sql.execute(
            "INSERT INTO one_time_codes (app, code_hash, purpose, user_id, content, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            [
                row.app, row.hash, .integer(Int64(code.key.purpose.rawValue)), .integer(code.user.rawValue), .text(code.content),
                .integer(code.expiresAt.milliseconds),
            ])
    }

    public func owner(of key: OneTimeCode.Key, now: Instant) async throws(Failure) -> UserID? {
        let row = try HashedKey(key)
        return try await context.reading { sql in
            try sql.first(
                "SELECT user_id FROM one_time_codes WHERE app = ?1 AND code_hash = ?2 AND expires_at > ?3",
                [row.app, row.hash, .integer(now.milliseconds)]
            ) { UserID($0.int64(0)) }
        }
    }

    public func give(_ key: OneTimeCode.Key, to user: UserID, now: Instant) async throws(Failure) -> Bool {
        let row = try HashedKey(key)
        return try await context.writing { sql in
            try sql.execute(
                """
                UPDATE one_time_codes SET user_id = ?3
                WHERE app = ?1 AND code_hash = ?2 AND (user_id = 0 OR user_id = ?3) AND expires_at > ?4
                """, [row.app, row.hash, .integer(user.rawValue), .integer(now.milliseconds)]) == 1
        }
    }

    public func withdraw(_ key: OneTimeCode.Key, by user: UserID, now: Instant) async throws(Failure) -> Bool {
        let row = try HashedKey(key)
        return try await context.writing { sql in
            try sql.execute(
                """
                DELETE FROM one_time_codes
                WHERE app = ?1 AND code_hash = ?2 AND (user_id = 0 OR user_id = ?3) AND expires_at > ?4
                """, [row.app, row.hash, .integer(user.rawValue), .integer(now.milliseconds)]) == 1
        }
    }

    public func use(_ key: OneTimeCode.Key, of user: UserID, now: Instant) async throws(Failure) -> String? {
        let row = try HashedKey(key)
        return try await context.writing { sql in try Self.use(row, user, now, sql) }
    }

    private static func use(_ row: HashedKey, _ user: UserID, _ now: Instant, _ sql: any SQLConnection) throws -> String? {
        try sql.first(
            "DELETE FROM one_time_codes WHERE app = ?1 AND code_hash = ?2 AND user_id = ?3 AND expires_at > ?4 RETURNING content",
            [row.app, row.hash, .integer(user.rawValue), .integer(now.milliseconds)]
        ) { $0.text(0) }
    }

    public func exchange(_ key: OneTimeCode.Key, for code: OneTimeCode, now: Instant) async throws(Failure) -> Bool {
        let (old, new) = (try HashedKey(key), try HashedKey(code.key))
        return try await context.writing { sql in
            // Or the new one would outlive a change of the password that happens meanwhile.
            try sql.lock(.devices, code.user.rawValue)
            guard try Self.use(old, code.user, now, sql) != nil else { return false }
            try Self.insert(code, new, sql)
            return true
        }
    }

    /// Removes codes that ended before an instant; at most `limit`, so that it never holds up a commit.
    public func prune(endedBefore instant: Instant, limit: Int) async throws(Failure) -> Int {
        try await context.writing { sql in
            let ended = try sql.all(
                "SELECT app, code_hash FROM one_time_codes WHERE expires_at < ?1 ORDER BY expires_at LIMIT ?2",
                [.integer(instant.milliseconds), .integer(Int64(limit))]
            ) { (app: $0.int64(0), hash: $0.text(1)) }
            // One by one: for a list of pairs SQLite walks all codes of an app.
            for code in ended {
                try sql.execute(
                    "DELETE FROM one_time_codes WHERE app = ?1 AND code_hash = ?2", [.integer(code.app), .text(code.hash)])
            }
            return ended.count
        }
    }
}

/// How a code is named in the table: the digit of its purpose, then the SHA-256 of its text in hex.
private struct HashedKey {
    let app: SQLValue
    let hash: SQLValue

    init(_ key: OneTimeCode.Key) throws(Failure) {
        app = .integer(key.app.rawValue)
        let digits = Array("0123456789abcdef".utf8)
        let hex = try SHA256.digest(Array(key.text.utf8)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        hash = .text(Self.range(key.purpose).lowerBound + String(decoding: hex, as: UTF8.self))
    }

    /// Where those of one purpose stand.
    static func range(_ purpose: CodePurpose) -> Range<String> { "\(purpose.rawValue)"..<"\(purpose.rawValue + 1)" }
}
