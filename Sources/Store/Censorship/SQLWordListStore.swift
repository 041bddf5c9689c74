import Database
import HearthCore
import IM

/// Word lists in SQL: a row for each version, and one that says which version holds.
public struct SQLWordListStore: WordListStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func heads() async throws(Failure) -> [WordListHead] {
        try await context.reading { sql in
            try sql.all("SELECT app, list, version FROM word_list_heads WHERE is_removed = 0") { row in
                WordListName(row.text(1)).map { WordListHead(app: AppNumber(row.int64(0)), list: $0, version: row.int64(2)) }
            }.compactMap { $0 }
        }
    }

    public func lists(of app: AppNumber) async throws(Failure) -> [WordListVersion] {
        let lists = try await context.reading { sql in
            try sql.all(
                """
                SELECT v.list, v.version, v.at, v.author, v.note, v.count, v.added, v.removed, v.rules IS NOT NULL
                FROM word_list_heads JOIN word_lists v ON v.app = word_list_heads.app AND v.list = word_list_heads.list
                    AND v.version = word_list_heads.version
                WHERE word_list_heads.app = ?1 AND word_list_heads.is_removed = 0
                """, [.integer(app.rawValue)], Self.version
            ).compactMap { $0 }
        }
        // Here, as databases order texts in different ways.
        return lists.sorted { $0.list < $1.list }
    }

    public func versions(
        of list: WordListName, in app: AppNumber, before: Int64, limit: Int
    ) async throws(Failure) -> [WordListVersion] {
        try await context.reading { sql in
            try sql.all(
                """
                SELECT list, version, at, author, note, count, added, removed, rules IS NOT NULL FROM word_lists
                WHERE app = ?1 AND list = ?2 AND version < ?3 ORDER BY version DESC LIMIT ?4
                """, Self.key(list, app) + [.integer(before), .integer(Int64(limit))], Self.version
            ).compactMap { $0 }
        }
    }

    public func last(of list: WordListName, in app: AppNumber) async throws(Failure) -> Int64 {
        try await context.reading { sql in
            try sql.first("SELECT version FROM word_list_heads WHERE app = ?1 AND list = ?2", Self.key(list, app)) { $0.int64(0) } ?? 0
        }
    }

    public func rules(of list: WordListName, in app: AppNumber, version: Int64?) async throws(Failure) -> StoredWordList? {
        try await context.reading { sql in
            let number =
                try version
                ?? sql.first(
                    "SELECT version FROM word_list_heads WHERE app = ?1 AND list = ?2 AND is_removed = 0", Self.key(list, app)
                ) { $0.int64(0) }
            guard let number else { return nil }
            return try sql.first(
                "SELECT rules FROM word_lists WHERE app = ?1 AND list = ?2 AND version = ?3 AND rules IS NOT NULL",
                Self.key(list, app) + [.integer(number)]
            ) { StoredWordList(version: number, text: WordListText($0.blob(0))) }
        }
    }

    public func write(_ rules: WordListText, as version: WordListVersion, in app: AppNumber) async throws(Failure) -> Bool {
        try await context.writing { sql in
            let key = Self.key(version.list, app)
            let number = SQLValue.integer(version.number)
            // First of all: until the commit, others who change this list wait here.
            let isNext = try sql.execute(
                """
                INSERT INTO word_list_heads (app, list, version, is_removed) VALUES (?1, ?2, ?3, 0)
                ON CONFLICT (app, list) DO UPDATE SET version = excluded.version, is_removed = 0
                WHERE word_list_heads.version = excluded.version - 1
                """, key + [number])
            guard isNext == 1 else { return false }
            try sql.execute(
                """
                INSERT INTO word_lists (app, list, version, at, author, note, count, added, removed, rules)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                """,
                key + [
                    number, .integer(version.at.milliseconds), .text(version.author), .text(version.note),
                    .integer(Int64(version.count)), .integer(Int64(version.added)), .integer(Int64(version.removed)), .blob(rules.bytes),
                ])
            try sql.execute(
                "UPDATE word_lists SET rules = NULL WHERE app = ?1 AND list = ?2 AND version <= ?3 AND rules IS NOT NULL",
                key + [.integer(version.number - Int64(Limits.wordListVersions))])
            return true
        }
    }

    public func remove(_ list: WordListName, in app: AppNumber) async throws(Failure) -> Bool {
        try await context.writing { sql in
            let key = Self.key(list, app)
            let removed = try sql.execute(
                "UPDATE word_list_heads SET is_removed = 1, version = version + 1 WHERE app = ?1 AND list = ?2 AND is_removed = 0", key)
            try sql.execute("DELETE FROM word_lists WHERE app = ?1 AND list = ?2", key)
            return removed == 1
        }
    }

    private static func key(_ list: WordListName, _ app: AppNumber) -> [SQLValue] { [.integer(app.rawValue), .text(list.rawValue)] }

    /// Nil for a name that this version does not know as one.
    private static func version(_ row: any Row) -> WordListVersion? {
        WordListName(row.text(0)).map { list in
            WordListVersion(
                list: list, number: row.int64(1), at: Instant(milliseconds: row.int64(2)), author: row.text(3), note: row.text(4),
                count: Int(row.int64(5)), added: Int(row.int64(6)), removed: Int(row.int64(7)), isKept: row.bool(8))
        }
    }
}
