import Database
import HearthCore
import IM
import Store
import Testing

/// The databases that must behave alike. Every test of the contract runs on each of them.
struct StoreKind: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// A new, empty place for a store.
    let makePlace: @Sendable () throws -> any StorePlace

    static let sqlite = StoreKind(testDescription: "SQLite") { try SQLitePlace() }

    static let postgres = StoreKind(testDescription: "PostgreSQL") { try PostgresPlace() }

    static let all = [sqlite, postgres]
}

/// Where one store stays while it is opened and closed. Cleaned away with the last reference.
protocol StorePlace: AnyObject, Sendable {
    /// Opens the store with its schema up to date.
    func open(_ clock: any WallClock, _ editor: any BodyEditor) async throws -> SQLStore

    /// A connection of its own, without a schema being made.
    func session(_ access: DatabaseSession.Access) throws -> DatabaseSession
}
