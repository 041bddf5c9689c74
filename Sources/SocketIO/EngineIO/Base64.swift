import NIOCore

/// Base64 with the alphabet `+/`, for binary packets that travel as text.
enum Base64 {
    /// The bytes of base64 text; padding may be there or left out. Nil for anything else.
    static func decode(_ text: ByteBuffer) -> ByteBuffer? {
        text.withUnsafeReadableBytes { bytes in
            var digits = bytes[...]
            while digits.count > 0, bytes.count - digits.count < 2, digits.last == UInt8(ascii: "=") {
                digits = digits.dropLast()
            }
            let padded = digits.count < bytes.count
            guard digits.count % 4 != 1, !padded || bytes.count % 4 == 0 else { return nil }
            return decode(UnsafeRawBufferPointer(rebasing: digits))
        }
    }

    private static func decode(_ digits: UnsafeRawBufferPointer) -> ByteBuffer? {
        let length = digits.count * 3 / 4
        var isValid = true
        var out = ByteBufferAllocator().buffer(capacity: length)
        out.writeWithUnsafeMutableBytes(minimumWritableBytes: length) { bytes in
            var written = 0
            var bits: UInt32 = 0
            var count: UInt32 = 0
            for digit in digits {
                guard let value = value(of: digit) else {
                    isValid = false
                    return 0
                }
                bits = bits << 6 | UInt32(value)
                count += 6
                if count >= 8 {
                    count -= 8
                    bytes[written] = UInt8(truncatingIfNeeded: bits >> count)
                    written += 1
                }
            }
            // Bits that fill no byte are zero in every honest encoding.
            isValid = bits & ((1 << count) - 1) == 0
            return written
        }
        return isValid ? out : nil
    }

    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends the bytes as base64 text with padding.
    static func encode(_ bytes: ByteBuffer, into text: inout ByteBuffer) {
        var rest = bytes.readableBytesView
        text.reserveCapacity(minimumWritableBytes: (rest.count + 2) / 3 * 4)
        while !rest.isEmpty {
            let group = rest.prefix(3)
            rest = rest.dropFirst(3)
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.writeInteger(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
