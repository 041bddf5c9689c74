import HearthCore
import IM
import Testing

@testable import HearthServer

struct SignedPasswordsTests {
    private static let end = Instant(milliseconds: 4_102_444_800_000)

    private static func read(_ password: String, _ key: String) -> SignedPassword? { SignedPasswords().read(password, key: key) }

    @Test(arguments: [
        (SignedVectors.rs256, SignedVectors.rsaKey), (SignedVectors.es256, SignedVectors.p256Key),
        (SignedVectors.eddsa, SignedVectors.edKey),
    ])
    func aStatementOfTheHolderOfTheKeyIsRead(password: String, key: String) {
        #expect(Self.read(password, key) == .signed(SignedPassword.Claims(expiresAt: Self.end, name: "alice")))
        #expect(Self.read(password.dropLast(3) + "AAA", key) == .forged)
        let parts = password.split(separator: ".")
        #expect(Self.read("\(parts[0]).\(parts[1]).", key) == .forged, "without a signature")
    }

    @Test(arguments: [
        SignedVectors.hs256WithPublicKey, SignedVectors.hs256WithStripped, SignedVectors.none, SignedVectors.rs256SaidES256,
        SignedVectors.crit, SignedVectors.es256, SignedVectors.eddsa,
    ])
    func whatTheKeyDidNotSignItsOwnWayIsForged(password: String) {
        #expect(Self.read(password, SignedVectors.rsaKey) == .forged)
    }

    @Test func aNamedAlgorithmMustBeTheKeys() {
        #expect(Self.read(SignedVectors.rs256SaidES256, SignedVectors.p256Key) == .forged)
        #expect(Self.read(SignedVectors.derES256, SignedVectors.p256Key) == .forged)
        for key in [SignedVectors.shortKey, SignedVectors.p384Key, SignedVectors.k1Key, "", "x"] {
            #expect(Self.read(SignedVectors.rs256, key) == .forged)
        }
    }

    @Test func timesAreSecondsAndNothingElse() {
        let begin = Instant(milliseconds: 1_700_000_000_000)
        #expect(
            Self.read(SignedVectors.times, SignedVectors.edKey)
                == .signed(SignedPassword.Claims(expiresAt: Self.end.advanced(by: 500), notBefore: begin, subject: "alice")))
        #expect(Self.read(SignedVectors.noExp, SignedVectors.edKey) == .signed(SignedPassword.Claims(subject: "alice")))
        #expect(Self.read(SignedVectors.textExp, SignedVectors.edKey) == .forged)
        #expect(Self.read(SignedVectors.hugeExp, SignedVectors.edKey) == .forged)
    }

    @Test(arguments: ["", "secret", "a.b.c", "..", "e30.e30.", "bnVsbA.bnVsbA.AA", "eyJhbGciOiJub25lIn0.MQ."])
    func ordinaryPasswordsAreNoStatements(password: String) {
        #expect(Self.read(password, SignedVectors.rsaKey) == nil)
    }
}
