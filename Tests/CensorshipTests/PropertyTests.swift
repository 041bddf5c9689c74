import Censorship
import Testing

/// What has to hold of any text: random ones, the same on every run.
struct PropertyTests {
    private static let words = ["shit", "fuck you", "法轮功", "发票", "かがみ", "café", "한글말", "ยาบ้า", "x1z", "門戶開放", "пизда", "σκατάς"]
    private static let ignorable = [
        "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{AD}", "\u{301}", "\u{20DD}", "\u{FE0F}", "\u{202E}", "\u{1}", "\u{E0041}", "\u{64B}",
    ]
    private static let innocent = ["q", " ", "。", "中", "!", "w ", "好", "\n", "😀", "k.", "7"]
    private static let forms: [Character: [String]] = [
        "轮": ["輪"], "发": ["發", "髮"], "門": ["门"], "戶": ["户"], "開": ["开"], "が": ["か\u{3099}"], "é": ["e\u{301}", "E", "É"],
        "한": ["\u{1112}\u{1161}\u{11AB}"], "σ": ["ς", "Σ"], "か": ["ｶ", "か"].filter { $0 == "か" }, "ά": ["α", "α\u{301}"],
    ]

    private static func disguised(_ word: String, _ random: inout SeededGenerator) -> String {
        var text = ""
        for character in word {
            var forms = [String(character)] + (forms[character] ?? [])
            if let ascii = character.asciiValue, ascii > 0x20, let wide = Unicode.Scalar(UInt32(ascii) + 0xFEE0) {
                forms += [String(character).uppercased(), String(Character(wide)), String(Character(wide)).uppercased()]
            }
            if character != "ς" { forms.append(String(character).uppercased()) }
            text += random.one(of: forms)
            if character != word.last { while random.chance(3) { text += random.one(of: ignorable) } }
        }
        return text
    }

    private static func context(_ random: inout SeededGenerator) -> String {
        (0..<random.below(8)).map { _ in random.one(of: innocent) }.joined()
    }

    @Test func noDisguiseHidesAListedWord() throws {
        var random = SeededGenerator(seed: 1)
        let lexicon = try Lexicon(Self.words.map { WordRule($0) })
        for _ in 0..<4_000 {
            let index = random.below(Self.words.count)
            let word = Self.disguised(Self.words[index], &random)
            let text = Self.context(&random) + word + Self.context(&random)
            let found = lexicon.matches(text)
            #expect(
                found.contains { $0.rule == index }, "\(Self.words[index]) in \(text.unicodeScalars.map { String($0.value, radix: 16) })")
        }
    }

    @Test func contextsAloneAreInnocent() throws {
        var random = SeededGenerator(seed: 2)
        let lexicon = try Lexicon(Self.words.map { WordRule($0) })
        for _ in 0..<2_000 {
            let text = Self.context(&random) + random.one(of: Self.ignorable) + Self.context(&random)
            #expect(lexicon.matches(text).isEmpty, "\(text)")
        }
    }

    private static func rules() -> [WordRule] {
        words.map { WordRule($0) }
            + [
                WordRule("ass", .whole), WordRule("C++"), WordRule("$$"), WordRule("q*k", .wildcard), WordRule("中?中", .wildcard),
                WordRule("w[qk7]+", .regex), WordRule(#"\b7k\b"#, .regex), WordRule("^q", .regex), WordRule("*"), WordRule("a b"),
            ].filter { trouble($0.text, $0.kind) == nil }
    }

    /// Words, pieces of them, and what stands between words.
    private static func text(_ random: inout SeededGenerator) -> String {
        (0..<random.below(20)).map { _ in
            switch random.below(4) {
            case 0: disguised(random.one(of: words), &random)
            case 1: String(random.one(of: words).prefix(random.below(3)))
            case 2: random.one(of: ["ass", "c++", "$", "*", "**", "a b", " ", "q", "k", "w", "7", "b"])
            default: random.one(of: innocent)
            }
        }.joined()
    }

    @Test func aMaskedTextHoldsNothingAnyMore() throws {
        var random = SeededGenerator(seed: 3)
        let lexicon = try Lexicon(Self.rules())
        for _ in 0..<4_000 {
            let text = Self.text(&random)
            let masked = lexicon.masked(text)
            #expect(lexicon.found(masked, checked: masked).isEmpty, "\(text.debugDescription) as \(masked.debugDescription)")
        }
    }

    @Test func whatIsAppendedToAMaskedTextIsRefusedForItselfOnly() throws {
        var random = SeededGenerator(seed: 4)
        let lexicon = try Lexicon(Self.rules())
        for _ in 0..<4_000 {
            // It ends with what was taken out: nothing of it can go on.
            let masked = lexicon.masked(Self.text(&random) + " shit")
            let clean = random.one(of: ["it", "ck you", " you", "轮功", "y", "\u{3099}", "7k", "q", "*", " b", "\u{301}x", "功"])
            let innocent = lexicon.found("7" + clean).isEmpty
            #expect(!innocent || lexicon.found(masked + clean, checked: masked).isEmpty, "\(masked) and \(clean)")
        }
    }

    @Test func anyBytesAreTaken() throws {
        var random = SeededGenerator(seed: 5)
        let lexicon = try Lexicon(Self.rules())
        for _ in 0..<4_000 {
            var bytes: [UInt8] = []
            for _ in 0..<random.below(12) {
                if random.chance(3) {
                    bytes += (0..<random.below(5)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                } else {
                    bytes += Array(Self.text(&random).utf8.dropLast(random.below(2)))
                }
            }
            let found = bytes.withUnsafeBufferPointer { lexicon.matches(in: $0, checked: random.below(bytes.count + 1)) }
            var last = 0
            for match in found {
                #expect(!match.range.isEmpty && match.range.lowerBound >= last && match.range.upperBound <= bytes.count)
                last = match.range.lowerBound
            }
        }
    }

    @Test func rangesAreOnTheBoundsOfScalars() throws {
        var random = SeededGenerator(seed: 6)
        let lexicon = try Lexicon(Self.rules())
        for _ in 0..<2_000 {
            let bytes = Array(Self.text(&random).utf8)
            let found = bytes.withUnsafeBufferPointer { lexicon.matches(in: $0) }
            for bound in found.flatMap({ [$0.range.lowerBound, $0.range.upperBound] }) {
                #expect(bound == bytes.count || bytes[bound] & 0xC0 != 0x80)
            }
        }
    }
}
