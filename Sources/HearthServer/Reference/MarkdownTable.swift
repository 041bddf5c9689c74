/// Renders rows as a table of GitHub's Markdown.
struct MarkdownTable {
    let columns: [String]
    private var rows: [[String]] = []

    init(_ columns: String...) { self.columns = columns }

    /// Adds a row; nil is a cell that does not apply.
    mutating func add(_ cells: String?...) {
        rows.append(cells.map { cell in cell.map(Self.escaped) ?? "–" })
    }

    /// Ends in a line break.
    func rendered() -> String {
        let rule = columns.map { _ in "---" }
        return ([columns, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }

    /// A bar would end the cell, a star or an angle bracket outside code would be markup.
    private static func escaped(_ cell: String) -> String {
        var isCode = false
        var out = ""
        for character in cell {
            if character == "`" { isCode.toggle() }
            if character == "|" || (!isCode && "*<>_".contains(character)) { out.append("\\") }
            out.append(character.isNewline ? " " : character)
        }
        return out
    }
}
