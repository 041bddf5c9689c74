/// A table for a terminal: columns as wide as their widest cell.
enum TextTable {
    /// - Parameter numbers: columns whose cells stand at the right.
    static func text(_ rows: [[String]], numbers: Set<Int> = []) -> String {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        let lines = rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                if numbers.contains(column) { return blanks + cell }
                return column == row.count - 1 ? cell : cell + blanks
            }
            return cells.joined(separator: "  ")
        }
        return lines.joined(separator: "\n")
    }
}
