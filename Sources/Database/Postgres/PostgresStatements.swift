/// Which statements are prepared on one connection. Those written in the source stay prepared as long as it lives;
/// those put together at run time are sent with their text each time.
struct PostgresStatements {
    /// The address of a literal: it never moves, and there are only as many as the program has.
    typealias Key = UnsafePointer<UInt8>

    /// How a statement is to be sent.
    enum Form {
        case known(name: String)
        /// To be prepared first.
        case new(key: Key, name: String, text: String)
        case once(text: String)
    }

    private var names: [Key: String] = [:]
    private var number = 0

    mutating func form(of sql: SQLText) -> Form {
        guard case .fixed(let text) = sql, text.hasPointerRepresentation else {
            return .once(text: SQLDialect.postgres.translate(sql.string))
        }
        if let name = names[text.utf8Start] { return .known(name: name) }
        number += 1
        let name = "h\(number)"
        names[text.utf8Start] = name
        return .new(key: text.utf8Start, name: name, text: SQLDialect.postgres.translate(text.description))
    }

    /// The server does not have it after all.
    mutating func forget(_ key: Key) { names[key] = nil }
}
