import HearthCore

/// What an operator changes of an app itself. Nil leaves it as it is.
public struct AppChange: Sendable, Equatable {
    /// Characters that the reason for a status may have.
    public static let longestReason = 500

    public var name: String?
    public var status: AppStatus?
    /// Why it has the status; kept only with a status.
    public var reason: String

    public init(name: String? = nil, status: AppStatus? = nil, reason: String = "") {
        self.name = name
        self.status = status
        self.reason = reason
    }

    /// - Throws: `InvalidRequestParameter`.
    func check() throws(Failure) {
        if let name { try App.check(name: name) }
        guard reason.count <= Self.longestReason, !reason.utf8.contains(0) else { throw ClientText.refusal("reason") }
    }
}

extension App {
    /// - Throws: `InvalidRequestParameter` for a name that is empty or too long.
    static func check(name: String) throws(Failure) {
        guard Limits.appNameCharacters.contains(name.count), !name.utf8.contains(0) else { throw ClientText.refusal("name") }
    }
}
