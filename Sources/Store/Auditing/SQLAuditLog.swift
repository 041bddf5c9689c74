import Database
import HearthCore
import IM

/// The record of administrative acts in SQL. The table refuses changes by itself.
public struct SQLAuditLog: AuditLog {
    private let context: StoreContext
    private let ids: MessageIDs

    init(_ context: StoreContext, _ ids: MessageIDs) {
        self.context = context
        self.ids = ids
    }

    public func append(_ entry: AuditEntry, at now: Instant) async throws(Failure) {
        try await context.writing { [ids] sql in
            let values: [SQLValue] = [
                .integer(now.milliseconds), .integer(Int64(entry.author.kind.rawValue)), .text(entry.author.name),
                .text(entry.address), .text(entry.act), .text(entry.app?.rawValue ?? ""), .text(entry.subject),
                .optional(entry.before), .optional(entry.after),
            ]
            // An id of this node is nobody else's; only behind a clock that was set back it may have been given before.
            while try !Self.insert([.integer(try ids.next().rawValue)] + values, sql) {}
        }
    }

    private static func insert(_ values: [SQLValue], _ sql: any SQLConnection) throws -> Bool {
        try sql.execute(
            """
            INSERT INTO audit (id, at, author, author_name, address, act, app, subject, old_value, new_value)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING
            """, values) == 1
    }

    public func records(of app: AppID?, _ act: String?, before id: Int64, limit: Int) async throws(Failure) -> [AuditRecord] {
        let part: [SQLValue] = [.integer(id), .integer(Int64(limit))]
        return try await context.reading { sql in
            switch (app, act) {
            case (nil, nil): try sql.all(Self.all, part, Self.record)
            case (let app?, nil): try sql.all(Self.ofApp, part + [.text(app.rawValue)], Self.record)
            case (nil, let act?): try sql.all(Self.ofAct, part + [.text(act)], Self.record)
            case (let app?, let act?): try sql.all(Self.ofBoth, part + [.text(app.rawValue), .text(act)], Self.record)
            }
        }
    }

    private static let all: StaticString = """
        SELECT id, at, author, author_name, address, act, app, subject, old_value, new_value FROM audit
        WHERE id < ?1 ORDER BY id DESC LIMIT ?2
        """
    private static let ofApp: StaticString = """
        SELECT id, at, author, author_name, address, act, app, subject, old_value, new_value FROM audit
        WHERE app = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2
        """
    private static let ofAct: StaticString = """
        SELECT id, at, author, author_name, address, act, app, subject, old_value, new_value FROM audit
        WHERE act = ?3 AND id < ?1 ORDER BY id DESC LIMIT ?2
        """
    private static let ofBoth: StaticString = """
        SELECT id, at, author, author_name, address, act, app, subject, old_value, new_value FROM audit
        WHERE app = ?3 AND act = ?4 AND id < ?1 ORDER BY id DESC LIMIT ?2
        """

    private static func record(_ row: any Row) -> AuditRecord {
        let app = row.text(6)
        return AuditRecord(
            id: row.int64(0), at: Instant(milliseconds: row.int64(1)),
            entry: AuditEntry(
                author: AuditAuthor(AuditAuthor.Kind(rawValue: Int(row.int64(2))) ?? .adminAPI, row.text(3)), address: row.text(4),
                act: row.text(5), app: app.isEmpty ? nil : AppID(app), subject: row.text(7), before: row.optionalText(8),
                after: row.optionalText(9)))
    }
}
