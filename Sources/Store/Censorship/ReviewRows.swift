import Censorship
import Database
import HearthCore
import IM

/// Reviews as the rows of their table have them.
enum ReviewRows {
    /// What a new row is made of, in the order of `insert`.
    static func values(_ review: Review) -> [SQLValue] {
        let subject = review.subject
        var user: Int64?
        var group: Int64?
        switch subject.target {
        case .user(let id): user = id.rawValue
        case .group(let id): group = id.rawValue
        case .unnamed: break
        }
        return [
            .integer(review.author.app.rawValue), .integer(review.id), .integer(review.at.milliseconds),
            .integer(review.author.user.rawValue), .integer(Int64(subject.kind.rawValue)), .text(subject.field), .optional(user),
            .optional(group), .integer(subject.message.rawValue), .blob(Array(review.text.utf8)), .blob(hits(review.hits)),
        ]
    }

    /// An id that was given before (behind a clock that was set back) must not hold up the message it comes with.
    static let insert: StaticString = """
        INSERT INTO reviews (app, id, at, author, kind, field, target_user, target_group, message, text, hits)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (app, id) DO NOTHING
        """

    // The same columns each time, as `review` reads them.

    static let one: StaticString = """
        SELECT app, id, at, author, kind, field, target_user, target_group, message, text, hits, verdict, is_banned, decided_at, decided_by,
            decision_note FROM reviews WHERE app = ?1 AND id = ?2
        """
    static let all: StaticString = """
        SELECT app, id, at, author, kind, field, target_user, target_group, message, text, hits, verdict, is_banned, decided_at, decided_by,
            decision_note FROM reviews WHERE app = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3
        """
    static let open: StaticString = """
        SELECT app, id, at, author, kind, field, target_user, target_group, message, text, hits, verdict, is_banned, decided_at, decided_by,
            decision_note FROM reviews WHERE app = ?1 AND id < ?2 AND verdict = 0 ORDER BY id DESC LIMIT ?3
        """
    static let decided: StaticString = """
        SELECT app, id, at, author, kind, field, target_user, target_group, message, text, hits, verdict, is_banned, decided_at, decided_by,
            decision_note FROM reviews WHERE app = ?1 AND id < ?2 AND verdict <> 0 ORDER BY id DESC LIMIT ?3
        """
    /// Of one author; ?5 is 1 for open ones, 0 for the others, -1 for all.
    static let ofAuthor: StaticString = """
        SELECT app, id, at, author, kind, field, target_user, target_group, message, text, hits, verdict, is_banned, decided_at, decided_by,
            decision_note FROM reviews
        WHERE app = ?1 AND author = ?4 AND id < ?2 AND (?5 < 0 OR CASE WHEN verdict = 0 THEN 1 ELSE 0 END = ?5)
        ORDER BY id DESC LIMIT ?3
        """

    static func review(_ row: any Row) -> Review {
        let target: MessageTarget =
            row.optionalInt64(6).map { .user(UserID($0)) } ?? row.optionalInt64(7).map { .group(GroupID($0)) } ?? .unnamed
        let decision = Review.Verdict(rawValue: Int(row.int64(11))).map { verdict in
            Review.Decision(
                verdict, isBanned: row.bool(12), at: Instant(milliseconds: row.int64(13)), by: row.text(14), note: row.text(15))
        }
        return Review(
            id: row.int64(1), at: Instant(milliseconds: row.int64(2)),
            author: Account(app: AppNumber(row.int64(0)), user: UserID(row.int64(3))),
            subject: Review.Subject(
                Review.Kind(rawValue: Int(row.int64(4))) ?? .message, field: row.text(5), target: target,
                message: MessageID(row.int64(8))),
            text: row.text(9), hits: hits(row.blob(10)), decision: decision)
    }

    private static func hits(_ hits: [WordHit]) -> [UInt8] {
        Array(
            hits.map { hit in
                TabbedText.line([hit.list.rawValue, hit.rule.action.rawValue, hit.rule.kind.rawValue, hit.rule.text, hit.found])
            }.joined(separator: [UInt8(ascii: "\n")]))
    }

    /// A line that this version does not know is left out: the text is there to be looked at all the same.
    private static func hits(_ bytes: [UInt8]) -> [WordHit] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let parts = TabbedText.parts(line), parts.count == 5, let list = WordListName(parts[0]),
                let action = WordAction(rawValue: parts[1]), let kind = WordKind(rawValue: parts[2])
            else { return nil }
            return WordHit(list: list, rule: WordRule(parts[3], kind, action), found: parts[4])
        }
    }
}

extension OperationMark {
    /// A review that comes with its message, in one transaction.
    static func review(_ review: Review) -> OperationMark {
        OperationMark(sql: ReviewRows.insert, keys: 2, parameters: ReviewRows.values(review))
    }
}
