import Testing

struct HouseRuleTests {
    /// Lines that may end the process, as `path: code`, each with its reason beside it.
    private static let mayEndTheProcess: Set<String> = []

    /// Table names are known to the store alone; the migration runner keeps its own table.
    /// They call functions of PostgreSQL and name no table.
    private static let locks: Set = [
        "Database/SQL/SQLConnection.swift", "Database/Postgres/PostgresDatabase.swift", "Database/SQL/SQLDialect.swift",
    ]

    /// The benchmark measures the database itself, on a table of its own.
    private static func mayHoldSQL(_ path: String) -> Bool {
        path.hasPrefix("Store/") || path.hasPrefix("hearth-bench/Postgres/")
            || (path.hasPrefix("Database/") && path.contains("Migration")) || locks.contains(path)
    }

    @Test func filesAreShort() throws {
        for file in try SourceTree().files where !file.isGenerated {
            #expect(file.lines.count <= HouseRules.longestFile + 1, "\(file.path)")
        }
    }

    @Test func nothingInTheSourcesEndsTheProcess() throws {
        for file in try SourceTree().files where !file.isGenerated {
            for found in HouseRules.processEnders(in: file.text) {
                let line = "\(file.path): \(found.code)"
                #expect(Self.mayEndTheProcess.contains(line), "\(file.path):\(found.line): \(found.code)")
            }
        }
    }

    @Test func onlyTheStoreHoldsSQL() throws {
        for file in try SourceTree().files where !Self.mayHoldSQL(file.path) {
            #expect(HouseRules.statements(in: file.text).isEmpty, "\(file.path)")
        }
    }

    @Test(arguments: ["fatalError()", "try! run()", "row as! Int", "name!.count", "list[0]!", "make()!", "var a: Int!"])
    func codeThatEndsTheProcessIsFound(code: String) {
        #expect(HouseRules.processEnders(in: "let a = 1\n\(code)\n").map(\.line) == [2])
    }

    @Test(arguments: ["a != b", "a!=b", "!a.isEmpty", "\"Stop!\"", "// stop!", "#\"no \"way!\"#", "x == !y"])
    func codeThatGoesOnIsNot(code: String) {
        #expect(HouseRules.processEnders(in: code).isEmpty)
    }

    @Test func sqlIsFoundInTextsAndNotInComments() {
        #expect(HouseRules.statements(in: "run(\"SELECT id FROM users\")").count == 1)
        #expect(HouseRules.statements(in: "run(\"\"\"\nINSERT OR IGNORE INTO users\n\"\"\")").count == 1)
        #expect(HouseRules.statements(in: "run(\"UPDATE users SET name = ?\")").count == 1)
        #expect(HouseRules.statements(in: "// SELECT id FROM users").isEmpty)
        #expect(HouseRules.statements(in: "let notice = \"DNS_UPDATE (12)\"").isEmpty)
    }
}
