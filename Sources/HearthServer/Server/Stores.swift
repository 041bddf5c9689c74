import Database
import HearthCore
import IM
import Logging
import Observability
import Store

/// Opens the store that the configuration names.
enum Stores {
    /// Opens the store and applies the migrations that are missing.
    /// - Parameter editor: what edits do to bodies.
    static func open(
        _ configuration: Configuration, editor: any BodyEditor = FlooBodyEditor(), clock: any WallClock, randomness: any Randomness,
        logger: Logger
    ) async throws(StartError) -> SQLStore {
        do {
            let errors = StoreErrors { error in
                logger.error("the store failed", metadata: .with([.error: error.description]))
            }
            switch configuration.database {
            case .sqlite(let path):
                let database = try SQLiteDatabase(path: path, readers: configuration.storeReaders(on: .sqlite))
                try migrate(database, clock, logger)
                return try await SQLStore.over(
                    database, clock: clock, editor: editor, notices: FlooNoticeCodec(), errors: errors)
            case .postgres(let url):
                let database = try postgres(url, configuration, logger)
                try migrate(database, clock, logger)
                return try SQLStore.over(
                    database, clock: clock, randomness: randomness, editor: editor, notices: FlooNoticeCodec(), errors: errors)
            }
        } catch let error as DatabaseError {
            throw StartError(error, at: configuration.database)
        } catch {
            throw StartError("cannot open the store \(configuration.database): \(error)")
        }
    }

    /// The database alone, with its schema as it is: for the verbs that look after it.
    static func database(_ configuration: Configuration, logger: Logger) throws(StartError) -> any Database {
        do throws(DatabaseError) {
            switch configuration.database {
            case .sqlite(let path): return try SQLiteDatabase(path: path, readers: configuration.storeReaders(on: .sqlite))
            case .postgres(let url): return try postgres(url, configuration, logger)
            }
        } catch {
            throw StartError(error, at: configuration.database)
        }
    }

    private static func postgres(
        _ url: String, _ configuration: Configuration, _ logger: Logger
    ) throws(DatabaseError) -> PostgresDatabase {
        var settings = PostgresSettings(url: url)
        settings.statementTimeout = configuration.storeTimeoutSeconds
        return try PostgresDatabase(
            settings, readers: configuration.storeReaders(on: .postgres), writers: configuration.storeWriters
        ) { reason in
            if let reason {
                logger.error("the database is away", metadata: .with([.error: reason.description]))
            } else {
                logger.info("the database answers")
            }
        }
    }

    private static func migrate(_ database: any Database, _ clock: any WallClock, _ logger: Logger) throws {
        let applied = try database.migrate(Migrations.of(database.dialect), now: clock.now())
        guard !applied.isEmpty else { return }
        logger.info("store migrated", metadata: .with([.version: applied.map(String.init).joined(separator: ", ")]))
    }
}
