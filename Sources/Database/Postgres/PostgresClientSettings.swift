import CLibPQ

/// An address as PostgreSQL's own programs (`pg_dump`, `psql`) take it without a secret on their command line.
public struct PostgresClientSettings: Sendable {
    /// Variables for their environment; the password is among them.
    public let environment: [String: String]
    /// For `--dbname`: the name of the database, and options that have no variable.
    public let database: String

    /// Reads an address as libpq does.
    /// - Throws: `other` when libpq cannot read it, or when it holds a secret that has no variable.
    public init(url: String) throws(DatabaseError) {
        guard let options = PQconninfoParse(url, nil) else { throw DatabaseError(.other, "the address of the database cannot be read") }
        defer { PQconninfoFree(options) }
        var environment: [String: String] = [:]
        var words: [String] = []
        var next = options
        while let keyword = next.pointee.keyword.map({ String(cString: $0) }) {
            let option = next.pointee
            next += 1
            guard let value = option.val.map({ String(cString: $0) }), !value.isEmpty else { continue }
            if keyword != "dbname", let variable = option.envvar {
                environment[String(cString: variable)] = value
            } else if option.dispchar.map({ String(cString: $0) }) == "*" {
                throw DatabaseError(
                    .other, "\(keyword) in the address cannot be handed on without showing it: use a key without a password")
            } else {
                words.append("\(keyword)='\(Self.escaped(value))'")
            }
        }
        self.environment = environment
        database = words.joined(separator: " ")
    }

    private static func escaped(_ value: String) -> String {
        value.reduce(into: "") { text, character in
            if character == "'" || character == "\\" { text.append("\\") }
            text.append(character)
        }
    }
}
