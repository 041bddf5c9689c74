import Database
import HearthCore
import IM

extension OperationMark {
    /// A row of the outbox. What is known of it is its key, all but the body.
    static func callback(_ facts: CallbackFacts) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO callbacks (app, at, event, sender, target, message, others, body, next_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?2)
                """,
            many: """
                INSERT INTO callbacks (app, at, event, sender, target, message, others, body, next_at)
                SELECT app, at, event, sender, target, message, others, body, at
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[], ?7::bytea[], ?8::bytea[])
                    AS k (app, at, event, sender, target, message, others, body)
                """, keys: 8,
            parameters: [
                .integer(facts.app.rawValue), .integer(facts.at.milliseconds), .integer(facts.event.number), .integer(facts.from.rawValue),
                .integer(Int64(facts.target.peer?.wire ?? 0)), .integer(facts.message.rawValue),
                .blob(CallbackRow.others(facts.others)), .blob(facts.body),
            ])
    }
}

extension StoreContext {
    /// Writes down for an app, inside a unit of work, what happened to users of it, if it wants to hear of that.
    func note(
        _ event: CallbackEvent.UserEvent, of users: [UserID], in app: AppNumber, _ sql: any SQLConnection, _ text: String = ""
    ) throws(DatabaseError) {
        guard let callbacks, callbacks.wants(.user, app) else { return }
        let now = callbacks.now()
        for user in users {
            try sql.note(CallbackFacts(app: app, event: .user(event), at: now, from: user, body: Array(text.utf8)))
        }
    }
}

extension SQLConnection {
    /// Writes a row of the outbox.
    func note(_ facts: CallbackFacts) throws(DatabaseError) {
        let mark = OperationMark.callback(facts)
        try execute(mark.sql, mark.parameters)
    }
}
