import HearthCore
import IM
import Web

extension Console {
    /// Acts in one page of the record.
    private static let auditPage = (standard: 50, most: 500)

    /// The record of administrative acts. Nobody changes it.
    var auditRoutes: [Route] {
        [
            admin(
                [.get], "/admin/audit",
                "Administrative acts, newest first; of one ?app_id=, of one ?act=; ?limit= and ?cursor= page through them"
            ) { [services] request async throws(Failure) in
                let fields = try request.parameters()
                let limit = Int(clamping: try fields.integerIfPresent("limit") ?? Int64(Self.auditPage.standard))
                guard (1...Self.auditPage.most).contains(limit) else { throw .invalidParameter("limit") }
                let records = try await services.auditing.records(
                    of: try fields.stringIfPresent("app_id").map { AppID($0) }, try fields.stringIfPresent("act"),
                    before: try fields.integerIfPresent("cursor"), limit: limit)
                let next = records.count == limit ? records.last.map { JSON.integer($0.id) } : nil
                return .data(.array(records.map(\.json)), ["cursor": next])
            }
        ]
    }
}

extension AuditRecord {
    /// As the admin API answers it. The time is milliseconds since 1970.
    public var json: JSON {
        .compact([
            "id": .integer(id),
            "at": .integer(at.milliseconds),
            "by": .string(entry.author.kind.word),
            "name": entry.author.name.isEmpty ? nil : .string(entry.author.name),
            "from": entry.address.isEmpty ? nil : .string(entry.address),
            "act": .string(entry.act),
            "app_id": entry.app.map { .string($0.rawValue) },
            "subject": entry.subject.isEmpty ? nil : .string(entry.subject),
            "before": entry.before.map(Self.value),
            "after": entry.after.map(Self.value),
        ])
    }

    private static func value(_ text: String) -> JSON { (try? JSON.parse(Array(text.utf8))) ?? .string(text) }
}
