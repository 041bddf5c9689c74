import Database
import HearthCore
import IM

/// Writes when devices were connected last; an earlier time than the stored one changes nothing.
struct SeenWriter {
    private let seen: [DeviceAddress: Instant]

    init(_ seen: [DeviceAddress: Instant]) { self.seen = seen }

    /// - Returns: the devices that have no row.
    func write(_ sql: any SQLConnection) throws -> [DeviceAddress] {
        switch sql.dialect {
        case .sqlite: try oneByOne(sql)
        case .postgres: try together(sql)
        }
    }

    private func oneByOne(_ sql: any SQLConnection) throws -> [DeviceAddress] {
        try seen.compactMap { device, time in
            let changed = try sql.execute(
                """
                UPDATE devices SET last_seen_at = CASE WHEN last_seen_at < ?4 THEN ?4 ELSE last_seen_at END
                WHERE app = ?1 AND user_id = ?2 AND sn = ?3
                """, (device.key + [time.milliseconds]).map(SQLValue.integer))
            return changed == 0 ? device : nil
        }
    }

    private func together(_ sql: any SQLConnection) throws -> [DeviceAddress] {
        let rows = seen.map { $0.key.key + [$0.value.milliseconds] }
        let columns = (0..<4).map { column in SQLValue.integers(rows.map { $0[column] }) }
        // Rows are locked in the order of their key, so that two servers cannot wait for each other.
        let known = try sql.all(
            """
            WITH seen AS (
                SELECT * FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[]) AS s (app, user_id, sn, at)
            ), held AS (
                SELECT d.app, d.user_id, d.sn, s.at FROM devices d JOIN seen s USING (app, user_id, sn)
                ORDER BY d.app, d.user_id, d.sn FOR UPDATE OF d
            )
            UPDATE devices d SET last_seen_at = greatest(d.last_seen_at, h.at) FROM held h
            WHERE d.app = h.app AND d.user_id = h.user_id AND d.sn = h.sn RETURNING d.app, d.user_id, d.sn
            """, columns
        ) { [$0.int64(0), $0.int64(1), $0.int64(2)] }
        let found = Set(known)
        return seen.keys.filter { !found.contains($0.key) }
    }
}

extension DeviceAddress {
    /// App, user and number.
    fileprivate var key: [Int64] { [account.app.rawValue, account.user.rawValue, Int64(device.rawValue)] }
}
