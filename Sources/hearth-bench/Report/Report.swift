/// All findings of a run, as a table for the eye or as rows for BENCHMARKS.md.
struct Report {
    let machine: Machine
    let command: String
    /// The database under the server, with the settings that are known.
    let database: String
    /// The durability of commits as the server read it back from the database: `PRAGMA synchronous`, or PostgreSQL's settings.
    let synchronous: String
    var findings: [Finding] = []

    var table: String {
        let rows = [["scenario", "what", "result", "remark"]] + findings.map { [$0.scenario, $0.what, $0.result, $0.remark] }
        let widths = (0..<4).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return head + rows.map { Self.line($0, widths) }.joined(separator: "\n")
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
        var line = padded.joined(separator: "  ")
        while line.last == " " { line.removeLast() }
        return line
    }

    private var head: String {
        "\(machine.date)  \(machine.text)\nload average \(machine.load) before, \(Machine.loadAverage()) after"
            + "\n\(database), synchronous \(synchronous)\n\n"
    }

    var markdown: String {
        let rows = findings.map { "| \($0.scenario) | \($0.what) | \($0.result) | \($0.remark) |" }
        return """
            `\(command)`

            \(machine.date), \(machine.text), load average \(machine.load) before and \(Machine.loadAverage()) after, \
            \(database), `synchronous` \(synchronous).

            | Scenario | What | Result | Remark |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }
}
