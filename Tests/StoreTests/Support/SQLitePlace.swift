import Database
import Glibc
import HearthCore
import IM
import Store
import TestSupport

/// A SQLite file in a directory of its own.
final class SQLitePlace: StorePlace {
    private let directory: String
    private var path: String { directory + "/hearth.db" }

    init() throws {
        var template = Array("/tmp/hearth-store-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw DatabaseError(.unavailable, "no temporary directory") }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["", "-wal", "-shm", ".lock"] { unlink(path + name) }
        rmdir(directory)
    }

    func session(_ access: DatabaseSession.Access) throws -> DatabaseSession { try DatabaseSession(sqlite: path, access) }

    func open(_ clock: any WallClock, _ editor: any BodyEditor) async throws -> SQLStore {
        let database = try SQLiteDatabase(path: path, synchronous: .normal)
        _ = try database.migrate(Migrations.sqlite, now: Instant(milliseconds: 1))
        return try await SQLStore.over(
            database, clock: clock, editor: editor, notices: PlainNoticeCodec(),
            errors: StoreErrors { _ in })
    }
}
