import CLibPQ

extension PostgresConnection {
    /// Runs `COPY … FROM STDIN (FORMAT binary)` and returns how many rows it took in. `feed` gives them one after the other.
    /// - Throws: what `feed` throws, and the server's refusal: nothing of it is in the store then, and the transaction is lost.
    public func copyIn(_ sql: String, _ feed: (PostgresRowWriter) throws -> Void) throws -> Int {
        // COPY and pipelines exclude each other.
        try openNow()
        PQexitPipelineMode(handle)
        defer { PQenterPipelineMode(handle) }
        let opened = try answer(to: PQexec(handle, sql))
        guard opened.status == PGRES_COPY_IN else { throw DatabaseError(.other, "no answer to COPY") }
        let writer = PostgresRowWriter { [handle] bytes throws(DatabaseError) in
            let isSent = bytes.withUnsafeBytes { bytes in
                bytes.withMemoryRebound(to: CChar.self) { PQputCopyData(handle, $0.baseAddress, Int32(truncatingIfNeeded: $0.count)) == 1 }
            }
            if !isSent { throw DatabaseError.lost(handle) }
        }
        do {
            try feed(writer)
            try writer.finish()
        } catch {
            PQputCopyEnd(handle, "given up")
            while let rest = PQgetResult(handle) { PQclear(rest) }
            throw error
        }
        guard PQputCopyEnd(handle, nil) == 1 else { throw DatabaseError.lost(handle) }
        let ended = try answer(to: PQgetResult(handle))
        while let rest = PQgetResult(handle) { PQclear(rest) }
        return ended.changed
    }

    private func answer(to result: OpaquePointer?) throws(DatabaseError) -> PostgresResult {
        guard let answer = result.map(PostgresResult.init) else { throw DatabaseError.lost(handle) }
        guard answer.status == PGRES_COPY_IN || answer.status == PGRES_COMMAND_OK else {
            let error = DatabaseError.postgres(answer.handle)
            while let rest = PQgetResult(handle) { PQclear(rest) }
            throw error
        }
        return answer
    }
}

/// Rows in PostgreSQL's binary COPY format (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format").
public final class PostgresRowWriter {
    /// A column as the server wants it.
    public enum Width: Sendable {
        case int2, int4, int8, float8
        /// Texts, in UTF-8, and bytes.
        case bytes
    }

    private let send: ([UInt8]) throws(DatabaseError) -> Void
    private var buffer = Array("PGCOPY\n".utf8) + [0xff, 0x0d, 0x0a, 0x00] + [UInt8](repeating: 0, count: 8)
    private static let sendAt = 256 << 10

    init(_ send: @escaping ([UInt8]) throws(DatabaseError) -> Void) { self.send = send }

    /// Adds a row.
    /// - Throws: `constraint` when a value does not fit its column, `unavailable` when the server is gone.
    public func row(_ values: [SQLValue], _ widths: [Width]) throws(DatabaseError) {
        append(Int16(truncatingIfNeeded: values.count))
        for (value, width) in zip(values, widths) {
            switch (value, width) {
            case (.null, _): append(Int32(-1))
            case (.integer(let number), .int8): sized(number)
            case (.integer(let number), .int4): sized(try fitting(number) as Int32)
            case (.integer(let number), .int2): sized(try fitting(number) as Int16)
            case (.real(let number), .float8): sized(number.bitPattern)
            case (.text(let text), .bytes): sized(Array(text.utf8))
            case (.blob(let bytes), .bytes): sized(bytes)
            default: throw DatabaseError(.constraint, "a value is not of its column's type")
            }
        }
        if buffer.count >= Self.sendAt { try flush() }
    }

    func finish() throws(DatabaseError) {
        append(Int16(-1))
        try flush()
    }

    private func flush() throws(DatabaseError) {
        try send(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func fitting<Number: FixedWidthInteger>(_ number: Int64) throws(DatabaseError) -> Number {
        guard let fitting = Number(exactly: number) else {
            throw DatabaseError(.constraint, "\(number) does not fit a column of \(Number.bitWidth) bits")
        }
        return fitting
    }

    private func sized<Number: FixedWidthInteger>(_ number: Number) {
        append(Int32(Number.bitWidth / 8))
        append(number)
    }

    private func sized(_ bytes: [UInt8]) {
        append(Int32(truncatingIfNeeded: bytes.count))
        buffer += bytes
    }

    private func append<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
    }
}
