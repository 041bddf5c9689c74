import Database
import HearthCore
import IM
import PostgresCluster
import Store
import TestSupport

/// A PostgreSQL database of its own.
final class PostgresPlace: StorePlace {
    private let cluster: PostgresCluster
    private let address: String

    init() throws {
        cluster = try PostgresCluster.shared.get()
        address = try cluster.newDatabase()
    }

    deinit { cluster.drop(address) }

    func session(_ access: DatabaseSession.Access) throws -> DatabaseSession {
        try DatabaseSession(postgres: PostgresSettings(url: address), access)
    }

    func open(_ clock: any WallClock, _ editor: any BodyEditor) async throws -> SQLStore {
        let database = try PostgresDatabase(PostgresSettings(url: address), readers: 2, writers: 2)
        _ = try database.migrate(Migrations.postgres, now: Instant(milliseconds: 1))
        return try SQLStore.over(
            database, clock: clock, randomness: SeededRandomness(seed: .random(in: 0 ... .max)), editor: editor,
            notices: PlainNoticeCodec(), errors: StoreErrors { _ in })
    }
}
