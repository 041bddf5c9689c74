import Database
import HearthCore
import IM

// A group itself, and who wants to come in.
extension OperationMark {
    /// What follows from a change. Whoever writes it holds the group: nothing of it is lost.
    static func state(_ group: GroupRecord, _ versions: GroupVersions, _ key: GroupKey) -> OperationMark {
        OperationMark(
            sql: """
                UPDATE groups SET owner = ?3, status = ?4, member_count = ?5, updated_at = ?6, members_version = ?7,
                    audience_version = ?8, bans_version = ?9, blocks_version = ?10, applications_version = ?11
                WHERE app = ?1 AND id = ?2
                """,
            many: """
                UPDATE groups g SET owner = k.owner, status = k.status, member_count = k.count, updated_at = k.updated_at,
                    members_version = k.members, audience_version = k.audience, bans_version = k.bans, blocks_version = k.blocks,
                    applications_version = k.applications
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[], ?7::bigint[],
                    ?8::bigint[], ?9::bigint[], ?10::bigint[], ?11::bigint[])
                    AS k (app, id, owner, status, count, updated_at, members, audience, bans, blocks, applications)
                WHERE g.app = k.app AND g.id = k.id
                """, keys: 2,
            parameters: key.values + [
                .integer(group.owner.rawValue), .bool(group.isDestroyed), .integer(Int64(group.count)),
                .integer(group.updatedAt.milliseconds), .integer(versions.members), .integer(versions.audience),
                .integer(versions.bans), .integer(versions.blocks), .integer(versions.applications),
            ])
    }

    static func info(_ info: GroupInfo, _ key: GroupKey) -> OperationMark {
        OperationMark(
            sql: """
                UPDATE groups SET name = ?3, avatar = ?4, description = ?5, ext = ?6, member_invite = ?7, member_modify = ?8,
                    read_ack = ?9, history_visible = ?10, hide_member_info = ?11, apply_approval = ?12, ban_until = ?13
                WHERE app = ?1 AND id = ?2
                """, keys: 2,
            parameters: key.values + [
                .text(info.name), .text(info.avatar), .text(info.description), .text(info.ext), .bool(info.memberInvite),
                .bool(info.memberModify), .bool(info.readAck), .bool(info.historyVisible), .bool(info.hideMemberInfo),
                .integer(Int64(info.applyApproval.rawValue)), .integer(info.ban.stored),
            ])
    }

    static func invitation(_ invitation: GroupInvitation, _ key: GroupKey) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO group_invitations (app, group_id, invitee, inviter, reason, status, changed_at, expires_at)
                VALUES (?1, ?2, ?3, ?4, CAST(?5 AS TEXT), ?6, ?7, ?8)
                ON CONFLICT (app, invitee, group_id, inviter) DO UPDATE SET reason = excluded.reason, status = excluded.status,
                    changed_at = excluded.changed_at, expires_at = excluded.expires_at
                """,
            many: """
                INSERT INTO group_invitations (app, group_id, invitee, inviter, reason, status, changed_at, expires_at)
                SELECT app, group_id, invitee, inviter, convert_from(reason, 'UTF8'), status, changed_at, expires_at
                FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bytea[], ?6::bigint[], ?7::bigint[],
                    ?8::bigint[]) AS k (app, group_id, invitee, inviter, reason, status, changed_at, expires_at)
                ON CONFLICT (app, invitee, group_id, inviter) DO UPDATE SET reason = excluded.reason, status = excluded.status,
                    changed_at = excluded.changed_at, expires_at = excluded.expires_at
                """, keys: 4,
            parameters: key.values + [
                .integer(invitation.invitee.rawValue), .integer(invitation.inviter.rawValue), .blob(Array(invitation.reason.utf8)),
                .integer(Int64(invitation.status.rawValue)), .integer(invitation.changedAt.milliseconds),
                .integer(invitation.expiresAt.milliseconds),
            ])
    }

    static func application(_ application: GroupApplication, _ key: GroupKey) -> OperationMark {
        OperationMark(
            sql: """
                INSERT INTO group_applications (app, group_id, applicant, reason, status, changed_at, expires_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                ON CONFLICT (app, group_id, applicant) DO UPDATE SET reason = excluded.reason, status = excluded.status,
                    changed_at = excluded.changed_at, expires_at = excluded.expires_at
                """,
            parameters: key.values + [
                .integer(application.applicant.rawValue), .text(application.reason), .integer(Int64(application.status.rawValue)),
                .integer(application.changedAt.milliseconds), .integer(application.expiresAt.milliseconds),
            ])
    }

    /// Nobody is in it, and nothing is open any more. What was said stays, for those who read it.
    static func destroy(_ key: GroupKey) -> [OperationMark] {
        let statements: [(StaticString, StaticString)] = [
            (
                "DELETE FROM group_members WHERE app = ?1 AND group_id = ?2",
                """
                DELETE FROM group_members t USING unnest(?1::bigint[], ?2::bigint[]) AS k (app, group_id)
                WHERE t.app = k.app AND t.group_id = k.group_id
                """
            ),
            (
                "DELETE FROM group_people WHERE app = ?1 AND group_id = ?2",
                """
                DELETE FROM group_people t USING unnest(?1::bigint[], ?2::bigint[]) AS k (app, group_id)
                WHERE t.app = k.app AND t.group_id = k.group_id
                """
            ),
            (
                // Otherwise SQLite goes through all of the app.
                """
                DELETE FROM group_invitations WHERE app = ?1 AND group_id = ?2 AND status = 0
                AND invitee IN (SELECT invitee FROM group_invitations WHERE app = ?1 AND group_id = ?2)
                """,
                """
                DELETE FROM group_invitations t USING unnest(?1::bigint[], ?2::bigint[]) AS k (app, group_id)
                WHERE t.app = k.app AND t.group_id = k.group_id AND t.status = 0
                """
            ),
            (
                "DELETE FROM group_applications WHERE app = ?1 AND group_id = ?2 AND status = 0",
                """
                DELETE FROM group_applications t USING unnest(?1::bigint[], ?2::bigint[]) AS k (app, group_id)
                WHERE t.app = k.app AND t.group_id = k.group_id AND t.status = 0
                """
            ),
            (
                "DELETE FROM group_announcements WHERE app = ?1 AND group_id = ?2",
                """
                DELETE FROM group_announcements t USING unnest(?1::bigint[], ?2::bigint[]) AS k (app, group_id)
                WHERE t.app = k.app AND t.group_id = k.group_id
                """
            ),
            (
                "DELETE FROM group_files WHERE app = ?1 AND group_id = ?2",
                """
                DELETE FROM group_files t USING unnest(?1::bigint[], ?2::bigint[]) AS k (app, group_id)
                WHERE t.app = k.app AND t.group_id = k.group_id
                """
            ),
        ]
        return statements.map { OperationMark(sql: $0.0, many: $0.1, keys: 2, parameters: key.values) }
    }
}
