import Cryptography
import HearthCore
import HearthServer
import IM
import Testing

struct LicenseTests {
    private let signer: Ed25519PrivateKey
    private let reader: LicenseReader
    private let full = License(
        id: "abc123", customer: "Käse & Söhne \"芝士\"", issuedAt: Instant(milliseconds: 1_800_000_000_123),
        expiresAt: Instant(milliseconds: 1_900_000_000_000), users: 1_000, apps: [AppID("abcdefghijkl"): 10, AppID("other"): nil],
        features: ["push", "files"], licenseKey: "KEY-1")

    init() throws {
        signer = try Ed25519PrivateKey(SystemRandomness())
        reader = LicenseReader(coding: LicenseJSON(), issuers: LicenseIssuers([signer.publicKey]))
    }

    private func text(_ license: License, by signer: Ed25519PrivateKey? = nil) throws -> String {
        let content = LicenseJSON().encode(license)
        return LicenseText(content: content, signature: try (signer ?? self.signer).sign(LicenseText.signed(content))).text
    }

    @Test func aLicenseComesBackFromItsText() throws {
        #expect(reader.read(try text(full), on: "KEY-1") == InstalledLicense(license: full, trouble: nil))
        let small = License(id: "", customer: "", issuedAt: Instant(milliseconds: 0))
        #expect(reader.read(try text(small), on: "KEY-2") == InstalledLicense(license: small, trouble: nil))
    }

    @Test func aLicenseOfAnotherServerOrIssuerDoesNotCount() throws {
        #expect(reader.read(try text(full), on: "KEY-2").trouble == .otherServer)
        #expect(reader.read(try text(full), on: nil).trouble == nil)
        let stranger = try Ed25519PrivateKey(SystemRandomness())
        #expect(reader.read(try text(full, by: stranger), on: "KEY-1").trouble == .unknownIssuer)
        let nobody = LicenseReader(coding: LicenseJSON(), issuers: LicenseIssuers([]))
        #expect(nobody.read(try text(full), on: "KEY-1").trouble == .unknownIssuer)
        let both = LicenseReader(coding: LicenseJSON(), issuers: LicenseIssuers([stranger.publicKey, signer.publicKey]))
        #expect(both.read(try text(full), on: "KEY-1").trouble == nil)
    }

    /// Anywhere: in the content, the signature, the lines around and between.
    @Test func aFlippedBitIsRefused() throws {
        let bytes = Array(try text(full).utf8)
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                let read = reader.read(String(decoding: damaged, as: UTF8.self), on: "KEY-1")
                if read.trouble == nil { Issue.record("bit \(bit) of byte \(index): \(read)") }
            }
        }
    }

    @Test func aSignatureOverSomethingElseIsNoLicense() throws {
        let content = LicenseJSON().encode(full)
        let text = LicenseText(content: content, signature: try signer.sign(content)).text
        #expect(reader.read(text, on: "KEY-1").trouble == .unknownIssuer, "without what stands in front")
    }

    /// What a later version may add could be a condition.
    @Test(arguments: [
        "", "[]", "{}", #"{"id":"1","customer":"c"}"#, #"{"id":"1","customer":"c","issued_at":1,"until_noon":true}"#,
        #"{"id":"1","customer":"c","issued_at":1,"users":0}"#, #"{"id":"1","customer":"c","issued_at":1,"users":"5"}"#,
        #"{"id":"1","customer":"c","issued_at":1,"users":1,"users":2}"#, #"{"id":"1","customer":"c","issued_at":-1}"#,
        #"{"id":"1","customer":"c","issued_at":1,"apps":{"a":0}}"#, #"{"id":"1","customer":"c","issued_at":1,"apps":{"a":1,"a":2}}"#,
        #"{"id":"1","customer":"c","issued_at":1,"apps":["a"]}"#, #"{"id":"1","customer":"c","issued_at":1,"features":[1]}"#,
        #"{"id":"1","customer":"c","issued_at":1,"license_key":7}"#, #"{"id":"1","customer":"c","issued_at":1,"expires_at":null}"#,
        #"{"id":"1","customer":"c\u0000","issued_at":1}"#, #"{"id":"1","customer":"c","issued_at":1,"expires_at":999999999999999}"#,
    ])
    func contentThatIsNotUnderstoodIsRefused(json: String) {
        #expect(LicenseJSON().decode(Array(json.utf8)) == nil)
    }
}
