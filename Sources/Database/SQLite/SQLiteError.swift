import CSQLite

extension DatabaseError {
    /// From a SQLite result code (https://www.sqlite.org/rescode.html); the low byte of an extended code is the primary one.
    static func sqlite(_ code: Int32, _ text: String) -> DatabaseError {
        DatabaseError(kind(ofSQLite: code & 0xff), code: String(code), text)
    }

    private static func kind(ofSQLite primary: Int32) -> Kind {
        switch primary {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_FULL: .full
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_NOMEM, SQLITE_PROTOCOL: .unavailable
        default: .other
        }
    }
}
