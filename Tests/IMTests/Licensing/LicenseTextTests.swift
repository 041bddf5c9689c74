import HearthCore
import IM
import Testing

struct LicenseTextTests {
    @Test(arguments: [0, 1, 2, 3, 47, 48, 500, 40_000]) func aTextComesBack(count: Int) throws {
        let text = LicenseText(
            content: (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }, signature: [UInt8](repeating: 255, count: 64))
        #expect(LicenseText(text.text) == text)
        let lines = text.text.split(separator: "\n")
        #expect(lines.first == "-----BEGIN HEARTH LICENSE-----" && lines.last == "-----END HEARTH LICENSE-----")
        #expect(lines.dropFirst().dropLast().allSatisfy { $0.utf8.count <= 64 })
    }

    @Test func mailDoesNotHurtIt() throws {
        let text = LicenseText(content: Array("any content that is longer than one line of the text".utf8), signature: [1, 2, 3])
        let mailed = "Dear customer,\n\n" + text.text.split(separator: "\n").map { "   \($0) \t\r\n" }.joined() + "\nregards\n"
        #expect(LicenseText(mailed) == text)
        #expect(LicenseText(text.text.split(separator: "\n").joined(separator: "\n\n")) == text)
        #expect(LicenseText(String(text.text.dropLast())) == text)
    }

    @Test(arguments: [
        "", "x", "HEARTH-LICENSE-1.AA.AA",
        "-----BEGIN HEARTH LICENSE-----\n-----END HEARTH LICENSE-----",
        "-----BEGIN HEARTH LICENSE-----\nHEARTH-LICENSE-1.AA.AA",
        "-----END HEARTH LICENSE-----\n-----BEGIN HEARTH LICENSE-----\nHEARTH-LICENSE-1.AA.AA",
        "-----BEGIN HEARTH LICENSE-----\nHEARTH-LICENSE-2.AA.AA\n-----END HEARTH LICENSE-----",
        "-----BEGIN HEARTH LICENSE-----\nHEARTH-LICENSE-1.AA\n-----END HEARTH LICENSE-----",
        "-----BEGIN HEARTH LICENSE-----\nHEARTH-LICENSE-1.AA.AA.AA\n-----END HEARTH LICENSE-----",
        "-----BEGIN HEARTH LICENSE-----\nHEARTH-LICENSE-1.AA==.AA\n-----END HEARTH LICENSE-----",
        "-----BEGIN HEARTH LICENSE-----\nHEARTH-LICENSE-1.AB.AA\n-----END HEARTH LICENSE-----",
    ])
    func whatIsNoLicenseTextIsNone(text: String) {
        #expect(LicenseText(text) == nil)
    }

    @Test func aTextHasABound() {
        let large = LicenseText(content: [UInt8](repeating: 0, count: 60_000), signature: [])
        #expect(LicenseText(large.text) == nil)
    }
}
