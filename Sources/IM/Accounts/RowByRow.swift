import HearthCore

/// Calls of the REST API that take many rows: each row has an outcome of its own.
enum RowByRow {
    /// Runs `body` for every row, `width` at a time, whatever becomes of the others.
    /// - Returns: the results in the order of the rows.
    /// - Throws: `InvalidRequestParameter` for more rows than one call may have.
    static func run<Row: Sendable, Value: Sendable>(
        _ rows: [Row], width: Int, _ body: @escaping @Sendable (Row) async -> Value
    ) async throws(Failure) -> [Value] {
        guard rows.count <= Limits.idsPerCall else { throw Failure(.invalidRequestParameter, "invalid request parameter: list") }
        return await withTaskGroup(of: (Int, Value).self) { tasks in
            var results: [(Int, Value)] = []
            for (index, row) in rows.enumerated() {
                if index >= width, let result = await tasks.next() { results.append(result) }
                tasks.addTask { (index, await body(row)) }
            }
            for await result in tasks { results.append(result) }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
