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
        let others = try others()
        try UserRows(sql, account.app).hold(others + [account.user])
        try emptyProfile()
        try endLogins()
        try leaveRosters(of: others)
        try leaveGroups()
        try sql.execute("DELETE FROM pinned_conversations WHERE app = ?1 AND user_id = ?2", key)
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
        try CodeRevocation.all(sql, account.app, of: [account.user], now)
        try sql.execute("DELETE FROM cursors WHERE app = ?1 AND user_id = ?2", key)
    }

    /// Those in whose lists he is: who has an entry for him, and whom he wants for a friend.
    private func others() throws -> [UserID] {
        try sql.all(
            """
            SELECT owner FROM roster WHERE app = ?1 AND contact = ?2
            UNION SELECT target FROM roster_applications WHERE app = ?1 AND applicant = ?2
            """, key
        ) { UserID($0.int64(0)) }
    }

    /// Others keep their entry for him, and see that he is gone.
    private func leaveRosters(of others: [UserID]) throws {
        try sql.execute("UPDATE roster SET relation = 1 WHERE app = ?1 AND contact = ?2", key)
        try UserRows(sql, account.app).raiseRosterVersions(of: others, now)
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
