import Database
import HearthCore
import IM

/// A group, and somebody as it knows him: the first parameters of statements.
struct GroupKey {
    let app: AppNumber
    let group: GroupID

    /// App and group.
    var values: [SQLValue] { [.integer(app.rawValue), .integer(group.rawValue)] }

    func of(_ user: UserID) -> Person { Person(key: self, user: user) }

    struct Person {
        let key: GroupKey
        let user: UserID

        /// App, group and user.
        var values: [SQLValue] { key.values + [.integer(user.rawValue)] }
    }
}

// Who belongs to a group.
extension OperationMark {
    static func join(_ member: GroupMember, _ person: GroupKey.Person) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO group_members (app, group_id, user_id, role, display_name, mute_mode, push_mode, joined_at)
                VALUES (?1, ?2, ?3, ?4, CAST(?5 AS TEXT), ?6, ?7, ?8)
                """,
            many: """
                INSERT INTO group_members (app, group_id, user_id, role, display_name, mute_mode, push_mode, joined_at)
                SELECT app, group_id, user_id, role, convert_from(display_name, 'UTF8'), mute_mode, push_mode, joined_at
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bytea[], ?6::bigint[], ?7::bigint[],
                    ?8::bigint[]) AS k (app, group_id, user_id, role, display_name, mute_mode, push_mode, joined_at)
                """,
            parameters: person.values + [
                .integer(Int64(member.role.rawValue)), .blob(Array(member.displayName.utf8)),
                .integer(Int64(member.muteMode.rawValue)), .integer(Int64(member.pushMode.rawValue)),
                .integer(member.joinedAt.milliseconds),
            ])
    }

    /// His application and the invitations of him count as accepted.
    static func answered(_ person: GroupKey.Person, _ now: Instant) -> [OperationMark] {
        let parameters = person.values + [.integer(now.milliseconds)]
        return [
            OperationMark(
                sql: """
                    UPDATE group_applications SET status = 1, changed_at = ?4
                    WHERE app = ?1 AND group_id = ?2 AND applicant = ?3 AND status = 0
                    """,
                many: """
                    UPDATE group_applications a SET status = 1, changed_at = k.now
                    FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS k (app, group_id, user_id, now)
                    WHERE a.app = k.app AND a.group_id = k.group_id AND a.applicant = k.user_id AND a.status = 0
                    """, parameters: parameters),
            OperationMark(
                sql: """
                    UPDATE group_invitations SET status = 1, changed_at = ?4
                    WHERE app = ?1 AND invitee = ?3 AND group_id = ?2 AND status = 0
                    """,
                many: """
                    UPDATE group_invitations i SET status = 1, changed_at = k.now
                    FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS k (app, group_id, user_id, now)
                    WHERE i.app = k.app AND i.invitee = k.user_id AND i.group_id = k.group_id AND i.status = 0
                    """, parameters: parameters),
        ]
    }

    static func leave(_ person: GroupKey.Person) -> OperationMark {
        OperationMark(
            sql: "DELETE FROM group_members WHERE app = ?1 AND group_id = ?2 AND user_id = ?3",
            many: """
                DELETE FROM group_members m USING unnest(?1::bigint[], ?2::bigint[], ?3::bigint[]) AS k (app, group_id, user_id)
                WHERE m.app = k.app AND m.group_id = k.group_id AND m.user_id = k.user_id
                """, parameters: person.values)
    }

    static func role(_ role: GroupRole, _ person: GroupKey.Person) -> OperationMark {
        OperationMark(
            sql: "UPDATE group_members SET role = ?4 WHERE app = ?1 AND group_id = ?2 AND user_id = ?3",
            many: """
                UPDATE group_members m SET role = k.role
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS k (app, group_id, user_id, role)
                WHERE m.app = k.app AND m.group_id = k.group_id AND m.user_id = k.user_id
                """, parameters: person.values + [.integer(Int64(role.rawValue))])
    }

    static func displayName(_ name: String, _ person: GroupKey.Person) -> OperationMark {
        OperationMark(
            sql: "UPDATE group_members SET display_name = ?4 WHERE app = ?1 AND group_id = ?2 AND user_id = ?3",
            parameters: person.values + [.text(name)])
    }

    static func modes(_ mute: GroupMuteMode, _ push: GroupPushMode, _ person: GroupKey.Person) -> OperationMark {
        OperationMark(
            sql: "UPDATE group_members SET mute_mode = ?4, push_mode = ?5 WHERE app = ?1 AND group_id = ?2 AND user_id = ?3",
            parameters: person.values + [.integer(Int64(mute.rawValue)), .integer(Int64(push.rawValue))])
    }

    /// Who was blocked before keeps the time.
    static func person(_ person: GroupPerson, _ now: Instant, _ key: GroupKey.Person) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO group_people (app, group_id, user_id, kicks, blocked_at, banned_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                ON CONFLICT (app, group_id, user_id) DO UPDATE SET kicks = excluded.kicks, banned_until = excluded.banned_until,
                    blocked_at = CASE WHEN excluded.blocked_at > 0 AND group_people.blocked_at > 0 THEN group_people.blocked_at
                        ELSE excluded.blocked_at END
                """,
            many: """
                INSERT INTO group_people (app, group_id, user_id, kicks, blocked_at, banned_until)
                SELECT * FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[])
                ON CONFLICT (app, group_id, user_id) DO UPDATE SET kicks = excluded.kicks, banned_until = excluded.banned_until,
                    blocked_at = CASE WHEN excluded.blocked_at > 0 AND group_people.blocked_at > 0 THEN group_people.blocked_at
                        ELSE excluded.blocked_at END
                """,
            parameters: key.values + [
                .integer(Int64(person.kicks)), .integer(person.isBlocked ? now.milliseconds : 0), .integer(person.ban.stored),
            ])
    }

    static func forget(_ key: GroupKey.Person) -> OperationMark {
        OperationMark(
            sql: "DELETE FROM group_people WHERE app = ?1 AND group_id = ?2 AND user_id = ?3",
            many: """
                DELETE FROM group_people p USING unnest(?1::bigint[], ?2::bigint[], ?3::bigint[]) AS k (app, group_id, user_id)
                WHERE p.app = k.app AND p.group_id = k.group_id AND p.user_id = k.user_id
                """, parameters: key.values)
    }
}
