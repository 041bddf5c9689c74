import Database
import HearthCore
import IM

/// Devices in SQL.
public struct SQLDeviceStore: DeviceStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func admit(
        _ account: Account, _ claim: DeviceClaim, tokenID: String, registeredAt: MessageID, now: Instant
    ) async throws(Failure) -> DeviceSN {
        try await context.writing { sql in
            let device =
                try Self.known(sql, account, claim, now) ?? Self.register(sql, account, claim, registeredAt, now)
            _ = try sql.execute(
                "UPDATE tokens SET device = ?3 WHERE app = ?1 AND id = ?2 AND device IS DISTINCT FROM ?3",
                [.integer(account.app.rawValue), .text(tokenID), .integer(Int64(device.rawValue))])
            return device
        }
    }

    private static func known(
        _ sql: any SQLConnection, _ account: Account, _ claim: DeviceClaim, _ now: Instant
    ) throws -> DeviceSN? {
        try sql.first(
            """
            UPDATE devices SET last_login_at = ?4, platform = ?5, user_agent = ?6, sdk_version = ?7
            WHERE app = ?1 AND user_id = ?2 AND guid = ?3 RETURNING sn
            """,
            [
                .integer(account.app.rawValue), .integer(account.user.rawValue), .text(claim.guid),
                .integer(now.milliseconds), .integer(Int64(claim.platform)), .text(claim.userAgent),
                .text(claim.sdkVersion),
            ]
        ) { DeviceSN(Int32(clamping: $0.int64(0))) }
    }

    private static func register(
        _ sql: any SQLConnection, _ account: Account, _ claim: DeviceClaim, _ registeredAt: MessageID, _ now: Instant
    ) throws -> DeviceSN {
        try sql.lock(.devices, account.user.rawValue)
        // Another server may have been faster.
        if let device = try known(sql, account, claim, now) { return device }
        let last = try sql.first(
            "SELECT max(sn) FROM devices WHERE app = ?1 AND user_id = ?2",
            [.integer(account.app.rawValue), .integer(account.user.rawValue)]
        ) { $0.optionalInt64(0) }
        let highest = (last ?? nil) ?? 0
        // Placeholders that clients make up begin near one thousand million and must match no real number.
        guard highest < 900_000_000 else { throw Failure(.serverCannotCreateDeviceSn) }
        _ = try sql.execute(
            """
            INSERT INTO devices (app, user_id, sn, guid, platform, user_agent, sdk_version, registered_at, last_login_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """,
            [
                .integer(account.app.rawValue), .integer(account.user.rawValue), .integer(highest + 1), .text(claim.guid),
                .integer(Int64(claim.platform)), .text(claim.userAgent), .text(claim.sdkVersion),
                .integer(highest == 0 ? 0 : registeredAt.rawValue), .integer(now.milliseconds),
            ])
        return DeviceSN(Int32(clamping: highest + 1))
    }
}
