/// One step of the schema. Once released it never changes, not even in its comments.
public struct Migration: Sendable {
    /// From 1 on, without gaps.
    public let number: Int
    /// Of the file, without its number.
    public let name: String
    /// Any number of statements; no BEGIN or COMMIT.
    public let sql: String

    /// Made by `scripts/embed-migrations`, and by tests.
    public init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }

    /// FNV-1a of the text, to notice an edited migration (http://www.isthe.com/chongo/tech/comp/fnv/).
    var checksum: Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Int64(bitPattern: hash)
    }
}
