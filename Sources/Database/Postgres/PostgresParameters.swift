/// The parameters of one statement in the form that libpq takes: one buffer, and pointers into it while it is sent.
///
/// Numbers go as text, so that the server reads them as whatever type the column has; bytes, texts and lists go as they are.
struct PostgresParameters {
    private var bytes: [UInt8] = []
    /// Where each begins; nil for NULL.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ values: [SQLValue]) {
        starts.reserveCapacity(values.count)
        for value in values { append(value) }
    }

    func withPointers<T>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> T
    ) -> T {
        bytes.withUnsafeBytes { buffer in
            // An empty value still needs an address: without one it would be NULL.
            withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { nothing in
                let base = buffer.baseAddress ?? UnsafeRawPointer(nothing.baseAddress)
                let pointers = starts.map { start in
                    start.flatMap { base?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
                }
                return body(Int32(truncatingIfNeeded: pointers.count), pointers, lengths, formats)
            }
        }
    }

    private mutating func append(_ value: SQLValue) {
        switch value {
        case .null: add(length: 0, isBinary: false, start: nil)
        case .integer(let value): text(String(value))
        case .real(let value): text(String(value))
        case .text(let value): binary { $0 += Array(value.utf8) }
        case .blob(let value): binary { $0 += value }
        case .integers(let values): binary { Self.list(values, into: &$0) }
        case .blobs(let values): binary { Self.list(values, into: &$0) }
        }
    }

    private mutating func text(_ text: String) {
        let start = bytes.count
        bytes += Array(text.utf8) + [0]
        add(length: bytes.count - start - 1, isBinary: false, start: start)
    }

    private mutating func binary(_ write: (inout [UInt8]) -> Void) {
        let start = bytes.count
        write(&bytes)
        add(length: bytes.count - start, isBinary: true, start: start)
    }

    private mutating func add(length: Int, isBinary: Bool, start: Int?) {
        starts.append(start)
        lengths.append(Int32(clamping: length))
        formats.append(isBinary ? 1 : 0)
    }
}

// MARK: - Lists

extension PostgresParameters {
    /// The binary form of an array of one dimension without NULL (PostgreSQL source, src/backend/utils/adt/arrayfuncs.c, array_recv).
    private static func head(of count: Int, type: Int32, into bytes: inout [UInt8]) {
        for word in count == 0 ? [0, 0, type] : [1, 0, type, Int32(clamping: count), 1] { append(word, to: &bytes) }
    }

    private static func list(_ values: [Int64], into bytes: inout [UInt8]) {
        bytes.reserveCapacity(bytes.count + 20 + 12 * values.count)
        head(of: values.count, type: 20, into: &bytes)
        for value in values {
            append(8, to: &bytes)
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
        }
    }

    private static func list(_ values: [[UInt8]], into bytes: inout [UInt8]) {
        bytes.reserveCapacity(bytes.count + 20 + values.reduce(0) { $0 + 4 + $1.count })
        head(of: values.count, type: 17, into: &bytes)
        for value in values {
            append(Int32(clamping: value.count), to: &bytes)
            bytes += value
        }
    }

    private static func append(_ word: Int32, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: word.bigEndian) { bytes.append(contentsOf: $0) }
    }
}
