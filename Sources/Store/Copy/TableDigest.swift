import Cryptography
import Database
import HearthCore

/// What a table holds, in 32 bytes: the sum of the SHA-256 of its rows.
///
/// A sum, because the two databases put texts into different orders. It finds what went wrong on the way, not what somebody forged.
struct TableDigest: Hashable, Sendable {
    private(set) var rows = 0
    private var sum: [UInt64] = [0, 0, 0, 0]
    private var buffer: [UInt8] = []

    /// Adds a row. Every value goes in with its kind and length.
    /// - Throws: when libcrypto refuses.
    mutating func add(_ row: [SQLValue]) throws(Failure) {
        buffer.removeAll(keepingCapacity: true)
        for value in row { append(value) }
        let digest = try SHA256.digest(buffer)
        digest.withUnsafeBytes { bytes in
            for lane in sum.indices { sum[lane] &+= bytes.loadUnaligned(fromByteOffset: lane * 8, as: UInt64.self).littleEndian }
        }
        rows += 1
    }

    /// 64 digits.
    var text: String {
        sum.map { lane in
            let digits = String(lane, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    static func == (left: TableDigest, right: TableDigest) -> Bool { left.rows == right.rows && left.sum == right.sum }

    func hash(into hasher: inout Hasher) {
        hasher.combine(rows)
        hasher.combine(sum)
    }

    private mutating func append(_ value: SQLValue) {
        switch value {
        case .null: buffer.append(0)
        case .integer(let number): append(1, UInt64(bitPattern: number))
        case .real(let number): append(2, number.bitPattern)
        case .text(let text):
            append(3, UInt64(text.utf8.count))
            buffer.append(contentsOf: text.utf8)
        case .blob(let bytes):
            append(4, UInt64(bytes.count))
            buffer += bytes
        // No column holds a list.
        case .integers, .blobs: buffer.append(5)
        }
    }

    private mutating func append(_ kind: UInt8, _ number: UInt64) {
        buffer.append(kind)
        withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
    }
}
