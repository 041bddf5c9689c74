import ArgumentParser

/// Which database is under the server that is measured.
enum DatabaseChoice: ExpressibleByArgument, Equatable {
    case sqlite
    /// A cluster of its own.
    case postgres
    /// A database of its own on this server.
    case address(PostgresAddress)

    init?(argument: String) {
        switch argument {
        case "sqlite": self = .sqlite
        case "postgres": self = .postgres
        default:
            guard let address = PostgresAddress(argument) else { return nil }
            self = .address(address)
        }
    }

    var isPostgres: Bool { self != .sqlite }

    /// nil for SQLite, which needs no server.
    func start() throws -> PostgresServer? {
        switch self {
        case .sqlite: nil
        case .postgres: try .start()
        case .address(let address): try .at(address)
        }
    }
}
