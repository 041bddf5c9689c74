import Database

/// Why the server cannot start: one line a person can act on.
public struct StartError: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }

    /// Trouble with the store, in words for an operator.
    init(_ error: DatabaseError, at place: DatabaseLocation) {
        switch error.kind {
        case .inUse:
            switch place {
            case .sqlite(let path): self.init("another server is using \(path): stop it first, or name another directory with --data")
            case .postgres: self.init("\(place): \(error.text)")
            }
        case .newerSchema:
            self.init("the store \(place) was written by a later version of Hearth: use that version, or restore a backup")
        case .corrupt:
            self.init("\(place) is damaged or is no Hearth store: restore a backup, or name another directory with --data")
        case .full:
            self.init("the disk that holds \(place) is full")
        default:
            self.init("cannot open the store \(place): \(error.text.oneLine)")
        }
    }
}

extension String {
    /// With each run of blanks and line ends as one blank.
    fileprivate var oneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
