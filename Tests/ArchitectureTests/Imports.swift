/// Which modules a source file imports.
enum Imports {
    static func modules(of source: String) -> [String] {
        SourceText.code(of: source).split(whereSeparator: \.isNewline).compactMap { module(of: $0) }
    }

    private static func module(of line: Substring) -> String? {
        var words = line.split { $0 == " " || $0 == ";" }
        while let word = words.first, word.hasPrefix("@") || modifiers.contains(word) { words.removeFirst() }
        guard words.count >= 2, words[0] == "import" else { return nil }
        let name = kinds.contains(words[1]) && words.count >= 3 ? words[2] : words[1]
        return String(name.prefix { $0 != "." })
    }

    private static let modifiers: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]
}
