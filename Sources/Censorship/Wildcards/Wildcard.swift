/// A rule with `*` and `?`: its longest piece is looked for by the automaton, and around it the rest is compared.
///
/// `*` stands for up to 20 characters, `?` for one; neither for a line break. Separators count here. It begins and ends anywhere,
/// so that `*` at the beginning or the end changes nothing.
struct Wildcard: Sendable {
    enum Token: Sendable, Equatable {
        case literal(ContiguousArray<UInt32>)
        case one
        case many
    }

    /// What stands before the longest piece, the nearest first, and behind it.
    let before: [Token]
    let behind: [Token]

    /// Characters that `*` stands for at most.
    static let mostOfMany = 20
    /// Asterisks inside of a rule.
    static let mostAsterisks = 8
    /// Steps for all wildcards of one text; beyond, no more of them are found in it. Far more than texts take that are none of
    /// `abababab` against a list of `ab*a?b*b`.
    static func mostSteps(_ count: Int) -> Int { 50_000 + 20 * count }

    /// The places of the text it takes; nil where what is around the piece does not fit.
    /// - Parameters:
    ///   - start: the first place of the longest piece.
    ///   - end: the place behind its last one.
    func match(in text: Scratch, _ start: Int, _ end: Int) -> Range<Int>? {
        guard !text.goesOn(behind: end - 1) else { return nil }
        guard let first = Self.reach(before, from: start, in: text, forwards: false),
            let last = Self.reach(behind, from: end, in: text, forwards: true)
        else { return nil }
        return first..<last
    }

    /// The nearest place that these tokens end at.
    private static func reach(_ tokens: [Token], from place: Int, in text: Scratch, forwards: Bool) -> Int? {
        guard !tokens.isEmpty else { return place }
        text.places.removeAll(keepingCapacity: true)
        text.places.append(place)
        for token in tokens {
            text.nextPlaces.removeAll(keepingCapacity: true)
            text.steps -= text.places.count
            guard text.steps > 0 else { return nil }
            switch token {
            case .literal(let codes):
                for place in text.places {
                    if let next = text.pass(codes, from: place, forwards: forwards) { text.nextPlaces.append(next) }
                }
            case .one:
                for place in text.places {
                    if let next = text.character(from: place, forwards: forwards) { text.nextPlaces.append(next) }
                }
            case .many: many(in: text, forwards: forwards)
            }
            guard !text.nextPlaces.isEmpty else { return nil }
            swap(&text.places, &text.nextPlaces)
        }
        return text.places.first
    }

    /// All places within reach of those there are, which are in order, each once.
    private static func many(in text: Scratch, forwards: Bool) {
        for start in text.places {
            var place = start
            for count in 0...mostOfMany {
                if count > 0 {
                    guard let next = text.character(from: place, forwards: forwards) else { break }
                    place = next
                }
                text.steps -= 1
                if let last = text.nextPlaces.last, forwards ? place <= last : place >= last { continue }
                text.nextPlaces.append(place)
            }
        }
    }
}

extension Scratch {
    /// The place behind one character with its marks (or, backwards, its own place); nil at an end, a line break or a barrier.
    func character(from place: Int, forwards: Bool) -> Int? {
        if forwards {
            guard place < count, isVisible(place) else { return nil }
            var next = place + 1
            while next < count, all[next].kind == .attached { next += 1 }
            return next
        }
        var next = place - 1
        while next > 0, all[next].kind == .attached { next -= 1 }
        return next >= 0 && isVisible(next) ? next : nil
    }

    private func isVisible(_ place: Int) -> Bool { all[place].kind != .barrier && all[place].kind != .lineBreak }

    /// The place on the other side of these characters; nil if others stand there.
    func pass(_ codes: ContiguousArray<UInt32>, from place: Int, forwards: Bool) -> Int? {
        let start = forwards ? place : place - codes.count
        guard start >= 0, start + codes.count <= count else { return nil }
        for index in 0..<codes.count {
            let code = all[start + index].code
            guard codes[index] == (code == .lineBreakCode ? .blankCode : code) else { return nil }
        }
        guard !goesOn(behind: start + codes.count - 1) else { return nil }
        return forwards ? start + codes.count : start
    }
}
