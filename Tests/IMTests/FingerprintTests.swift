import HearthCore
import Testing

@testable import IM

struct FingerprintTests {
    private static let user = MessageTarget.user(UserID(42))

    /// Fingerprints are stored: a change of these numbers forgets every duplicate at the next upgrade.
    @Test func fingerprintsStayWhatTheyAre() {
        #expect(Fingerprint.of(Self.user, []) == 2_521_272_212_235_452_339)
        #expect(Fingerprint.of(.group(GroupID(43)), []) == 2_519_268_902_045_319_266)
        #expect(Fingerprint.of(Self.user, Array("hello".utf8)) == 2_253_930_309_530_132_807)
        #expect(Fingerprint.of(Self.user, Array(0..<20)) == 2_176_041_362_322_731_711)
    }

    @Test func anotherTargetOrPayloadHasAnotherFingerprint() {
        let payload = [UInt8](0..<40)
        var seen: Set<Int64> = [
            Fingerprint.of(Self.user, payload), Fingerprint.of(.user(UserID(44)), payload),
            Fingerprint.of(.group(GroupID(43)), payload),
        ]
        for index in payload.indices {
            var changed = payload
            changed[index] ^= 1
            seen.insert(Fingerprint.of(Self.user, changed))
            seen.insert(Fingerprint.of(Self.user, Array(payload[..<index])))
        }
        #expect(seen.count == 3 + 2 * payload.count)
    }

    @Test func zerosAtTheEndCount() {
        #expect(Fingerprint.of(Self.user, [1, 0]) != Fingerprint.of(Self.user, [1]))
        #expect(Fingerprint.of(Self.user, [0]) != Fingerprint.of(Self.user, []))
    }
}
