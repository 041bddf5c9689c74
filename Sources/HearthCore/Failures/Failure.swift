/// A refusal with a name. Use cases throw it; a door translates it with its row of the catalogue.
public struct Failure: Error, Hashable, Sendable {
    public let name: FailureName
    /// Replaces the row's text for REST clients, where the text helps a person (a form, say).
    /// Never internal text: it reaches the client word for word.
    public let detail: String?
    /// What somebody else said of it, an app's own server for example: follows the row's texts, which clients look for.
    public let said: String?

    public init(_ name: FailureName, _ detail: String? = nil, said: String? = nil) {
        self.name = name
        self.detail = detail
        self.said = said.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Whether what was asked for may have been done all the same, in part or whole: trouble of the server, and no refusal.
    public var leavesDoubt: Bool {
        [.serverUnknownError, .serverBusy, .serverNeedRetry, .groupServerDbError].contains(name)
    }

    public var row: FailureRow { FailureCatalogue.row(of: name) }

    /// `code` of the REST envelope.
    public var restCode: Int { row.rest ?? FailureCatalogue.row(of: .generalError).rest ?? 19001 }
    /// `message` of the REST envelope.
    public var restMessage: String { detail ?? said.map { "\(row.message): \($0)" } ?? row.message }
    /// For rows of answers: the number, and a text for people.
    public var numbered: String { "\(restCode) \(restMessage)" }
    /// `Status.code` on the long connection.
    public var status: SyncStatus { row.status ?? .fail }
    /// `Status.reason` on the long connection.
    public var reason: String { said.map { "\(row.reason): \($0)" } ?? row.reason }
}
