/// What belongs to a key of an automaton.
struct Word: Sendable {
    /// Index among the rules.
    let rule: UInt32
    /// Codes of the key.
    let length: UInt32
    /// It must begin and end where words do.
    let isWhole: Bool
    /// Its own separators, as a stretch of `Words.gaps`.
    var gaps: Range<UInt32> = 0..<0
    /// Of a wildcard, whose longest piece the key is: its index among the wildcards.
    var wildcard: UInt32?
}

/// Where words begin and end.
extension Scratch {
    /// A word may begin at this place. Beside a barrier none begins that did not before something was taken out there.
    func isStart(_ place: Int) -> Bool {
        let kind = all[place].kind
        return kind < .attached || kind == .cjk || place == 0 || isSeparator(place - 1) || isOfNoBlanks(place - 1)
    }

    /// A word may end at this place.
    func isEnd(_ place: Int) -> Bool {
        let kind = all[place].kind
        return kind < .attached || kind == .cjk || Attachment.isKanaMark(all[place].scalar) || place + 1 == count
            || isSeparator(place + 1) || isOfNoBlanks(place + 1)
    }

    /// Of a script without blanks between words: a Latin word beside such a letter ends there.
    private func isOfNoBlanks(_ place: Int) -> Bool { all[place].kind == .cjk || Attachment.isKanaMark(all[place].scalar) }

    private func isSeparator(_ place: Int) -> Bool { all[place].kind == .separator || all[place].kind == .lineBreak }

    /// The letter that ends here goes on: か in a が that is written with a mark of its own is not か.
    func goesOn(behind place: Int) -> Bool { place + 1 < count && all[place + 1].kind == .attached }
}
