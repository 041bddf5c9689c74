import TestSupport
import Testing

@testable import IM

struct JSONStringsTests {
    private func strings(_ text: String) -> [String]? {
        var found: [String] = []
        let isJSON = Array(text.utf8).withUnsafeBufferPointer { bytes in
            JSONStrings.forEach(in: bytes) { value in
                let part = UnsafeBufferPointer(rebasing: bytes[value.range])
                found.append(String(decoding: value.isEscaped ? JSONStrings.unescaped(part) : Array(part), as: UTF8.self))
            }
        }
        return isJSON ? found : nil
    }

    @Test func valuesAreFoundAndNamesAreNot() {
        #expect(strings(#"{"a":"one","b":{"c":["two",3,true,null,{"d":"three"}]},"e":-1.5e+3}"#) == ["one", "two", "three"])
        #expect(strings("[]") == [])
        #expect(strings(" { } ") == [])
        #expect(strings(#""b\u0061d""#) == ["bad"])
    }

    @Test func escapesAreRead() {
        #expect(strings(#"{"a":"b\u0061d\n\"\\\/\t"}"#) == ["bad\n\"\\/\t"])
        #expect(strings(#"["\ud83d\ude00","\ud83d","\uZZZZ"]"#) == ["😀", "\u{FFFD}", "uZZZZ"])
    }

    @Test func addressesAreLeftOut() {
        #expect(strings(#"{"url":"x","tUrl":"y","dName":"z","a":"https://x.example/bad"}"#) == ["z", "https://x.example/bad"])
        #expect(strings(#"[{"url":"x"},"y",{"url":["x","z"]}]"#) == ["y", "z"], "a name is that of one value")
    }

    @Test(arguments: [#"bad"#, #"{"a":bad}"#, #"{"a":"bad"#, #"{"a":"bad\"#, "", "null", #""bad" text"#, "{'a':'bad'}", "[truebad]"])
    func whatIsNoObjectAndNoArrayIsNoJSON(text: String) {
        #expect(strings(text) == nil)
    }

    @Test func anyBytesEndTheWalk() {
        var random = SeededGenerator(seed: 7)
        let alphabet = Array(#"{}[]",:\u00ad0tfn "#.utf8) + [0, 0xC3, 0xFF]
        for _ in 0..<5_000 {
            let bytes =
                [UInt8(ascii: "{")]
                + (0..<Int.random(in: 0..<24, using: &random)).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            bytes.withUnsafeBufferPointer { buffer in
                _ = JSONStrings.forEach(in: buffer) { value in
                    #expect(value.range.upperBound <= buffer.count)
                    if value.isEscaped { _ = JSONStrings.unescaped(UnsafeBufferPointer(rebasing: buffer[value.range])) }
                }
            }
        }
    }
}
