import HearthCore
import Testing

@testable import Web

@Suite struct JSONTests {
    private func parse(_ text: String) throws(Failure) -> JSON { try JSON.parse(Array(text.utf8)) }

    private func isRefused(_ bytes: [UInt8]) -> Bool {
        do throws(Failure) {
            _ = try JSON.parse(bytes)
            return false
        } catch {
            return error.restCode == 10002 && error.restMessage.contains("invalid request parameter")
        }
    }

    @Test func valuesAreReadAndWritten() throws {
        let text = #"{"b":[1,-2,9007199254740993,1.5,true,false,null],"a":{"":"x"},"c":[],"d":{}}"#
        #expect(try parse(text).description == text)
        #expect(try parse(" { \"a\" :\t[ 1 ,\r\n2 ] } ") == ["a": [1, 2]])
    }

    @Test func integersStayExact() throws {
        #expect(try parse("9223372036854775807") == .integer(.max))
        #expect(try parse("-9223372036854775808") == .integer(.min))
        #expect(try parse("9223372036854775808") == .number(9_223_372_036_854_775_808))
        #expect(try parse("1e3") == .number(1000))
    }

    @Test func escapesAreDecoded() throws {
        #expect(try parse(#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\u0000""#) == "\"\\/\u{8}\u{c}\n\r\té😀\u{0}")
    }

    @Test(arguments: [
        (#""\ud83d""#, "\u{FFFD}"), (#""\ud83dx""#, "\u{FFFD}x"), (#""\ude00\u0041""#, "\u{FFFD}A"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
    ])
    func halfAnEmojiBecomesAReplacementCharacter(text: String, meaning: String) throws {
        #expect(try parse(text) == .string(meaning))
    }

    @Test(arguments: ["\u{1}\u{1f}\u{7f}", "\"\\\n\t\r/", "日本語 😀", "\u{0}", ""])
    func everyTextSurvives(text: String) throws {
        #expect(try JSON.parse(JSON.string(text).bytes) == .string(text))
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1,]", "{\"a\":}", "{a:1}", "{\"a\":1,}", "01", "+1", ".5", "1.", "1e", "-", "nul", "truex", "\"", "\"\\x\"",
        "\"\\u12\"", "\"\\u+123\"", "\"a\nb\"", "[1] 2", "1e999", "NaN", "'a'", "[1\u{b}]",
    ])
    func whatIsNotJSONIsRefused(text: String) {
        #expect(isRefused(Array(text.utf8)))
    }

    @Test func brokenUTF8IsRefused() {
        #expect(isRefused([0x22, 0xFF, 0x22]))
        #expect(isRefused([0x22, 0xC0, 0x80, 0x22]))
        #expect(isRefused([0x22, 0xED, 0xA0, 0x80, 0x22]))
    }

    @Test func nestingIsBounded() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
        }
        #expect(throws: Never.self) { try JSON.parse(nested(JSON.greatestDepth)) }
        #expect(isRefused(nested(JSON.greatestDepth + 1)))
        #expect(isRefused(Array(repeating: UInt8(ascii: "["), count: 1 << 20)))
    }

    @Test func siblingsDoNotCountAsDepth() throws {
        let text = "[" + Array(repeating: "[]", count: 1000).joined(separator: ",") + "]"
        #expect(try parse(text).asArray?.count == 1000)
    }

    @Test func theLastOfTwoEqualKeysCounts() throws {
        #expect(try parse(#"{"a":1,"a":2}"#)["a"] == 2)
    }

    @Test func aNumberThatIsNotFiniteIsWrittenAsNull() {
        #expect(JSON.number(.infinity).description == "null")
        #expect(JSON.number(.nan).description == "null")
    }

    @Test func membersWithoutAValueAreLeftOut() {
        #expect(JSON.compact(["a": nil, "b": 1]).description == #"{"b":1}"#)
    }

    @Test func noBytesBreakTheParserAndWhatItReadsSurvives() throws {
        var random = SplitMix(seed: 42)
        let alphabet = Array(#"{}[]",:\/u0123456789abcdefnrtl-+.eE "#.utf8) + [0x00, 0x80, 0xC3, 0xA9, 0xFF]
        var accepted = 0
        for _ in 0..<30_000 {
            let length = Int.random(in: 0...12, using: &random)
            let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            guard let value = try? JSON.parse(bytes) else { continue }
            accepted += 1
            #expect(try JSON.parse(value.bytes) == value)
        }
        #expect(accepted > 100)
    }

    @Test func everyValueSurvives() throws {
        var random = SplitMix(seed: 7)
        for _ in 0..<2_000 {
            let value = JSON.random(depth: 4, using: &random)
            #expect(try JSON.parse(value.bytes) == value)
        }
    }

    @Test func aDamagedDocumentNeverBreaksTheParser() throws {
        var random = SplitMix(seed: 9)
        for _ in 0..<5_000 {
            var bytes = JSON.random(depth: 3, using: &random).bytes
            bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            if let value = try? JSON.parse(Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &random)))) {
                #expect(try JSON.parse(value.bytes) == value)
            }
        }
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension JSON {
    static func random(depth: Int, using random: inout SplitMix) -> JSON {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: return .number(Double.random(in: -1e300...1e300, using: &random))
        case 4: return .string(text(using: &random))
        case 5: return .array((0..<3).map { _ in .random(depth: depth - 1, using: &random) })
        default: return .object((0..<3).map { _ in Member(text(using: &random), .random(depth: depth - 1, using: &random)) })
        }
    }

    private static func text(using random: inout SplitMix) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0..<6, using: &random) {
            text.unicodeScalars.append(Unicode.Scalar(UInt32.random(in: 0..<0x2FFF, using: &random)) ?? "x")
        }
        return text
    }
}
