/// Reads UTF-8 that may be none.
enum UTF8Reading {
    /// The scalar of two bytes or more that begins at a byte of 0x80 or above, and its length; nil if none does.
    @inline(__always)
    static func scalar(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> (UInt32, Int)? {
        func next(_ offset: Int) -> UInt32? {
            guard at + offset < text.count else { return nil }
            let byte = text[at + offset]
            return byte & 0xC0 == 0x80 ? UInt32(byte & 0x3F) : nil
        }
        let first = UInt32(text[at])
        switch first {
        case 0xE0...0xEF:
            guard let second = next(1), let third = next(2) else { return nil }
            let scalar = (first & 0x0F) << 12 | second << 6 | third
            return scalar >= 0x800 && scalar >> 11 != 0x1B ? (scalar, 3) : nil
        case 0xC2...0xDF:
            guard let second = next(1) else { return nil }
            return ((first & 0x1F) << 6 | second, 2)
        case 0xF0...0xF4:
            guard let second = next(1), let third = next(2), let fourth = next(3) else { return nil }
            let scalar = (first & 0x07) << 18 | second << 12 | third << 6 | fourth
            return 0x10000...0x10FFFF ~= scalar ? (scalar, 4) : nil
        default: return nil
        }
    }
}
