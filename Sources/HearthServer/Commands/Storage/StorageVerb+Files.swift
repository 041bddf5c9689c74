import Database
import Store

extension StorageVerb {
    /// Looks whether this is a store, and one that this version can use.
    static func checkIsStore(_ place: DatabaseLocation) throws(StartError) {
        let session = try open(place, .looking)
        let history = try at(place) { () throws(DatabaseError) in try session.history() }
        guard !history.isEmpty else { throw StartError("\(place) is no Hearth store") }
        _ = try at(place) { () throws(DatabaseError) in try session.pending(Migrations.of(place.dialect)) }
    }

    /// Renames a finished file.
    static func moved(_ draft: String, to file: String) throws(StartError) {
        do { try SQLiteFile.move(draft, to: file) } catch { throw StartError(error.text) }
    }
}
