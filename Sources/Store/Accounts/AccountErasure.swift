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

    /// - Returns: what has become of his groups.
    /// - Throws: `UserNotExist`, `SeatLost`.
    func run(_ seat: NodeSeat.Taken?, _ tools: GroupTools) throws -> [GroupCommit] {
        try sql.lock(.devices, account.user.rawValue)
        try sql.lock(.rosters, account.user.rawValue)
        let others = try others()
        try UserRows(sql, account.app).hold(others + [account.user])
        try emptyProfile()
        try endLogins()
        try leaveRosters(of: others)
        try sql.execute("DELETE FROM pinned_conversations WHERE app = ?1 AND user_id = ?2", key)
        // The last: messages wait for what it locks.
        return try GroupDeparture(sql, account, seat, tools, now).run()
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
        try TokenRevocation(sql, account, now, .unnamed).all()
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
}
