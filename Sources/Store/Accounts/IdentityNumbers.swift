import Database
import HearthCore

/// Ids of users and groups: even and odd, as clients look both up in one number space.
struct IdentityNumbers {
    private let sql: any SQLConnection

    init(_ sql: any SQLConnection) { self.sql = sql }

    func nextUser() throws -> UserID { UserID(try next() * 2) }

    func nextGroup() throws -> GroupID { GroupID(try next() * 2 + 1) }

    private func next() throws -> Int64 {
        let number = try sql.first("UPDATE counters SET value = value + 1 WHERE name = 'identity' RETURNING value", []) { $0.int64(0) }
        guard let number else { throw Failure(.serverUnknownError) }
        return number
    }
}
