/// What PostgreSQL itself does on this machine, without a server before it: what `throughput` is to be compared with.
struct Ceiling: Sendable {
    private static let purpose = "ceiling"
    private static let seconds = 5
    private static let batchRows = 100
    private static let batchConnections = 8
    private static let commitConnections = 32
    private static let bodyBytes = 120

    let tools: PostgresTools

    struct Found {
        var findings: [Finding]
        /// Rows a second in batches; nil when it could not be measured.
        var rate: Double?
    }

    /// Loads a database of its own in the same server.
    func measure() async throws -> Found {
        guard let pgbench = tools.program("pgbench") else {
            return Found(
                findings: [
                    Finding(scenario: "ceiling", what: "PostgreSQL alone", result: "unknown", remark: "there is no pgbench beside psql")
                ], rate: nil)
        }
        let database = try tools.newDatabase(Self.purpose)
        defer { try? tools.dropDatabase(Self.purpose) }
        try tools.sql(Self.tables, in: database)
        let batches = try await Self.batches.run(pgbench, on: database)
        let batched = try check("batches", batches.transactions * Self.batchRows, in: database)
        let commits = try await Self.commits.run(pgbench, on: database)
        let committed = try check("commits", commits.transactions, in: database)
        let rate = batches.rate * Double(Self.batchRows)
        return Found(
            findings: [
                Finding(
                    scenario: "ceiling",
                    what: "rows inserted per second by pgbench, \(Self.batchRows) in a transaction, \(Self.batchConnections) connections",
                    result: Text.count(Int(rate)), remark: "\(Self.bodyBytes)-byte bodies, primary key (conv, seq); \(batched)"),
                Finding(
                    scenario: "ceiling", what: "commits of one row per second by pgbench, \(Self.commitConnections) connections",
                    result: Text.count(Int(commits.rate)), remark: committed),
            ], rate: rate)
    }

    /// The rows that are there equal those pgbench has committed, or the number is worth nothing.
    private func check(_ table: String, _ expected: Int, in database: PostgresAddress) throws -> String {
        let rows = Int(try tools.sql("SELECT count(*) FROM \(table)", in: database)) ?? -1
        return rows == expected ? "\(Text.count(rows)) rows = committed" : "NOT EQUAL: \(rows) rows, \(expected) committed"
    }

    private static let tables = ["batches", "commits"].map { table in
        """
        CREATE TABLE \(table) (
            conv BIGINT, seq BIGINT, sender BIGINT, body BYTEA, created TIMESTAMPTZ, PRIMARY KEY (conv, seq));
        """
    }.joined(separator: "\n")

    /// Each connection has a hundred conversations, and every transaction writes the next row of each.
    static let batches = Pgbench(
        connections: batchConnections, seconds: seconds,
        script: """
            \\set seq :seq + 1
            INSERT INTO batches (conv, seq, sender, body, created) \
            SELECT :client_id::bigint * \(batchRows) + k.conv, :seq::bigint, :client_id::bigint, k.body, now() \
            FROM unnest(:convs::bigint[], :bodies::bytea[]) AS k (conv, body);

            """,
        variables: [
            "seq": "0", "convs": list((0..<batchRows).map(String.init)),
            "bodies": list(Array(repeating: body, count: batchRows)),
        ])

    static let commits = Pgbench(
        connections: commitConnections, seconds: seconds,
        script: """
            \\set seq :seq + 1
            INSERT INTO commits (conv, seq, sender, body, created) \
            VALUES (:client_id::bigint, :seq::bigint, :client_id::bigint, :body::bytea, now());

            """, variables: ["seq": "0", "body": body])

    private static let body = String(repeating: "x", count: bodyBytes)

    private static func list(_ items: [String]) -> String { "{\(items.joined(separator: ","))}" }
}
