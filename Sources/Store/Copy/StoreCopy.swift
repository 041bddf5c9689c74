import Database
import HearthCore

/// Moves a whole store into another, empty one, of the same or the other kind.
///
/// One transaction on the target, committed only after everything was read back and found equal: a half copy is never there to be served.
public struct StoreCopy {
    /// One table that was copied.
    public struct Table: Hashable, Sendable {
        public let name: String
        public let rows: Int
        /// Of what the rows hold, the same on both sides: 64 digits.
        public let digest: String
    }

    /// What is happening, for whoever waits.
    public enum Step: Sendable {
        case copying(table: String, rows: Int)
        case comparing(table: String)
    }

    private let from: DatabaseSession
    private let to: DatabaseSession
    private let progress: (Step) -> Void

    /// - Parameters:
    ///   - from: reads alone: what a server wrote meanwhile would be missing from the copy.
    ///   - to: writes alone.
    ///   - progress: called for each table and each thousand rows.
    public init(from: DatabaseSession, to: DatabaseSession, progress: @escaping (Step) -> Void) {
        self.from = from
        self.to = to
        self.progress = progress
    }

    /// Copies and compares. The target gets its schema first.
    /// - Throws: why not; the target is as empty as it was then, but may have a schema.
    public func run(now: Instant) throws(CopyError) -> [Table] {
        try checkSource()
        try checkTargetIsEmpty()
        _ = try CopyError.target { () throws(DatabaseError) in try to.migrate(Migrations.of(to.dialect), now: now) }
        do {
            return try from.transaction { source in
                try to.transaction { target in
                    // Once more, now that nobody can put a row there.
                    try checkTargetIsEmpty()
                    return try copyAll(source, target)
                }
            }
        } catch let error as CopyError {
            throw error
        } catch let error as DatabaseError {
            throw .target(error)
        } catch {
            throw .refused("\(error)")
        }
    }

    private func checkSource() throws(CopyError) {
        let history = try CopyError.source { () throws(DatabaseError) in try from.history() }
        guard !history.isEmpty else { throw .refused("the source is no Hearth store") }
        let known = Migrations.of(from.dialect)
        let missing = try CopyError.source { () throws(DatabaseError) in try from.pending(known) }
        guard missing.isEmpty else {
            throw .refused("the source is at migration \(history.count) of \(known.count): run `hearth migrate` on it first")
        }
    }

    private func checkTargetIsEmpty() throws(CopyError) {
        let found = try CopyError.target { () throws(DatabaseError) in try StoreCatalogue.firstTableInUse(to.connection) }
        if let found { throw .refused("the target is not empty: table \(found) has rows") }
    }

    private func copyAll(_ source: any SQLConnection, _ target: any SQLConnection) throws -> [Table] {
        let old = try CopyError.source { () throws(DatabaseError) in try StoreCatalogue.tables(source) }
        let new = try CopyError.target { () throws(DatabaseError) in try StoreCatalogue.tables(target) }
        try Self.compare(old, new)
        var copied: [(table: TableShape, digest: TableDigest)] = []
        for table in new.inOrderOfReference {
            copied.append((table, try copy(table, source, target)))
        }
        let numbers = try CopyError.source { () throws(DatabaseError) in try StoreNumbers.read(source) }
        try numbers.write(target)
        try StoreNumbers.moveIdentities(of: new, target)
        for (table, digest) in copied where try self.digest(of: table, target) != digest {
            throw CopyError.refused("table \(table.name) is not the same in the target: nothing was copied")
        }
        guard try StoreNumbers.read(target) == numbers else {
            throw CopyError.refused("the counters are not the same in the target: nothing was copied")
        }
        return copied.map { Table(name: $0.table.name, rows: $0.digest.rows, digest: $0.digest.text) }
    }

    /// - Parameter table: as the target describes it. Its names are those of the source too, and its order of columns holds for both.
    private func copy(_ table: TableShape, _ source: any SQLConnection, _ target: any SQLConnection) throws -> TableDigest {
        let reader = TableReader(sql: source, table: table)
        try CopyError.source { () throws(DatabaseError) in try reader.checkTypes() }
        let writer = TableWriter(sql: target, table: table)
        var digest = TableDigest()
        progress(.copying(table: table.name, rows: 0))
        try writer.write { write in
            do {
                try reader.read { row in
                    try digest.add(row)
                    do { try write(row) } catch let error as DatabaseError { throw CopyError.target(error.at(table)) }
                    if digest.rows.isMultiple(of: 1_000) { progress(.copying(table: table.name, rows: digest.rows)) }
                }
            } catch let error as DatabaseError {
                throw CopyError.source(error)
            }
        }
        return digest
    }

    private func digest(of table: TableShape, _ target: any SQLConnection) throws -> TableDigest {
        progress(.comparing(table: table.name))
        var digest = TableDigest()
        try TableReader(sql: target, table: table).read { try digest.add($0) }
        return digest
    }

    private static func compare(_ old: [TableShape], _ new: [TableShape]) throws(CopyError) {
        let difference = Set(old.map(\.name)).symmetricDifference(new.map(\.name)).sorted()
        guard difference.isEmpty else { throw .refused("source and target have different tables: \(difference.joined(separator: ", "))") }
        for table in new {
            if let twin = old.first(where: { $0.name == table.name }), let difference = table.difference(from: twin) {
                throw .refused("source and target have different schemas: \(difference)")
            }
        }
    }
}

extension DatabaseError {
    fileprivate func at(_ table: TableShape) -> DatabaseError { DatabaseError(kind, code: code, "table \(table.name): \(text)") }
}
