import HearthCore

/// Who did something as an administrator.
public struct AuditAuthor: Sendable, Equatable {
    /// By which door. Raw values are in the store; words are those of the admin API.
    public enum Kind: Int, Sendable, CaseIterable {
        case adminAPI = 1
        /// Without a running server; beside one it calls the admin API.
        case commandLine = 2
        /// An application's own server.
        case adminToken = 3

        public var word: String {
            switch self {
            case .adminAPI: "admin_api"
            case .commandLine: "command_line"
            case .adminToken: "admin_token"
            }
        }
    }

    public let kind: Kind
    /// What the caller of the admin API says it is, the name of a system user, or the id of an admin token: never its text.
    public let name: String

    public init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = AuditEntry.storable(name, 64)
    }
}

/// One administrative act, done.
public struct AuditEntry: Sendable, Equatable {
    public let author: AuditAuthor
    /// Where the call came from; empty for the command line.
    public let address: String
    /// What was done, `PATCH /admin/apps/{app_id}` or `hearth app freeze` for example.
    public let act: String
    /// Nil where it is about no app.
    public let app: AppID?
    /// What of the app: `user_id=12`, for example; may be empty.
    public let subject: String
    /// JSON text without secrets, of at most `Limits.auditedBytes`; nil where there is nothing to tell.
    public let before: String?
    /// As `before`.
    public let after: String?

    public init(
        author: AuditAuthor, address: String, act: String, app: AppID?, subject: String = "", before: String? = nil, after: String? = nil
    ) {
        self.author = author
        self.address = Self.storable(address, 64)
        self.act = Self.storable(act, 128)
        // Whoever calls may write anything for an app.
        self.app = app.flatMap { $0.isPossible ? $0 : nil }
        self.subject = Self.storable(subject, 256)
        self.before = before
        self.after = after
    }

    /// Of bounded length, and without what would be another line for who reads it, or a command for his terminal.
    fileprivate static func storable(_ text: String, _ characters: Int) -> String {
        let text = text.unicodeScalars.prefix(characters).map { isPlain($0) ? $0 : " " }
        return String(String.UnicodeScalarView(text))
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}

/// An act on record.
public struct AuditRecord: Sendable, Equatable {
    /// Grows with time, on every server of the database.
    public let id: Int64
    public let at: Instant
    public let entry: AuditEntry

    public init(id: Int64, at: Instant, entry: AuditEntry) {
        self.id = id
        self.at = at
        self.entry = entry
    }
}
