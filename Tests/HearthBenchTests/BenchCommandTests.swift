import Testing

@testable import hearth_bench

struct BenchCommandTests {
    @Test func theCeilingBelongsToAllOnPostgreSQLAlone() throws {
        #expect(try BenchCommand.parse(["--database", "postgres"]).names == Scenarios.Name.allCases)
        #expect(try BenchCommand.parse([]).names == Scenarios.Name.allCases.filter { $0 != .ceiling })
    }

    @Test func theCeilingComesBeforeWhatIsMeasuredWithIt() throws {
        let command = try BenchCommand.parse(["--scenario", "throughput", "--scenario", "ceiling", "--database", "postgres"])
        #expect(command.names == [.ceiling, .throughput])
    }

    @Test(arguments: [
        ["--scenario", "ceiling"], ["--database", "mysql"], ["--database", "postgres", "--ready-file", "x"],
        ["--database", "postgres://h", "--server", "http://x", "--app", "a", "--admin-token-file", "x"],
    ])
    func whatCannotBeMeasuredIsRefused(words: [String]) {
        #expect(throws: (any Error).self) { try BenchCommand.parse(words) }
    }

    @Test func everyScenarioCanBeChosen() {
        for name in Scenarios.Name.allCases { #expect(ScenarioChoice(rawValue: name.rawValue)?.includes(name) == true) }
    }
}

struct ReportTests {
    private let report = Report(
        machine: Machine(text: "a machine", date: "today", load: "0.10"), command: "hearth-bench",
        database: "PostgreSQL 15.18, shared_buffers=512MB", synchronous: "fsync=on synchronous_commit=on",
        findings: [Finding(scenario: "ceiling", what: "rows", result: "1", remark: "none")])

    @Test func bothFormsTellTheDatabaseAndItsDurability() {
        for text in [report.table, report.markdown] {
            #expect(text.contains("PostgreSQL 15.18, shared_buffers=512MB, "))
            #expect(text.contains("fsync=on synchronous_commit=on"))
        }
    }

    @Test func everyFindingIsARow() {
        #expect(report.markdown.hasSuffix("|---|---|---|---|\n| ceiling | rows | 1 | none |"))
    }
}
