import CLibPQ

/// One connection to PostgreSQL, in pipeline mode: what belongs together travels together.
///
/// Blocking, and used on one thread at a time. A statement that fails ends its transaction: the unit of work is lost with it.
public final class PostgresConnection: SQLConnection {
    /// What an answer belongs to, in the order of sending.
    private enum Expected {
        case statement
        /// A statement whose rows nobody looks at; only its failure counts.
        case quiet
        case prepare(PostgresStatements.Key)
        case sync
    }

    public let dialect = SQLDialect.postgres

    let handle: OpaquePointer
    private var statements = PostgresStatements()
    private var expected: [Expected] = []
    /// The BEGIN that goes out with the first statement.
    private var opening: StaticString?
    private(set) var isInTransaction = false
    private var hasFailed = false
    /// An answer did not come. libpq may not call the connection bad before the next attempt.
    private var isCut = false

    /// Connects. Blocks until it is done or the time for it is over.
    /// - Throws: `unavailable` with libpq's message, which never holds a password.
    init(_ settings: PostgresSettings) throws(DatabaseError) {
        let connection = Self.connect(settings.options)
        guard let connection, PQstatus(connection) == CONNECTION_OK else {
            defer { PQfinish(connection) }
            // An address that libpq cannot read it repeats, with the password in it.
            let error = DatabaseError.lost(connection)
            throw DatabaseError(error.kind, code: error.code, error.text.split(separator: settings.url).joined(separator: "the address"))
        }
        handle = connection
        guard PQserverVersion(handle) >= 130_000 else {
            throw DatabaseError(.other, "PostgreSQL \(PQserverVersion(handle) / 10_000) is too old: 13 or later is needed")
        }
        PQsetNoticeProcessor(handle, hearthIgnoreNotice, nil)
        try runScript(settings.script)
        guard PQenterPipelineMode(handle) == 1 else { throw DatabaseError.lost(handle) }
    }

    deinit { PQfinish(handle) }

    /// Nothing can be done with it any more.
    var isLost: Bool { isCut || PQstatus(handle) != CONNECTION_OK }

    public func visit(
        _ sql: SQLText, _ parameters: [SQLValue], _ each: (any Row) throws(DatabaseError) -> Bool
    ) throws(DatabaseError) {
        let result = try run(sql, parameters)
        for row in 0..<result.count {
            guard try each(PostgresRow(result: result.handle, row: row)) else { return }
        }
    }

    @discardableResult
    public func perform(_ sql: SQLText, _ parameters: [SQLValue]) throws(DatabaseError) -> Int {
        try run(sql, parameters).changed
    }

    /// Sends several statements at once and waits for all of them: one way to the server and back.
    ///
    /// They run in order, each sees what those before it did and what others had committed by then.
    public func pipelined(_ commands: [PostgresCommand]) throws(DatabaseError) -> [PostgresRows] {
        try open()
        for command in commands { try queue(.fixed(command.sql), command.parameters, .statement) }
        return try settle().map(PostgresRows.init)
    }

    /// Sends a statement with the commit. Nobody hears of its rows; its failure is that of the commit.
    public func atCommit(_ command: PostgresCommand) throws(DatabaseError) {
        try open()
        try queue(.fixed(command.sql), command.parameters, .quiet)
    }

    private func run(_ sql: SQLText, _ parameters: [SQLValue]) throws(DatabaseError) -> PostgresResult {
        try open()
        try queue(sql, parameters, .statement)
        do throws(DatabaseError) {
            guard let result = try settle().last else { throw DatabaseError(.other, "no answer") }
            return result
        } catch {
            throw DatabaseError(error.kind, code: error.code, "\(error.text) in: \(sql.string)")
        }
    }

    private static func connect(_ options: [(String, String)]) -> OpaquePointer? {
        let names = options.map { Array($0.0.utf8CString) } + [[]]
        let values = options.map { Array($0.1.utf8CString) } + [[]]
        func pointers<T>(_ texts: ArraySlice<[CChar]>, _ found: [UnsafePointer<CChar>?], _ body: ([UnsafePointer<CChar>?]) -> T) -> T {
            guard let first = texts.first else { return body(found) }
            return first.withUnsafeBufferPointer { pointers(texts.dropFirst(), found + [$0.isEmpty ? nil : $0.baseAddress], body) }
        }
        return pointers(names[...], []) { names in pointers(values[...], []) { PQconnectdbParams(names, $0, 1) } }
    }
}

/// Notices ("relation exists, skipping") are of no use in a log. libpq calls it on its own: a global function.
private func hearthIgnoreNotice(_: UnsafeMutableRawPointer?, _: UnsafePointer<CChar>?) {}

/// One statement of a pipeline.
public struct PostgresCommand: Sendable {
    let sql: StaticString
    let parameters: [SQLValue]

    public init(_ sql: StaticString, _ parameters: [SQLValue] = []) {
        self.sql = sql
        self.parameters = parameters
    }
}

/// The rows that one statement of a pipeline answered.
public struct PostgresRows {
    private let result: PostgresResult

    init(_ result: PostgresResult) { self.result = result }

    public var count: Int { Int(result.count) }

    public func forEach(_ body: (any Row) -> Void) {
        for row in 0..<result.count { body(PostgresRow(result: result.handle, row: row)) }
    }
}

// MARK: - Transactions

extension PostgresConnection {
    /// A transaction begins with the next statement.
    func begin(_ opening: StaticString) { self.opening = opening }

    /// Commits. Without a statement there is nothing to commit, and nothing is sent.
    /// - Throws: the failure of the commit or of what was sent with it; the transaction is rolled back then.
    func commit() throws(DatabaseError) {
        opening = nil
        guard isInTransaction || !expected.isEmpty else { return }
        do throws(DatabaseError) {
            try queue(.fixed("COMMIT"), [], .statement)
            let result = try settle().last
            isInTransaction = false
            guard result?.command == "COMMIT" else { throw DatabaseError(.other, "the transaction had failed before its commit") }
        } catch {
            rollback()
            throw error
        }
    }

    /// Ends a transaction that changed nothing, without waiting for the answer: the next use takes it.
    func leave() {
        opening = nil
        guard isInTransaction else { return }
        guard !hasFailed else { return rollback() }
        isInTransaction = false
        do throws(DatabaseError) {
            try queue(.fixed("COMMIT"), [], .quiet)
            guard PQpipelineSync(handle) == 1 else { return }
            expected.append(.sync)
        } catch { return }
    }

    /// Gives the transaction up. Nothing can be done about an error: the connection is lost then.
    func rollback() {
        opening = nil
        guard isInTransaction, !isLost else { return }
        isInTransaction = false
        hasFailed = false
        _ = try? queue(.fixed("ROLLBACK"), [], .quiet)
        _ = try? settle()
    }

    private func open() throws(DatabaseError) {
        guard let opening else { return }
        self.opening = nil
        isInTransaction = true
        hasFailed = false
        try queue(.fixed(opening), [], .quiet)
    }
}

// MARK: - The pipeline

extension PostgresConnection {
    private func queue(_ sql: SQLText, _ parameters: [SQLValue], _ kind: Expected) throws(DatabaseError) {
        let parameters = PostgresParameters(parameters)
        let isSent: Bool
        switch statements.form(of: sql) {
        case .known(let name): isSent = execute(name, parameters)
        case .new(let key, let name, let text):
            guard PQsendPrepare(handle, name, text, 0, nil) == 1 else { throw lost() }
            expected.append(.prepare(key))
            isSent = execute(name, parameters)
        case .once(let text):
            isSent = parameters.withPointers { count, values, lengths, formats in
                PQsendQueryParams(handle, text, count, nil, values, lengths, formats, 1) == 1
            }
        }
        guard isSent else { throw lost() }
        expected.append(kind)
    }

    private func execute(_ name: String, _ parameters: PostgresParameters) -> Bool {
        parameters.withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(handle, name, count, values, lengths, formats, 1) == 1
        }
    }

    /// Waits for the answers to all that was queued and returns those of statements.
    /// - Throws: the first failure. What was queued behind it has not run.
    private func settle() throws(DatabaseError) -> [PostgresResult] {
        guard PQpipelineSync(handle) == 1 else { throw lost() }
        expected.append(.sync)
        defer { expected.removeAll(keepingCapacity: true) }
        var results: [PostgresResult] = []
        var failure: DatabaseError?
        for item in expected {
            guard let answer = PQgetResult(handle).map(PostgresResult.init) else { throw failure ?? lost() }
            if case .sync = item {
                guard answer.status == PGRES_PIPELINE_SYNC else { throw failure ?? lost() }
                continue
            }
            // After each statement comes one "no more".
            while let more = PQgetResult(handle) { PQclear(more) }
            switch (answer.status, item) {
            case (PGRES_COMMAND_OK, .statement), (PGRES_TUPLES_OK, .statement): results.append(answer)
            case (PGRES_COMMAND_OK, _), (PGRES_TUPLES_OK, _): break
            default:
                if case .prepare(let key) = item { statements.forget(key) }
                if answer.status != PGRES_PIPELINE_ABORTED { failure = failure ?? note(.postgres(answer.handle)) }
            }
        }
        guard let failure else { return results }
        hasFailed = true
        throw isLost ? DatabaseError(.unavailable, code: failure.code, failure.text) : failure
    }

    /// An error without a code is libpq's own; those of class 57P are the server's last words.
    private func note(_ error: DatabaseError) -> DatabaseError {
        if error.code.isEmpty || error.code.hasPrefix("57P") { isCut = true }
        return error
    }

    private func lost() -> DatabaseError {
        isCut = true
        return DatabaseError.lost(handle)
    }

    /// Several statements separated by semicolons, which a pipeline cannot carry. Nothing may be under way.
    func runScript(_ sql: String) throws(DatabaseError) {
        let wasPipeline = PQpipelineStatus(handle) != PQ_PIPELINE_OFF
        if !expected.isEmpty { _ = try settle() }
        if wasPipeline { PQexitPipelineMode(handle) }
        defer { if wasPipeline { PQenterPipelineMode(handle) } }
        guard let answer = PQexec(handle, sql).map(PostgresResult.init) else { throw DatabaseError.lost(handle) }
        guard answer.status == PGRES_COMMAND_OK || answer.status == PGRES_TUPLES_OK || answer.status == PGRES_EMPTY_QUERY else {
            hasFailed = true
            throw DatabaseError.postgres(answer.handle)
        }
    }

    /// Opens the transaction now, for what `runScript` does in it.
    func openNow() throws(DatabaseError) {
        try open()
        _ = try settle()
    }
}
