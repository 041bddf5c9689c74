/// One parameter of a statement: the four kinds both databases can hold without conversion, and lists.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    /// May hold U+0000 in SQLite; PostgreSQL text cannot, so what users write is stored as `blob`.
    case text(String)
    case blob([UInt8])
    /// For `= ANY(?1)`, on both databases.
    case integers([Int64])
    /// For `unnest`, which only PostgreSQL has.
    case blobs([[UInt8]])
}

extension SQLValue {
    /// `null` where the value is absent.
    public static func optional(_ value: Int64?) -> SQLValue { value.map(SQLValue.integer) ?? .null }

    /// `null` where the value is absent.
    public static func optional(_ value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }

    /// `null` where the value is absent.
    public static func optional(_ value: [UInt8]?) -> SQLValue { value.map(SQLValue.blob) ?? .null }

    /// Stored as 0 or 1; `Row.bool` reads it back.
    public static func bool(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(stringLiteral value: String) { self = .text(value) }
}
