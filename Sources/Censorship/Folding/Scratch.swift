import CFold

/// A text made ready for comparing. Used again and again: what it holds grows once, and then costs nothing.
///
/// Case, width, ornaments and the two ways of writing Han are folded away scalar by scalar by the table of `CFold`, ignorable
/// characters are left out, and runs of blanks are one blank.
///
/// Unchecked because the compiler cannot see that only one thread has it at a time: `ScratchPool` sees to that.
final class Scratch: @unchecked Sendable {
    /// All of the text but what is left out.
    private(set) var all: UnsafeMutablePointer<Folded>
    private(set) var count = 0
    /// Places in `all` of letters, digits and attached marks.
    private(set) var letters: UnsafeMutablePointer<UInt32>
    private(set) var letterCount = 0
    private(set) var bytes = 0
    private(set) var capacity = 512

    /// What expressions look through, and where they found something. Only filled if there are expressions.
    var expressionText = ExpressionText()
    /// Two sets of places for wildcards.
    var places: [Int] = []
    var nextPlaces: [Int] = []
    /// Steps that wildcards may still take in this text.
    var steps = 0

    init() {
        all = .allocate(capacity: capacity)
        letters = .allocate(capacity: capacity)
    }

    deinit {
        all.deallocate()
        letters.deallocate()
    }

    /// - Parameter checked: runs of asterisks before this byte are barriers.
    func fold(_ text: UnsafeBufferPointer<UInt8>, checked: Int = 0) {
        (count, letterCount, bytes) = (0, 0, text.count)
        var at = 0
        while at < text.count {
            let byte = text[at]
            if byte < 0x80 {
                if byte == Self.asterisk, at + 1 < checked, at + 1 < text.count, text[at + 1] == Self.asterisk {
                    append(.barrierCode, at)
                    while at < min(checked, text.count), text[at] == Self.asterisk { at += 1 }
                } else {
                    put(UInt32(byte), at)
                    at += 1
                }
            } else if let (scalar, length) = UTF8Reading.scalar(text, at) {
                put(scalar, at)
                at += length
            } else {
                append(.rubbishCode, at)
                at += 1
            }
        }
    }

    private static let asterisk = UInt8(ascii: "*")

    /// The byte behind what stands at this place and behind the ignorable characters that follow it.
    func end(of place: Int) -> Int {
        var next = place + 1
        while next < count, all[next].start == all[place].start { next += 1 }
        return next < count ? Int(all[next].start) : bytes
    }

    @inline(__always)
    private func put(_ scalar: UInt32, _ start: Int) {
        let entry = fold_entry(scalar)
        // The class is in the low bits of both.
        let code = UInt32(truncatingIfNeeded: Int(scalar) * 8 + Int(entry))
        switch UInt32(entry & 7) {
        case .letter, .cjk: append(code, start)
        case UInt32(FOLD_IGNORABLE.rawValue): return
        default: putSeldom(scalar, entry, start)
        }
    }

    private func putSeldom(_ scalar: UInt32, _ entry: Int32, _ start: Int) {
        let kind = UInt32(entry & 7)
        switch kind {
        case UInt32(FOLD_HANGUL.rawValue): putSyllable(Int(scalar) - 0xAC00, start)
        case UInt32(FOLD_SEVERAL.rawValue):
            guard let scalars = fold_scalars(UInt32(entry >> 3)) else { return }
            for index in 1...Int(scalars[0]) { putCode(scalars[index], start) }
        default: putCode(UInt32(truncatingIfNeeded: Int(scalar) * 8 + Int(entry)), start)
        }
    }

    private func putCode(_ code: UInt32, _ start: Int) {
        switch code & 7 {
        case .attached:
            guard count > 0, all[count - 1].kind >= .attached, Attachment.joins(code >> 3, to: all[count - 1].scalar) else { return }
            append(code, start)
        case .separator, .lineBreak:
            guard code == .blankCode || code == .lineBreakCode, count > 0, isBlank(all[count - 1].code) else {
                return append(code, start)
            }
            if code == .lineBreakCode { all[count - 1].code = code }
        default: append(code, start)
        }
    }

    func isBlank(_ code: UInt32) -> Bool { code == .blankCode || code == .lineBreakCode }

    /// Consonant, vowel and perhaps a final consonant, as Unicode's chapter 3.12 takes them apart.
    private func putSyllable(_ index: Int, _ start: Int) {
        append(UInt32(0x1100 + index / 588) << 3 | .letter, start)
        append(UInt32(0x1161 + index % 588 / 28) << 3 | .attached, start)
        if index % 28 > 0 { append(UInt32(0x11A7 + index % 28) << 3 | .attached, start) }
    }

    @inline(__always)
    private func append(_ code: UInt32, _ start: Int) {
        if count == capacity { grow() }
        all[count] = Folded(code: code, start: UInt32(truncatingIfNeeded: start))
        if code & 7 >= .attached {
            letters[letterCount] = UInt32(truncatingIfNeeded: count)
            letterCount += 1
        }
        count += 1
    }

    @inline(never)
    private func grow() {
        let (moreOfAll, moreLetters) = (
            UnsafeMutablePointer<Folded>.allocate(capacity: capacity * 2), UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2)
        )
        moreOfAll.initialize(from: all, count: count)
        moreLetters.initialize(from: letters, count: letterCount)
        all.deallocate()
        letters.deallocate()
        (all, letters, capacity) = (moreOfAll, moreLetters, capacity * 2)
    }
}
