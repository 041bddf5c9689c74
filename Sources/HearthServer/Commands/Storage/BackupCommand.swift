import ArgumentParser
import Database
import Glibc

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Write the store to a file, while the server goes on.",
        discussion: """
            The file holds everything but the admin token, and with it password hashes and signing keys: keep it as safe as the store. \
            From PostgreSQL it is what `pg_dump --format=custom` writes.
            """)

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The file to make. It must not be there yet.")
    var file: String

    func run() throws {
        let configuration = try options.load()
        try StorageVerb.run {
            guard access(file, F_OK) != 0 else { throw StartError("\(file) is there already: name another file") }
            if case .sqlite(let path) = configuration.database, !SQLiteFile(path).exists {
                throw StartError("there is no store at \(path)")
            }
            try StorageVerb.checkIsStore(configuration.database)
            let draft = file + ".partial"
            unlink(draft)
            do {
                switch configuration.database {
                case .sqlite(let path): try Self.copy(path, to: draft)
                case .postgres(let url): try PostgresTool.dump(url, to: draft, for: file)
                }
                try StorageVerb.moved(draft, to: file)
            } catch {
                for name in [draft, draft + "-journal"] { unlink(name) }
                throw error
            }
            print("wrote \(file) from \(configuration.database)")
        }
    }

    private static func copy(_ path: String, to draft: String) throws {
        try StorageVerb.at(.sqlite(path: path)) { () throws(DatabaseError) in try SQLiteFile(path).copy(to: draft) }
        try StorageVerb.at(.sqlite(path: draft)) { () throws(DatabaseError) in try SQLiteFile(draft).check() }
    }
}
