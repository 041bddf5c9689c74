import Database
import HearthCore
import IM

/// Removes an account with what is its own, inside a transaction.
struct AccountErasure {
    private let sql: any SQLConnection
    private let account: Account
    private let now: Instant
    /// App and user.
    private let key: [SQLValue]

    init(_ sql: any SQLConnection, _ account: Account, _ now: Instant) {
        self.sql = sql
        self.account = account
        self.now = now
        key = [.integer(account.app.rawValue), .integer(account.user.rawValue)]
    }

    func run() throws {
        try sql.lock(.devices, account.user.rawValue)
        try sql.lock(.rosters, account.user.rawValue)
        try leaveUsers()
        try endLogins()
        try leaveRosters()
        try leaveGroups()
        try sql.execute("DELETE FROM pinned_conversations WHERE app = ?1 AND user_id = ?2", key)
    }

    /// Others keep their entry for him, and see that he is gone. All rows of users one by one in the order of their ids, his own
    /// among them: so two friends who are removed at once do not wait for each other.
    private func leaveUsers() throws {
        let owners = try sql.all(
            "SELECT owner FROM roster WHERE app = ?1 AND contact = ?2 ORDER BY owner", key
        ) { $0.int64(0) }
        for owner in owners where owner < account.user.rawValue { try appearGone(to: .integer(owner)) }
        try emptyProfile()
        for owner in owners where owner > account.user.rawValue { try appearGone(to: .integer(owner)) }
    }

    /// The row of the user first: whoever holds it may touch his roster.
    private func appearGone(to owner: SQLValue) throws {
        try sql.execute(
            """
            UPDATE users SET roster_version = CASE WHEN roster_version < ?3 THEN ?3 ELSE roster_version + 1 END
            WHERE app = ?1 AND id = ?2
            """, [key[0], owner, .integer(now.milliseconds)])
        try sql.execute("UPDATE roster SET relation = 1 WHERE app = ?1 AND owner = ?3 AND contact = ?2", key + [owner])
    }

    /// The row stays: id and name are never given again.
    private func emptyProfile() throws {
        let written = try sql.execute(
            """
            UPDATE users SET status = 2, removed_at = ?3, password_hash = '', nick_name = '', avatar = '', about = '',
                public_info = '', private_info = '', mobile = '', email = '', auth_mode = 0, auth_question = '',
                auth_answer = '', push_nick_name = ''
            WHERE app = ?1 AND id = ?2 AND status <> 2
            """, key + [.integer(now.milliseconds)])
        guard written == 1 else { throw Failure(.userNotExist) }
    }

    /// Devices first, then tokens: logins lock them in this order too. Nobody comes back to go on where cursors end.
    private func endLogins() throws {
        try sql.execute("DELETE FROM devices WHERE app = ?1 AND user_id = ?2", key)
        try TokenRevocation(sql, account, now).all()
        try sql.execute("DELETE FROM cursors WHERE app = ?1 AND user_id = ?2", key)
    }

    private func leaveRosters() throws {
        try sql.execute("DELETE FROM roster WHERE app = ?1 AND owner = ?2", key)
        try sql.execute("DELETE FROM roster_applications WHERE app = ?1 AND target = ?2", key)
        try sql.execute("DELETE FROM roster_applications WHERE app = ?1 AND applicant = ?2", key)
    }

    /// His own groups are destroyed, the others lose a member.
    private func leaveGroups() throws {
        let memberships = try sql.all(
            """
            SELECT m.group_id, g.owner FROM group_members m JOIN groups g ON g.app = m.app AND g.id = m.group_id
            WHERE m.app = ?1 AND m.user_id = ?2 ORDER BY m.group_id
            """, key
        ) { (group: SQLValue.integer($0.int64(0)), owner: $0.int64(1)) }
        for (group, owner) in memberships {
            if owner == account.user.rawValue { try destroy(group) } else { try leave(group) }
        }
    }

    private func destroy(_ group: SQLValue) throws {
        try sql.execute("UPDATE groups SET status = 1, member_count = 0 WHERE app = ?1 AND id = ?2", [key[0], group])
        try sql.execute("DELETE FROM group_members WHERE app = ?1 AND group_id = ?2", [key[0], group])
    }

    private func leave(_ group: SQLValue) throws {
        try sql.execute("UPDATE groups SET member_count = member_count - 1 WHERE app = ?1 AND id = ?2", [key[0], group])
        try sql.execute("DELETE FROM group_members WHERE app = ?1 AND group_id = ?3 AND user_id = ?2", key + [group])
    }
}
