import Database
import HearthCore
import IM

/// Somebody's place in the conversation of a group.
struct GroupPlace {
    private let person: GroupKey.Person
    private let conversation: ConversationID

    init(_ person: GroupKey.Person, _ conversation: ConversationID) {
        self.person = person
        self.conversation = conversation
    }

    /// App, user and peer.
    var key: [SQLValue] {
        [.integer(person.key.app.rawValue), .integer(person.user.rawValue), .integer(person.key.group.rawValue)]
    }

    var keyAndConversation: [SQLValue] { key + [.integer(conversation.rawValue)] }
}

// Which items of a group's conversation are whose.
extension OperationMark {
    /// He comes in: everything after `id` is his. Who was there before keeps what was his then.
    static func come(after id: MessageID, _ place: GroupPlace) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO participants (app, user_id, peer, conversation, joined) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (app, user_id, peer) DO UPDATE SET until = 0, returned = excluded.joined
                """,
            many: """
                INSERT INTO participants (app, user_id, peer, conversation, joined)
                SELECT * FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[])
                ON CONFLICT (app, user_id, peer) DO UPDATE SET until = 0, returned = excluded.joined
                """, parameters: place.keyAndConversation + [.integer(id.rawValue)])
    }

    /// The same in a chatroom, where nothing from before is anybody's.
    static func comeAgain(after id: MessageID, _ place: GroupPlace) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO participants (app, user_id, peer, conversation, joined) VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (app, user_id, peer) DO UPDATE SET until = 0, joined = excluded.joined
                """,
            many: """
                INSERT INTO participants (app, user_id, peer, conversation, joined)
                SELECT * FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[])
                ON CONFLICT (app, user_id, peer) DO UPDATE SET until = 0, joined = excluded.joined
                """, parameters: place.keyAndConversation + [.integer(id.rawValue)])
    }

    /// Before he comes back: what was said meanwhile is not his, if anything was.
    static func absence(upTo id: MessageID, _ place: GroupPlace) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO absences (app, user_id, conversation, since, upto)
                SELECT app, user_id, conversation, until, CAST(?4 AS BIGINT) FROM participants
                WHERE app = ?1 AND user_id = ?2 AND peer = ?3 AND until > 0 AND until < ?4
                ON CONFLICT (app, user_id, conversation, since) DO UPDATE SET upto = excluded.upto
                """,
            many: """
                INSERT INTO absences (app, user_id, conversation, since, upto)
                SELECT k.app, k.user_id, p.conversation, p.until, k.upto
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS k (app, user_id, peer, upto)
                CROSS JOIN LATERAL (
                    SELECT conversation, until FROM participants
                    WHERE app = k.app AND user_id = k.user_id AND peer = k.peer AND until > 0 AND until < k.upto LIMIT 1) p
                ON CONFLICT (app, user_id, conversation, since) DO UPDATE SET upto = excluded.upto
                """, parameters: place.key + [.integer(id.rawValue)])
    }

    /// He goes out: `id` is the last that is his.
    static func go(after id: MessageID, _ place: GroupPlace) -> OperationMark {
        OperationMark(
            sql: "UPDATE participants SET until = ?4 WHERE app = ?1 AND user_id = ?2 AND peer = ?3",
            many: """
                UPDATE participants p SET until = k.id
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS k (app, user_id, peer, id)
                WHERE p.app = k.app AND p.user_id = k.user_id AND p.peer = k.peer
                """, parameters: place.key + [.integer(id.rawValue)])
    }

    /// All who are still in it go out.
    static func allGo(after id: MessageID, _ conversation: ConversationID, _ key: GroupKey) -> OperationMark {
        OperationMark(
            // By the whole key: SQLite would go through all of the app else.
            sql: """
                UPDATE participants SET until = ?4 WHERE app = ?1 AND peer = ?2 AND until = 0
                AND user_id IN (SELECT user_id FROM participants WHERE app = ?1 AND conversation = ?3)
                """,
            many: """
                UPDATE participants p SET until = k.id
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS k (app, peer, conversation, id)
                WHERE p.app = k.app AND p.conversation = k.conversation AND p.peer = k.peer AND p.until = 0
                """, parameters: key.values + [.integer(conversation.rawValue), .integer(id.rawValue)])
    }
}
