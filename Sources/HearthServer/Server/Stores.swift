import Database
import HearthCore
import IM
import Logging
import Observability
import Store

/// The store, opened and brought up to date, as the ports of the product.
public struct Stores: Sendable {
    public let database: SQLiteDatabase
    public let apps: SQLAppStore
    public let accounts: SQLAccountStore
    public let tokens: SQLTokenStore
    public let devices: SQLDeviceStore
    public let roster: SQLRosterStore
    public let groups: SQLGroupStore
    public let conversations: SQLConversationStore
    public let memory: SendMemory
    public let messages: SQLiteMessageLog
    public let ids: MessageIDs
    public let report: SQLStoreReport

    /// Opens the store and applies the migrations that are missing.
    public static func open(
        _ configuration: Configuration, clock: any WallClock, logger: Logger
    ) async throws(StartError) -> Stores {
        let path = configuration.database.path
        do {
            let database = try SQLiteDatabase(path: path, readers: configuration.storeReaders)
            let applied = try database.migrate(Migrations.sqlite, now: clock.now())
            if !applied.isEmpty {
                logger.info("store migrated", metadata: .with([.version: applied.map(String.init).joined(separator: ", ")]))
            }
            let context = StoreContext(
                database: database,
                errors: StoreErrors { error in
                    logger.error("the store failed", metadata: .with([.error: error.description]))
                })
            let newest = try await database.reading { try SQLiteMessageLog.newest($0) }
            return Stores(database, context, MessageIDs(node: 0, newest: newest, clock: clock))
        } catch let error as DatabaseError {
            throw StartError(error, path: path)
        } catch {
            throw StartError("cannot open the store at \(path): \(error)")
        }
    }

    private init(_ database: SQLiteDatabase, _ context: StoreContext, _ ids: MessageIDs) {
        self.database = database
        self.ids = ids
        apps = SQLAppStore(context)
        accounts = SQLAccountStore(context)
        tokens = SQLTokenStore(context)
        devices = SQLDeviceStore(context)
        roster = SQLRosterStore(context)
        groups = SQLGroupStore(context)
        conversations = SQLConversationStore(context)
        memory = SendMemory(context)
        report = SQLStoreReport(context)
        messages = SQLiteMessageLog(context, ids: ids)
    }
}
