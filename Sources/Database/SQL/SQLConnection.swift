/// A connection inside one unit of work: everything done through it is one transaction.
///
/// Used on one thread, and only until the unit of work returns. Statements never begin or end a transaction themselves.
/// A closure given to a query that throws has to say so: `{ row throws(DatabaseError) in … }`.
public protocol SQLConnection: AnyObject {
    /// Which database this is, for the few statements that must differ.
    var dialect: SQLDialect { get }

    /// Visits the rows of a query one at a time until `each` answers false.
    func visit(
        _ sql: SQLText, _ parameters: [SQLValue], _ each: (any Row) throws(DatabaseError) -> Bool
    ) throws(DatabaseError)

    /// Runs a statement to its end and returns how many rows it changed (without those of triggers and cascades).
    func perform(_ sql: SQLText, _ parameters: [SQLValue]) throws(DatabaseError) -> Int
}

extension SQLConnection {
    /// Until this unit of work ends, others that lock the same two numbers wait, on every server of the database.
    ///
    /// SQLite runs writes one after the other: nothing to do. Take several locks in the order of their numbers.
    public func lock(_ space: LockSpace, _ id: Int64) throws(DatabaseError) {
        guard dialect == .postgres else { return }
        // 54 bits of id are more than any id of Hearth has.
        let key = Int64(space.rawValue) << 54 ^ (id & (1 << 54 - 1))
        try visit(.fixed("SELECT pg_advisory_xact_lock(?1)"), [.integer(key)]) { _ in false }
    }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    public func execute(_ sql: StaticString, _ parameters: [SQLValue] = []) throws(DatabaseError) -> Int {
        try perform(.fixed(sql), parameters)
    }

    /// Runs a statement put together at run time and returns how many rows it changed.
    @discardableResult
    public func execute(built sql: String, _ parameters: [SQLValue] = []) throws(DatabaseError) -> Int {
        try perform(.built(sql), parameters)
    }

    /// Visits every row.
    public func query(
        _ sql: StaticString, _ parameters: [SQLValue] = [], each: (any Row) throws(DatabaseError) -> Void
    ) throws(DatabaseError) {
        try query(.fixed(sql), parameters, each: each)
    }

    /// Visits every row of a query put together at run time (a list of keys, say).
    public func query(
        built sql: String, _ parameters: [SQLValue] = [], each: (any Row) throws(DatabaseError) -> Void
    ) throws(DatabaseError) {
        try query(.built(sql), parameters, each: each)
    }

    /// The first row, mapped; nil when there is none. The rest is not read.
    public func first<T>(
        _ sql: StaticString, _ parameters: [SQLValue] = [], _ map: (any Row) throws(DatabaseError) -> T
    ) throws(DatabaseError) -> T? {
        var found: T?
        try visit(.fixed(sql), parameters) { row throws(DatabaseError) in
            found = try map(row)
            return false
        }
        return found
    }

    /// All rows, mapped. For answers of bounded size.
    public func all<T>(
        _ sql: StaticString, _ parameters: [SQLValue] = [], _ map: (any Row) throws(DatabaseError) -> T
    ) throws(DatabaseError) -> [T] {
        var rows: [T] = []
        try query(.fixed(sql), parameters) { row throws(DatabaseError) in rows.append(try map(row)) }
        return rows
    }

    /// All rows of a query put together at run time, mapped.
    public func all<T>(
        built sql: String, _ parameters: [SQLValue] = [], _ map: (any Row) throws(DatabaseError) -> T
    ) throws(DatabaseError) -> [T] {
        var rows: [T] = []
        try query(.built(sql), parameters) { row throws(DatabaseError) in rows.append(try map(row)) }
        return rows
    }

    private func query(
        _ sql: SQLText, _ parameters: [SQLValue], each: (any Row) throws(DatabaseError) -> Void
    ) throws(DatabaseError) {
        try visit(sql, parameters) { row throws(DatabaseError) in
            try each(row)
            return true
        }
    }
}

/// What a lock is about. Raw values are in the store's keys: never reuse one.
public enum LockSpace: Int, Sendable {
    /// The devices of a user.
    case devices = 1
    /// The list of apps.
    case apps = 2
    /// What a user and others are to each other.
    case rosters = 3
    /// What a user says of himself and has set for himself.
    case profiles = 4
    /// The conversations that a user keeps on top.
    case pins = 5
}
