import HearthCore
import Testing

@testable import IM

struct FingerprintTests {
    private static let user = MessageTarget.user(UserID(42))

    /// Fingerprints are stored: a change of these numbers forgets every duplicate at the next upgrade.
    @Test func fingerprintsStayWhatTheyAre() {
        #expect(of(Self.user, []) == 2_521_272_212_235_452_339)
        #expect(of(.group(GroupID(43)), []) == 2_519_268_902_045_319_266)
        #expect(of(Self.user, Array("hello".utf8)) == 2_253_930_309_530_132_807)
        #expect(of(Self.user, Array(0..<20)) == 2_176_041_362_322_731_711)
    }

    @Test func anotherTargetOrPayloadHasAnotherFingerprint() {
        let payload = [UInt8](0..<40)
        var seen: Set<Int64> = [
            of(Self.user, payload), of(.user(UserID(44)), payload),
            of(.group(GroupID(43)), payload),
        ]
        for index in payload.indices {
            var changed = payload
            changed[index] ^= 1
            seen.insert(of(Self.user, changed))
            seen.insert(of(Self.user, Array(payload[..<index])))
        }
        #expect(seen.count == 3 + 2 * payload.count)
    }

    @Test func zerosAtTheEndCount() {
        #expect(of(Self.user, [1, 0]) != of(Self.user, [1]))
        #expect(of(Self.user, [0]) != of(Self.user, []))
    }

    @Test func operationsThatDifferInKindOrMessageHaveOtherFingerprints() {
        let actions: [OutgoingMessage.Action] = [
            .message(contentType: 0, isEphemeral: false), .operation(Operation(.readAck, on: MessageID(5))),
            .operation(Operation(.deliverAck, on: MessageID(5))), .operation(Operation(.readAck, on: MessageID(6))),
            .clear(everywhere: true), .clear(everywhere: false),
        ]
        #expect(Set(actions.map { Fingerprint.of(Self.user, $0, []) }).count == actions.count)
    }

    private func of(_ target: MessageTarget, _ payload: [UInt8]) -> Int64 {
        Fingerprint.of(target, .message(contentType: 0, isEphemeral: false), payload)
    }
}
