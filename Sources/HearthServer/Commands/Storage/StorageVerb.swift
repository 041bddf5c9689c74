import ArgumentParser
import Database
import Store

/// What the verbs that look after a store share.
enum StorageVerb {
    /// Runs a verb: trouble becomes one line and the exit code that says "configuration or environment", as with `hearth serve`.
    static func run(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as StartError {
            Files.printError("hearth: \(error.description)")
            throw ExitCode(78)
        }
    }

    /// Opens a store for one verb, on this thread.
    static func open(_ place: DatabaseLocation, _ access: DatabaseSession.Access) throws(StartError) -> DatabaseSession {
        do throws(DatabaseError) {
            switch place {
            case .sqlite(let path): return try DatabaseSession(sqlite: path, access)
            case .postgres(let url): return try DatabaseSession(postgres: PostgresSettings(url: url), access)
            }
        } catch {
            throw StartError(error, at: place)
        }
    }

    /// Runs something on a store and puts its trouble into words.
    static func at<T>(_ place: DatabaseLocation, _ body: () throws(DatabaseError) -> T) throws(StartError) -> T {
        do { return try body() } catch { throw StartError(error, at: place) }
    }
}

extension DatabaseSession.Access {
    static let readingAlone = DatabaseSession.Access.readingAlone(servers: NodeSeat.count)
    static let writingAlone = DatabaseSession.Access.writingAlone(servers: NodeSeat.count)
}
