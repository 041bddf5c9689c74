import Database
import Store

/// Fills an empty PostgreSQL database from a dump.
struct PostgresRestore {
    private let file: String
    private let url: String
    private var place: DatabaseLocation { .postgres(url: url) }

    init(from file: String, to url: String) {
        self.file = file
        self.url = url
    }

    func run() throws(StartError) {
        try checkFile()
        // Servers stay out until the dump is in.
        let session = try StorageVerb.open(place, .writingAlone)
        defer { withExtendedLifetime(session) {} }
        let found = try StorageVerb.at(place) { () throws(DatabaseError) in try StoreCatalogue.firstRelation(session.connection) }
        if let found { throw StartError("the database \(place) is not empty: it has \(found). Name an empty one") }
        try PostgresTool.restore(file, to: url)
    }

    private func checkFile() throws(StartError) {
        let numbers = try PostgresTool.migrations(in: file)
        guard let newest = numbers.max() else { throw StartError("\(file) is no dump of a Hearth store") }
        guard newest <= Migrations.postgres.count else {
            throw StartError(
                "\(file) was written by a later version of Hearth (migration \(newest), this one knows \(Migrations.postgres.count))")
        }
    }
}
