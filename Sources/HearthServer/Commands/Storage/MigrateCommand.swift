import ArgumentParser
import Cryptography
import Database
import Glibc
import HearthCore
import Logging
import Store

struct MigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the schema of the database up to date, as `hearth serve` does at its start.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(exclusivity: .exclusive)
    var mode: Mode?

    enum Mode: String, EnumerableFlag {
        case status, dryRun

        static func help(for value: Mode) -> ArgumentHelp? {
            switch value {
            case .status: "List all migrations and when they were applied. Changes nothing."
            case .dryRun: "Print the SQL that would run. Changes nothing."
            }
        }
    }

    func run() throws {
        let configuration = try options.load()
        try StorageVerb.run {
            switch mode {
            case nil: try apply(configuration)
            case .status: try SchemaState(of: configuration.database).printTable()
            case .dryRun: try SchemaState(of: configuration.database).printScript()
            }
        }
    }

    private func apply(_ configuration: Configuration) throws {
        _ = try DataDirectory(configuration.data)
        let database = try Stores.database(configuration, logger: Logger(label: "hearth"))
        defer { database.shutdown() }
        let migrations = Migrations.of(database.dialect)
        let applied = try StorageVerb.at(configuration.database) { () throws(DatabaseError) in
            try database.migrate(migrations, now: SystemClock().now())
        }
        for migration in migrations where applied.contains(migration.number) { print("applied \(migration.label)") }
        if applied.isEmpty { print("nothing to do: \(configuration.database) is at migration \(migrations.count)") }
    }
}

/// What has been applied to a store and what is missing, found out without touching it.
private struct SchemaState {
    let place: DatabaseLocation
    let migrations: [Migration]
    let applied: [AppliedMigration]
    /// What a server would say of it.
    let missing: Result<[Migration], DatabaseError>

    init(of place: DatabaseLocation) throws(StartError) {
        self.place = place
        let migrations = Migrations.of(place.dialect)
        self.migrations = migrations
        if case .sqlite(let path) = place, !SQLiteFile(path).exists {
            applied = []
            missing = .success(migrations)
            return
        }
        let session = try StorageVerb.open(place, .looking)
        applied = try StorageVerb.at(place) { () throws(DatabaseError) in try session.history() }
        missing = Result { () throws(DatabaseError) in try session.pending(migrations) }
    }

    /// All migrations, those of a later version too; then the refusal, if this version may not use the store.
    func printTable() throws(StartError) {
        var rows = [["NUMBER", "NAME", "APPLIED"]]
        for migration in applied { rows.append([String(migration.number), migration.name, migration.appliedAt.text]) }
        for migration in migrations.dropFirst(applied.count) { rows.append([String(migration.number), migration.name, "pending"]) }
        print(TextTable.text(rows))
        _ = try pending()
    }

    func printScript() throws(StartError) {
        let pending = try pending()
        for migration in pending { print("-- \(migration.label)\n\(migration.sql)\n") }
        if pending.isEmpty { print("-- nothing to do: \(place) is at migration \(migrations.count)") }
    }

    private func pending() throws(StartError) -> [Migration] {
        do { return try missing.get() } catch { throw StartError(error, at: place) }
    }
}

extension Migration {
    /// As its file is called.
    fileprivate var label: String {
        let digits = String(number)
        return String(repeating: "0", count: max(4 - digits.count, 0)) + digits + "_" + name
    }
}

extension Instant {
    /// In UTC, to the second.
    fileprivate var text: String {
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        let count = strftime(&buffer, buffer.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
