import Foundation
import Store
import Testing

@testable import Database

/// A store as a released version left it: a dump with some rows, in `Fixtures`. Never changed.
struct ReleasedSchema: Sendable, CustomTestStringConvertible {
    let kind: StoreKind
    /// The last migration it knew.
    let version: Int
    private let script: String

    var testDescription: String { "\(kind.testDescription) \(version)" }

    static let all = of(.sqlite, "sqlite") + of(.postgres, "postgres")

    /// The newest of a kind.
    static func newest(_ dialect: SQLDialect) -> ReleasedSchema? {
        of(dialect == .sqlite ? .sqlite : .postgres, dialect == .sqlite ? "sqlite" : "postgres").last
    }

    /// A new place with that store in it.
    func makePlace() throws -> any StorePlace {
        let place = try kind.makePlace()
        let session = try place.session(.writingAlone(servers: NodeSeat.count))
        switch session.connection {
        case let sqlite as SQLiteConnection: try sqlite.executeScript(script)
        case let postgres as PostgresConnection: try postgres.runScript(script)
        default: break
        }
        return place
    }

    private static func of(_ kind: StoreKind, _ folder: String) -> [ReleasedSchema] {
        let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures/\(folder)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
            guard let version = Int(name.prefix(4)),
                let script = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            else { return nil }
            return ReleasedSchema(kind: kind, version: version, script: script)
        }
    }
}
