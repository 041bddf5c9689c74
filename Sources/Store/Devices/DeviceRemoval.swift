import Database
import HearthCore

/// Takes devices of a user away with their tokens and cursors, inside a transaction that holds the lock of his devices.
struct DeviceRemoval {
    private let sql: any SQLConnection
    private let account: Account
    private let now: Instant

    init(_ sql: any SQLConnection, _ account: Account, _ now: Instant) {
        self.sql = sql
        self.account = account
        self.now = now
    }

    /// Rows of devices first, then of tokens: logins lock them in this order too.
    /// Where a device was not there, nothing is done: device 0 is none, and its cursors are the user's own.
    /// - Parameter kept: the id of a token that lives on.
    /// - Returns: how many of them were there.
    @discardableResult
    func remove(_ devices: [DeviceSN], keeping kept: String? = nil) throws -> Int {
        let removed = try devices.filter { device in
            try sql.execute("DELETE FROM devices WHERE app = ?1 AND user_id = ?2 AND sn = ?3", key(device)) == 1
        }
        for device in removed {
            try TokenRevocation(sql, account, now, .otherDevice).of(device, keeping: kept)
            try removeCursors(of: device)
        }
        return removed.count
    }

    /// A device without a cursor of its own begins where the user had confirmed. That must outlive the device that
    /// confirmed it, or the next one reads everything from the beginning: device 0 stands for all that are gone.
    private func removeCursors(of device: DeviceSN) throws {
        try sql.execute(
            """
            INSERT INTO cursors (app, user_id, conversation, device, message, confirmed_at)
            SELECT app, user_id, conversation, 0, message, confirmed_at FROM cursors
            WHERE app = ?1 AND user_id = ?2 AND device = ?3
            ON CONFLICT (app, user_id, conversation, device)
            DO UPDATE SET message = excluded.message, confirmed_at = excluded.confirmed_at
                WHERE excluded.message > cursors.message
            """, key(device))
        try sql.execute("DELETE FROM cursors WHERE app = ?1 AND user_id = ?2 AND device = ?3", key(device))
    }

    private func key(_ device: DeviceSN) -> [SQLValue] {
        [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(Int64(device.rawValue))]
    }
}
