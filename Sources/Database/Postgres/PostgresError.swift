import CLibPQ

extension DatabaseError {
    /// From a result that is an error; its SQLSTATE decides (https://www.postgresql.org/docs/current/errcodes-appendix.html).
    static func postgres(_ result: OpaquePointer) -> DatabaseError {
        let state = hearth_sqlstate(result).map { String(cString: $0) } ?? ""
        return DatabaseError(kind(ofSQLState: state), code: state, line(PQresultErrorMessage(result)))
    }

    /// From a connection that could not be made or is gone.
    static func lost(_ connection: OpaquePointer?) -> DatabaseError {
        DatabaseError(.unavailable, code: "08006", line(PQerrorMessage(connection)))
    }

    /// Two units of work were in each other's way: run again, it will do.
    var isConflict: Bool { code == "40001" || code == "40P01" }

    private static func kind(ofSQLState state: String) -> Kind {
        switch state {
        // libpq's own: the connection was cut.
        case "": .unavailable
        case "53100": .full
        case "55P03", "57014", "40001", "40P01": .busy
        case "XX001", "XX002": .corrupt
        // A server that is stopping or starting, one that takes no more connections, one that became a read-only copy, a failing disk.
        case "25006", "25P03", "58030": .unavailable
        default:
            switch state.prefix(2) {
            case "23": .constraint
            case "08", "53", "57": .unavailable
            default: .other
            }
        }
    }

    /// libpq's messages have a line for each address it tried.
    private static func line(_ text: UnsafePointer<CChar>?) -> String {
        guard let text else { return "no message" }
        let lines = String(cString: text).split(separator: "\n").map { line in line.drop { $0 == " " || $0 == "\t" } }
        return lines.filter { !$0.isEmpty }.joined(separator: "; ")
    }
}
