/// The words of a list that are looked for by an automaton: those of letters, in a text without its separators, and those which
/// signs belong to ("C++", ".com"), and the longest pieces of wildcards, in the text as it is.
struct Words: Sendable {
    let plain: Automaton
    let plainWords: ContiguousArray<Word>
    /// The separators that plain words have of their own.
    let gaps: ContiguousArray<Gap>
    /// Their codes.
    let gapCodes: ContiguousArray<UInt32>
    let signed: Automaton
    let signedWords: ContiguousArray<Word>

    var footprint: Int {
        plain.footprint + signed.footprint + (plainWords.count + signedWords.count) * MemoryLayout<Word>.stride + gaps.count
            * MemoryLayout<Gap>.stride + gapCodes.count * 4
    }

    /// Where a word begins if it ends at this place: `at` is its last letter's place among the letters.
    func start(_ word: Word, _ place: Int, _ at: Int, in text: Scratch) -> Int? {
        guard !text.goesOn(behind: place) else { return nil }
        let first = at + 1 - Int(word.length)
        let start = Int(text.letters[first])
        guard place - start >= Int(word.length), word.length > 1 else {
            // No separators inside of it.
            guard word.gaps.isEmpty, !word.isWhole || (text.isStart(start) && text.isEnd(place)) else { return nil }
            return start
        }
        var (next, hasMore) = (Int(word.gaps.lowerBound), false)
        for letter in 1..<Int(word.length) {
            let isApart = text.letters[first + letter] - text.letters[first + letter - 1] > 1
            if next < word.gaps.upperBound, gaps[next].letter == letter {
                guard isApart else { return nil }
                // Other ones than its own are a disguise as any: "t.me" is not in "what men want".
                if !isOwn(gaps[next], behind: Int(text.letters[first + letter - 1]), before: Int(text.letters[first + letter]), in: text) {
                    hasMore = true
                }
                next += 1
            } else if isApart {
                hasMore = true
            }
        }
        guard !(hasMore || word.isWhole) || (text.isStart(start) && text.isEnd(place)) else { return nil }
        return start
    }

    /// Whether just these separators stand between two places.
    private func isOwn(_ gap: Gap, behind: Int, before: Int, in text: Scratch) -> Bool {
        guard before - behind - 1 == gap.codes.count else { return false }
        for (place, index) in zip(behind + 1..<before, gap.codes) {
            let code = text.all[place].code
            guard gapCodes[Int(index)] == (code == .lineBreakCode ? .blankCode : code) else { return false }
        }
        return true
    }
}

/// Separators inside of a word.
struct Gap: Sendable {
    /// They stand before this one of its letters.
    let letter: UInt16
    /// Which of `Words.gapCodes` they are.
    let codes: Range<UInt32>
}
