import Database
import Store

extension StorageVerb {
    /// What was applied to a SQLite file, after a look whether it is a store that this version can use.
    static func checkedHistory(_ path: String) throws(StartError) -> [AppliedMigration] {
        let place = DatabaseLocation.sqlite(path: path)
        let session = try open(place, .looking)
        let history = try at(place) { () throws(DatabaseError) in try session.history() }
        guard !history.isEmpty else { throw StartError("\(path) is no Hearth store") }
        _ = try at(place) { () throws(DatabaseError) in try session.pending(Migrations.sqlite) }
        return history
    }

    /// Renames a finished file.
    static func moved(_ draft: String, to file: String) throws(StartError) {
        do { try SQLiteFile.move(draft, to: file) } catch { throw StartError(error.text) }
    }
}
