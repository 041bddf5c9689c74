/// A 64-bit hash that stays the same across restarts and versions: it is stored with every send.
///
/// FNV-1a over eight bytes at a time. It only separates messages of one device that carry the same
/// client id within a day, so nobody gains by making two collide.
enum Fingerprint {
    static func of(_ target: MessageTarget, _ action: OutgoingMessage.Action, _ payload: [UInt8]) -> Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        switch target {
        case .user(let user): mix(UInt64(bitPattern: user.rawValue), into: &hash)
        case .group(let group): mix(UInt64(bitPattern: group.rawValue), into: &hash)
        case .unnamed: mix(UInt64.max, into: &hash)
        }
        switch action {
        case .message: break
        case .operation(let operation):
            mix(UInt64(operation.kind.rawValue), into: &hash)
            mix(UInt64(bitPattern: operation.message.rawValue), into: &hash)
        case .clear(let everywhere):
            mix(UInt64(ItemKind.clear.rawValue), into: &hash)
            mix(everywhere ? 1 : 0, into: &hash)
        case .notice(let kind): mix(UInt64(kind.rawValue), into: &hash)
        }
        mix(UInt64(payload.count), into: &hash)
        payload.withUnsafeBytes { bytes in
            var at = 0
            while at + 8 <= bytes.count {
                mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)), into: &hash)
                at += 8
            }
            while at < bytes.count {
                mix(UInt64(bytes[at]), into: &hash)
                at += 1
            }
        }
        return Int64(bitPattern: hash)
    }

    private static func mix(_ word: UInt64, into hash: inout UInt64) {
        hash = (hash ^ word) &* 0x0000_0100_0000_01b3
        hash ^= hash >> 29
    }
}
