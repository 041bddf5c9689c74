/// Some words out of a few known ones, as settings write them: with commas between them.
public struct WordSet<Word: RawRepresentable<String> & CaseIterable & Hashable & Sendable>: Sendable, Equatable {
    private let members: Set<Word>

    public init(_ members: Set<Word> = []) { self.members = members }

    public var isEmpty: Bool { members.isEmpty }

    public func contains(_ word: Word) -> Bool { members.contains(word) }

    /// The words, each once and in the order of their type.
    var text: String { Word.allCases.filter(members.contains).map(\.rawValue).joined(separator: ",") }

    /// Nil where a word is not one of them. Blanks around words do no harm.
    init?(text: String) {
        guard text.utf8.count <= 256 else { return nil }
        var members: Set<Word> = []
        for part in text.split(separator: ",") {
            guard let word = Word(rawValue: part.trimmingBlanks()) else { return nil }
            members.insert(word)
        }
        self.init(members)
    }
}

extension AppSettingKind {
    /// Some words out of those of a type.
    static func words<Word>() -> AppSettingKind where Value == WordSet<Word> {
        AppSettingKind(
            shape: .words(Word.allCases.map(\.rawValue)), read: { WordSet(text: $0) }, write: { $0.text })
    }
}

extension Substring {
    fileprivate func trimmingBlanks() -> String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
