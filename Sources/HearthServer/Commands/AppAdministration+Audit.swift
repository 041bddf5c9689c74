import Glibc
import HearthCore
import IM
import Web

extension AppAdministration {
    /// What a verb did without a server: its answer, and what is put on record of it.
    struct Done<Answer: Sendable>: Sendable {
        let answer: Answer
        /// Nil for what is about no app.
        let app: AppID?
        var subject = ""
        var before: Web.JSON?
        var after: Web.JSON?

        init(_ answer: Answer, app: AppID? = nil, subject: String = "", before: Web.JSON? = nil, after: Web.JSON? = nil) {
            self.answer = answer
            self.app = app
            self.subject = subject
            self.before = before
            self.after = after
        }
    }

    /// Administrative acts, newest first, as the admin API answers them.
    func audit(of app: String?, _ act: String?, limit: Int) async throws -> [Web.JSON] {
        switch self {
        case .running(let server):
            let query = [("app_id", app), ("act", act), ("limit", String(limit))].compactMap { name, value in
                value.map { "\(name)=\($0.percentEncoded)" }
            }
            return try await server.call(.GET, "/admin/audit?" + query.joined(separator: "&")).asArray ?? []
        case .stored(let stored):
            return try await stored.auditing.records(of: app.map { AppID($0) }, act, limit: limit).map(\.json)
        }
    }
}

extension AppAdministration.Stored {
    /// Does something and puts it on record, under the name of the system's user.
    /// - Parameter act: the verb.
    func recorded<Answer>(
        _ act: String, _ body: () async throws -> AppAdministration.Done<Answer>
    ) async throws -> Answer {
        let done = try await body()
        try await auditing.record(
            AuditEntry(
                author: AuditAuthor(.commandLine, SystemUser.name), address: "", act: act, app: done.app, subject: done.subject,
                before: done.before?.audited, after: done.after?.audited))
        return done.answer
    }
}

/// Who runs this process.
enum SystemUser {
    /// The name, or the number of a user without one.
    static var name: String {
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return String(getuid()) }
        return String(cString: name)
    }
}

extension String {
    /// For a value of a query.
    var percentEncoded: String {
        utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 0x80 && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            return isPlain ? String(Character(scalar)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
