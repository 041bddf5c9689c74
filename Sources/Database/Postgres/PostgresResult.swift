import CLibPQ

/// What a statement answered; freed with the last reference.
final class PostgresResult {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { PQclear(handle) }

    var status: ExecStatusType { PQresultStatus(handle) }
    var count: Int32 { PQntuples(handle) }

    /// Rows that an INSERT, UPDATE or DELETE changed.
    var changed: Int {
        guard let text = PQcmdTuples(handle) else { return 0 }
        return Int(String(cString: text)) ?? 0
    }

    /// The command as the server names it: COMMIT of a transaction that had failed answers ROLLBACK.
    var command: String { PQcmdStatus(handle).map { String(cString: $0) } ?? "" }
}

/// One row of a result in PostgreSQL's binary form.
struct PostgresRow: Row {
    let result: OpaquePointer
    let row: Int32

    func isNull(_ column: Int) -> Bool { PQgetisnull(result, row, Int32(truncatingIfNeeded: column)) != 0 }

    /// int8, int4, int2 and bool, told apart by their width.
    func int64(_ column: Int) -> Int64 {
        var value: Int64 = 0
        withBytes(column) { bytes in
            switch bytes.count {
            case 8: value = Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
            case 4: value = Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
            case 2: value = Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
            case 1: value = Int64(bytes[0])
            default: value = 0
            }
        }
        return value
    }

    func double(_ column: Int) -> Double {
        var value = 0.0
        withBytes(column) { bytes in
            switch bytes.count {
            case 8: value = Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
            case 4: value = Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
            default: value = 0
            }
        }
        return value
    }

    func withBytes(_ column: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        let column = Int32(truncatingIfNeeded: column)
        let count = Int(PQgetlength(result, row, column))
        guard count > 0, let start = PQgetvalue(result, row, column) else { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        body(UnsafeRawBufferPointer(start: start, count: count))
    }
}
