/// Why the database could not do what it was asked. Never shown to a client: a door answers with a `Failure` chosen by `kind`.
public struct DatabaseError: Error, Hashable, Sendable {
    /// What callers decide by.
    public enum Kind: String, Hashable, Sendable {
        /// Too much is waiting, or a lock was not to be had in time. Worth another try.
        case busy
        /// A unique key, foreign key, NOT NULL or CHECK refused the change.
        case constraint
        /// The disk is full.
        case full
        /// The file is damaged or is no database.
        case corrupt
        /// Shut down, gone, or failing to read and write.
        case unavailable
        /// A later version of Hearth has written this store.
        case newerSchema
        /// Another server owns this store.
        case inUse
        /// Everything else: a mistake in a statement, as a rule.
        case other
    }

    /// What callers decide by.
    public let kind: Kind
    /// The database's own number for it: SQLite's extended result code, or SQLSTATE. Empty when Hearth itself refused.
    public let code: String
    /// Internal text, for logs only: it may hold table names and SQL.
    public let text: String

    /// An error that Hearth or a driver reports.
    public init(_ kind: Kind, code: String = "", _ text: String) {
        self.kind = kind
        self.code = code
        self.text = text
    }
}

extension DatabaseError: CustomStringConvertible {
    public var description: String { code.isEmpty ? "\(kind.rawValue): \(text)" : "\(kind.rawValue) (\(code)): \(text)" }
}
