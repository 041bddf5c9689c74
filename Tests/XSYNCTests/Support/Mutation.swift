/// Ways to spoil, or only to rearrange, the bytes of a message.
extension SeededGenerator {
    mutating func mutated(_ original: [UInt8]) -> [UInt8] {
        var bytes = original
        for _ in 0..<below(3) { spoil(&bytes) }
        return bytes
    }

    private mutating func spoil(_ bytes: inout [UInt8]) {
        let place = below(bytes.count + 1)
        switch below(8) {
        case 0: bytes.removeLast(bytes.count - place)
        case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8(below(8))
        case 2 where place < bytes.count: bytes.remove(at: place)
        case 3: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
        case 4: bytes += bytes
        case 5: bytes.insert(contentsOf: field(), at: 0)
        default: bytes += field()
        }
    }

    /// A field of any number and any wire type, known or not, right or wrong.
    private mutating func field() -> [UInt8] {
        let type = below(16) == 0 ? below(8) : [0, 0, 2, 2, 1, 5][below(6)]
        let number = chance(8) ? Int(next() >> 34) : below(17)
        let tag = varint(UInt64(number << 3 | type), padding: chance(10) ? below(8) : 0)
        switch type {
        case 0: return tag + varint(self.number(), padding: chance(4) ? below(9) : 0)
        case 1: return tag + (0..<8).map { _ in UInt8(truncatingIfNeeded: next()) }
        case 2:
            let body = chance(3) ? field() : bytes(upTo: 6)
            return tag + varint(UInt64(body.count), padding: chance(6) ? below(9) : 0) + body
        case 3: return tag + (chance(2) ? field() : []) + varint(UInt64(number << 3 | 4), padding: 0)
        case 5: return tag + (0..<4).map { _ in UInt8(truncatingIfNeeded: next()) }
        default: return tag
        }
    }

    private func varint(_ value: UInt64, padding: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
        for _ in 0..<padding {
            bytes[bytes.count - 1] |= 0x80
            bytes.append(0)
        }
        return bytes
    }
}
