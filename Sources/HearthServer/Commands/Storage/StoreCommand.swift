import ArgumentParser
import Cryptography
import Database
import Glibc
import HearthCore
import Store

struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Look after the store as a whole.", subcommands: [Copy.self])

    struct Copy: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "copy", abstract: "Move everything into another, empty database, of the same or the other kind.",
            discussion: """
                No server may use either. Everything is read back and compared before it is kept; the target stays empty otherwise. \
                A password is better not in the address: libpq reads PGPASSWORD and ~/.pgpass.
                """)

        @Option(help: ArgumentHelp("The store to read: sqlite:PATH or postgres://….", valueName: "address"))
        var from: String

        @Option(help: ArgumentHelp("The empty database to write: sqlite:PATH or postgres://….", valueName: "address"))
        var to: String

        func run() throws {
            let source = try Self.place(from, "--from")
            let target = try Self.place(to, "--to")
            guard source != target else { throw ValidationError("--from and --to are the same") }
            try StorageVerb.run {
                if case .sqlite(let path) = source, !SQLiteFile(path).exists { throw StartError("there is no file \(path)") }
                let reading = try StorageVerb.open(source, .readingAlone)
                let writing = try StorageVerb.open(target, .writingAlone)
                var progress = CopyProgress()
                let tables: [StoreCopy.Table]
                do throws(CopyError) {
                    tables = try StoreCopy(from: reading, to: writing, progress: { progress.show($0) }).run(now: SystemClock().now())
                } catch {
                    progress.end()
                    throw Self.words(for: error, source, target)
                }
                progress.end()
                let rows = tables.map { [$0.name, String($0.rows), $0.digest] }
                print(TextTable.text([["TABLE", "ROWS", "DIGEST"]] + rows, numbers: [1]))
                print("copied \(source) to \(target): equal on both sides")
            }
        }

        private static func place(_ text: String, _ option: String) throws -> DatabaseLocation {
            guard let place = DatabaseLocation(text) else {
                throw ValidationError(
                    "\(option): expected sqlite:PATH or postgres://USER@HOST/DATABASE, found '\(DatabaseLocation.masked(text))'")
            }
            return place
        }

        private static func words(for error: CopyError, _ source: DatabaseLocation, _ target: DatabaseLocation) -> StartError {
            switch error {
            case .refused(let text): StartError("cannot copy \(source) to \(target): \(text)")
            case .source(let error): StartError(error, at: source)
            case .target(let error): StartError(error, at: target)
            }
        }
    }
}

/// One line on the terminal that tells how far a copy is.
private struct CopyProgress {
    private let clock = SystemClock()
    private var last = Instant(milliseconds: 0)
    private var isOpen = false

    /// Twice a second at most.
    mutating func show(_ step: StoreCopy.Step) {
        let now = clock.now()
        guard now.since(last) >= 500 else { return }
        last = now
        isOpen = true
        switch step {
        case .copying(let table, let rows): Files.printProgress("copying \(table): \(rows) rows")
        case .comparing(let table): Files.printProgress("comparing \(table)")
        }
    }

    mutating func end() {
        if isOpen, isatty(STDERR_FILENO) != 0 { Files.printError("") }
        isOpen = false
    }
}
