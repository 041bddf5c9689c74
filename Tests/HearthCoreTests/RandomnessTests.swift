import Testing

@testable import HearthCore

struct RandomnessTests {
    @Test(arguments: ["ab", "abcdefghijklmnopqrstuvwxyz", "0123456789", "x"])
    func textHasTheLengthAskedForAndStaysInTheAlphabet(alphabet: String) {
        for count in [0, 1, 12, 300] {
            let text = CountingBytes().text(count, from: alphabet)
            #expect(text.count == count)
            #expect(text.allSatisfy(alphabet.contains))
        }
    }

    @Test func bytesThatWouldFavourTheFirstLettersAreNotUsed() {
        // 256 is no multiple of 10: bytes 250 to 255 would make 0 to 5 more likely.
        #expect(RepeatedBytes(pattern: [250, 251, 252, 253, 254, 255, 7]).text(4, from: "0123456789") == "7777")
        // All 256 values once: every digit 25 times.
        let round = CountingBytes().text(250, from: "0123456789")
        for digit in "0123456789" {
            #expect(round.count { $0 == digit } == 25)
        }
    }
}
