import Censorship

/// Words and messages made up, the same on every run: Chinese of 3,000 characters, English of syllables.
struct WordSamples {
    private var state: UInt64 = 9

    /// Half of them Chinese of 2 to 4 characters, half Latin of 4 to 12.
    mutating func rules(_ count: Int) -> [WordRule] {
        var words: Set<String> = []
        while words.count < count { words.insert(words.count.isMultiple(of: 2) ? chinese(2 + below(3)) : latin(4 + below(9))) }
        return words.sorted().map { WordRule($0) }
    }

    /// Half wildcards, half regular expressions.
    mutating func patterns(_ count: Int) -> [WordRule] {
        (0..<count).map { index in
            index.isMultiple(of: 2)
                ? WordRule(latin(4 + below(5)) + "*" + latin(3 + below(4)), .wildcard)
                : WordRule(latin(4 + below(5)) + "[0-9]*" + latin(2 + below(4)) + "(s|ed)?", .regex)
        }
    }

    enum Language: String, CaseIterable {
        case chinese = "Chinese"
        case english = "English"
        case mixed
    }

    /// So many characters, a sign or a blank after each few. They are as random as the words, so that far more messages hold a
    /// listed word than those of people do.
    mutating func message(_ language: Language, _ count: Int) -> [UInt8] {
        var text = ""
        var length = 0
        while length < count {
            let isChinese = language == .chinese || (language == .mixed && below(2) == 0)
            let size = min(count - length, isChinese ? 1 + below(10) : 1 + below(9))
            text += isChinese ? chinese(size) : latin(size)
            length += size
            if length < count {
                text += isChinese ? "，" : " "
                length += 1
            }
        }
        return Array(text.utf8)
    }

    private mutating func chinese(_ count: Int) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<count { text.append(Unicode.Scalar(UInt16(0x4E00 + below(3_000))) ?? "字") }
        return String(text)
    }

    private static let heads = ["b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "w", "st", "th", "ch", "sh", "pr"]
    private static let tails = ["a", "e", "i", "o", "u", "ea", "an", "er", "in", "on", "al", "or"]

    private mutating func latin(_ count: Int) -> String {
        var text = ""
        while text.utf8.count < count { text += Self.heads[below(Self.heads.count)] + Self.tails[below(Self.tails.count)] }
        return String(text.prefix(count))
    }

    /// SplitMix64.
    private mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
