/// The rules of one word list, made ready to look through texts. Never changes: a changed list is a new lexicon.
///
/// Texts and rules are folded before they are compared: case, width, the two ways of writing Han, accents and other ornaments make no
/// difference, and invisible characters none either. What each kind of rule finds in a folded text:
///
/// - `exact`: the word anywhere. With other signs between its letters ("b.a.d", "b a d") only where it begins and ends as a word
///   does, which Chinese and Japanese letters do anywhere. Where the word has signs of its own there must be some.
/// - `whole`: the same, always only where it begins and ends as a word does.
/// - `wildcard`: `*` for up to 20 characters and `?` for one, other than line breaks; `\*` and `\?` for themselves.
/// - `regex`: an expression of RE2 for the folded text, where all letters are small and a run of blanks is one.
///
/// Words that begin or end with a sign ("C++", ".com") are found as they stand there, without other signs inside.
public final class Lexicon: Sendable {
    public let rules: [WordRule]
    /// About how many bytes it holds.
    public let footprint: Int
    private let words: Words
    private let wildcards: [Wildcard]
    private let expressions: Expressions?
    private let pool = ScratchPool()

    /// - Throws: `BadWord` for the first rule that cannot be one.
    public init(_ rules: [WordRule]) throws(BadWord) {
        self.rules = rules
        var draft = LexiconDraft()
        for (index, rule) in rules.enumerated() {
            do {
                try draft.add(rule, UInt32(truncatingIfNeeded: index))
            } catch {
                throw BadWord(index: index, reason: error.reason)
            }
        }
        (words, wildcards, expressions) = (draft.words(), draft.wildcards, draft.expressions)
        do throws(BadText) {
            try expressions?.close()
        } catch {
            throw BadWord(index: rules.lastIndex { $0.kind == .regex } ?? 0, reason: error.reason)
        }
        let texts = rules.reduce(0) { $0 + MemoryLayout<WordRule>.stride + ($1.text.utf8.count > 15 ? $1.text.utf8.count + 32 : 0) }
        footprint = texts + words.footprint + (expressions?.footprint ?? 0) + draft.wildcardFootprint
    }

    /// Whether a rule can be one; `BadWord.index` is 0.
    public static func check(_ rule: WordRule) throws(BadWord) {
        var draft = LexiconDraft()
        do {
            try draft.add(rule, 0)
        } catch {
            throw BadWord(index: 0, reason: error.reason)
        }
    }

    /// What the rules find, in the order of the text. Where nothing is found nothing is allocated, other than by RE2 if there are expressions.
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - checked: so many bytes at the beginning were looked through before, and masked: runs of asterisks there stand for
    ///     words that were taken out, and nothing is found across them.
    public func matches(in text: UnsafeBufferPointer<UInt8>, checked: Int = 0) -> [WordMatch] {
        pool.with { scratch in
            scratch.fold(text, checked: checked)
            var finds = Finds()
            if !words.plain.isEmpty { findPlain(in: scratch, &finds) }
            if !words.signed.isEmpty { findSigned(in: scratch, &finds) }
            if let expressions {
                finds.startOver()
                expressions.scan(scratch) { rule, places in
                    let last = min(places.upperBound, scratch.count - 1)
                    add(rule, places.lowerBound..<last + 1, in: scratch, &finds)
                }
            }
            return finds.sorted()
        }
    }

    private func findPlain(in text: Scratch, _ finds: inout Finds) {
        words.plain.scan(text.all, text.count, onlyLetters: true) { key, place, letters in
            let word = words.plainWords[key]
            guard let start = words.start(word, place, letters - 1, in: text) else { return }
            add(word.rule, start..<place + 1, in: text, &finds)
        }
    }

    private func findSigned(in text: Scratch, _ finds: inout Finds) {
        finds.startOver()
        text.steps = Wildcard.mostSteps(text.count)
        words.signed.scan(text.all, text.count, onlyLetters: false) { key, place, _ in
            let word = words.signedWords[key]
            let start = place + 1 - Int(word.length)
            if let wildcard = word.wildcard {
                guard let places = wildcards[Int(wildcard)].match(in: text, start, place + 1) else { return }
                add(word.rule, places, in: text, &finds)
            } else if !text.goesOn(behind: place), !word.isWhole || (text.isStart(start) && text.isEnd(place)) {
                add(word.rule, start..<place + 1, in: text, &finds)
            }
        }
    }

    private func add(_ rule: UInt32, _ places: Range<Int>, in text: Scratch, _ finds: inout Finds) {
        let bytes = Int(text.all[places.lowerBound].start)..<text.end(of: places.upperBound - 1)
        finds.add(rule, rules[Int(rule)].action, bytes, place: places.upperBound)
    }
}

/// Where in a text a rule found something.
public struct WordMatch: Sendable, Equatable {
    /// Index among `Lexicon.rules`.
    public let rule: Int
    /// Bytes of the text, on the bounds of characters.
    public let range: Range<Int>

    public init(rule: Int, range: Range<Int>) {
        self.rule = rule
        self.range = range
    }
}
