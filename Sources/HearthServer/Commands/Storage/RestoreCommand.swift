import ArgumentParser
import Database
import Glibc
import Store

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a file of `hearth backup` in the place of the store. No server may be running.")

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The file that `hearth backup` made.")
    var file: String

    @Flag(help: "Replace a store that holds something; it is kept beside as hearth.db.before-restore. Not for PostgreSQL.")
    var force = false

    func run() throws {
        let configuration = try options.load()
        try StorageVerb.run {
            guard access(file, R_OK) == 0 else { throw StartError("cannot read \(file): \(String(cString: strerror(errno)))") }
            switch (configuration.database, BackupKind(of: file)) {
            case (.sqlite(let path), .sqlite):
                _ = try DataDirectory(configuration.data)
                try SQLiteRestore(from: file, to: path, force: force).run()
            case (.postgres(let url), .postgres):
                try PostgresRestore(from: file, to: url).run()
            case (_, .other):
                throw StartError("\(file) is no backup: neither a SQLite file nor a dump of PostgreSQL")
            case (let place, .sqlite):
                throw StartError("\(file) is a SQLite file, not for \(place): restore it to a SQLite store and use `hearth store copy`")
            case (let place, .postgres):
                throw StartError("\(file) is a dump of PostgreSQL, not for \(place): restore it to PostgreSQL and use `hearth store copy`")
            }
            print("restored \(file) to \(configuration.database)")
        }
    }
}

/// What a file is by its first bytes.
private enum BackupKind {
    case sqlite, postgres, other

    init(of path: String) {
        let head = Files.head(path, 16)
        self = head == Array("SQLite format 3\0".utf8) ? .sqlite : head.starts(with: Array("PGDMP".utf8)) ? .postgres : .other
    }
}

/// Replaces the file of the embedded store.
private struct SQLiteRestore {
    let file: String
    let path: String
    let force: Bool
    private var draft: String { path + ".partial" }
    private var former: String { path + ".before-restore" }

    init(from file: String, to path: String, force: Bool) {
        self.file = file
        self.path = path
        self.force = force
    }

    func run() throws(StartError) {
        let lock = try StorageVerb.at(.sqlite(path: path)) { () throws(DatabaseError) in try SQLiteFile(path).own() }
        defer { withExtendedLifetime(lock) {} }
        try checkPlace()
        unlink(draft)
        do throws(StartError) {
            try StorageVerb.checkIsStore(.sqlite(path: file))
            try StorageVerb.at(.sqlite(path: file)) { () throws(DatabaseError) in
                try SQLiteFile(file).copy(to: draft)
                try SQLiteFile(draft).check()
            }
            try StorageVerb.at(.sqlite(path: path)) { () throws(DatabaseError) in
                try SQLiteFile(path).replace(with: draft, keeping: former)
            }
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// What is there now must be nothing, or is to be replaced and can be kept.
    private func checkPlace() throws(StartError) {
        guard SQLiteFile(path).exists else { return }
        guard force || isEmpty else {
            throw StartError("the store \(path) is not empty: --force replaces it and keeps it as \(former)")
        }
        guard access(former, F_OK) != 0 else {
            throw StartError("\(former) is there from an earlier restore: move it away first")
        }
    }

    /// A file that is no store is something.
    private var isEmpty: Bool {
        do {
            let session = try StorageVerb.open(.sqlite(path: path), .looking)
            return try StoreCatalogue.firstTableInUse(session.connection) == nil
        } catch {
            return false
        }
    }
}
