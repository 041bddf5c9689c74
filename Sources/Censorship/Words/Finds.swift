/// What was found in a text. A text with next to nothing but listed words finds more of them than anybody wants to hear of.
struct Finds {
    /// Up to here all of them are kept, also those that overlap. Beyond, one of each action for each place where some end.
    static let most = 256

    private(set) var matches: [WordMatch] = []
    private var place = -1
    private var actions = 0

    /// - Parameter place: where it ends, in characters or bytes: the same for all that end together.
    mutating func add(_ rule: UInt32, _ action: WordAction, _ range: Range<Int>, place: Int) {
        if matches.count >= Self.most {
            if place != self.place { (self.place, actions) = (place, 0) }
            let bit = action == .refuse ? 4 : action == .mask ? 2 : 1
            guard actions & bit == 0 else { return }
            actions |= bit
        }
        matches.append(WordMatch(rule: Int(rule), range: range))
    }

    /// Before places of another kind are given.
    mutating func startOver() { (place, actions) = (-1, 0) }

    /// In the order of the text, each once.
    func sorted() -> [WordMatch] {
        guard matches.count > 1 else { return matches }
        let sorted = matches.sorted { left, right in
            (left.range.lowerBound, left.range.upperBound, left.rule) < (right.range.lowerBound, right.range.upperBound, right.rule)
        }
        var last: WordMatch?
        return sorted.filter { match in
            defer { last = match }
            return match != last
        }
    }
}
