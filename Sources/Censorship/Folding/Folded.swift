import CFold

/// A character as it is compared: folded, with the place where it comes from.
struct Folded {
    /// The folded scalar, shifted by three bits, with its class in them. Equal codes are equal characters.
    var code: UInt32
    /// The first byte of the scalar in the text that it comes from. One scalar can become several.
    var start: UInt32

    var scalar: UInt32 { code >> 3 }
    var kind: UInt32 { code & 7 }
}

extension UInt32 {
    /// What masking left behind: nothing is found across it, and no word begins or ends beside it that did not before.
    static let barrier = UInt32(0)
    static let separator = UInt32(FOLD_SEPARATOR.rawValue)
    static let lineBreak = UInt32(FOLD_LINE_BREAK.rawValue)
    static let attached = UInt32(FOLD_ATTACHED.rawValue)
    static let letter = UInt32(FOLD_LETTER.rawValue)
    static let cjk = UInt32(FOLD_CJK.rawValue)

    static let barrierCode = UInt32(UInt8(ascii: "*")) << 3 | barrier
    static let blankCode = UInt32(0x20) << 3 | separator
    static let lineBreakCode = UInt32(0x0A) << 3 | lineBreak
    /// Stands for bytes that are not UTF-8.
    static let rubbishCode = UInt32(0xFFFD) << 3 | separator
}

/// Marks that are a part of the letter before them, like the vowels of Thai, and not an ornament that is left out.
enum Attachment {
    /// Whether a mark can belong to a letter; otherwise it is an ornament, put there to hide a word.
    /// - Parameter before: the scalar of the letter, or of another mark of it.
    static func joins(_ mark: UInt32, to before: UInt32) -> Bool {
        guard mark != before else { return false }
        if mark == voiced { return composedKana(before, mark) != nil }
        if mark == halfVoiced { return composedKana(before, mark) != nil }
        if isHangul(mark) { return isHangul(before) }
        // A script has a block of its own, of 256 scalars at most, or half of one.
        return mark >> 8 == before >> 8
    }

    private static let voiced: UInt32 = 0x3099
    private static let halfVoiced: UInt32 = 0x309A

    static func isKanaMark(_ scalar: UInt32) -> Bool { scalar == voiced || scalar == halfVoiced }

    /// Letters that syllables are made of.
    private static func isHangul(_ scalar: UInt32) -> Bool {
        0x1100...0x11FF ~= scalar || 0xA960...0xA97F ~= scalar || 0xD7B0...0xD7FF ~= scalar
    }

    /// The one scalar for a kana with its mark, as か with U+3099 is が; nil where there is none.
    static func composedKana(_ base: UInt32, _ mark: UInt32) -> UInt32? {
        // Katakana have the order of hiragana.
        let isKatakana = base >= 0x30A1
        let hiragana = isKatakana ? base &- 0x60 : base
        if mark == halfVoiced {
            return 0x306F...0x307B ~= hiragana && (hiragana - 0x306F).isMultiple(of: 3) ? base + 2 : nil
        }
        guard mark == voiced else { return nil }
        switch hiragana {
        case 0x3046: return base + 0x4E
        case 0x304B...0x3061 where (hiragana - 0x304B).isMultiple(of: 2): return base + 1
        case 0x3064, 0x3066, 0x3068: return base + 1
        case 0x306F...0x307B where (hiragana - 0x306F).isMultiple(of: 3): return base + 1
        case 0x308F...0x3092 where isKatakana: return base + 8
        case 0x309D: return base + 1
        default: return nil
        }
    }
}
