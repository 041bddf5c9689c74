import Database

/// Why a store was not copied: one line for an operator. Nothing of the copy stays.
public enum CopyError: Error, CustomStringConvertible, Sendable {
    /// Something that the operator has to put right first, or a copy that is not equal.
    case refused(String)
    case source(DatabaseError)
    case target(DatabaseError)

    public var description: String {
        switch self {
        case .refused(let text): text
        case .source(let error): "the source: \(error.text)"
        case .target(let error): "the target: \(error.text)"
        }
    }

    /// Runs something on the source.
    static func source<T>(_ body: () throws(DatabaseError) -> T) throws(CopyError) -> T {
        do { return try body() } catch { throw .source(error) }
    }

    /// Runs something on the target.
    static func target<T>(_ body: () throws(DatabaseError) -> T) throws(CopyError) -> T {
        do { return try body() } catch { throw .target(error) }
    }
}
