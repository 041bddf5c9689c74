import Database
import HearthCore
import IM

/// Devices in SQL.
public struct SQLDeviceStore: DeviceStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func admit(_ request: DeviceRequest) async throws(Failure) -> AdmittedDevice {
        try await context.writing { sql in
            let device = try Self.known(sql, request) ?? DeviceRegistration(sql, request).run()
            try Self.checkToken(sql, request)
            _ = try sql.execute(
                "UPDATE tokens SET device = ?3 WHERE app = ?1 AND id = ?2 AND device IS DISTINCT FROM ?3",
                [
                    .integer(request.account.app.rawValue), .text(request.tokenID), .integer(Int64(device.number.rawValue)),
                ])
            return device
        }
    }

    public func noteSeen(_ seen: [DeviceAddress: Instant]) async throws(Failure) -> [DeviceAddress] {
        try await context.writing { sql in try SeenWriter(seen).write(sql) }
    }

    /// The token may have been revoked since it was checked, together with the device that was its own.
    private static func checkToken(_ sql: any SQLConnection, _ request: DeviceRequest) throws {
        let end = try sql.first(
            "SELECT revoked_at, ended_by FROM tokens WHERE app = ?1 AND id = ?2",
            [.integer(request.account.app.rawValue), .text(request.tokenID)]
        ) { $0.isNull(0) ? nil : TokenEnd(rawValue: Int($0.int64(1))) ?? .unnamed }
        if let end = end ?? nil { throw Failure([.unnamed, .clusterChanged].contains(end) ? .invalidToken : end.failure) }
    }

    /// The device that has this guid. Notes the login.
    static func known(_ sql: any SQLConnection, _ request: DeviceRequest) throws -> AdmittedDevice? {
        let claim = request.claim
        return try sql.first(
            """
            UPDATE devices SET last_login_at = ?4, last_seen_at = ?4, platform = ?5, user_agent = ?6, sdk_version = ?7
            WHERE app = ?1 AND user_id = ?2 AND guid = ?3 RETURNING sn
            """,
            [
                .integer(request.account.app.rawValue), .integer(request.account.user.rawValue), .text(claim.guid),
                .integer(request.now.milliseconds), .integer(Int64(claim.platform)), .text(claim.userAgent),
                .text(claim.sdkVersion),
            ]
        ) { AdmittedDevice(number: DeviceSN(Int32(clamping: $0.int64(0)))) }
    }
}
