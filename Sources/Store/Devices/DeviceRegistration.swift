import Database
import HearthCore
import IM

/// Makes room for a new device and registers it, inside a transaction.
struct DeviceRegistration {
    private let sql: any SQLConnection
    private let request: DeviceRequest
    private let app: SQLValue
    private let user: SQLValue

    init(_ sql: any SQLConnection, _ request: DeviceRequest) {
        self.sql = sql
        self.request = request
        app = .integer(request.account.app.rawValue)
        user = .integer(request.account.user.rawValue)
    }

    func run() throws -> AdmittedDevice {
        try sql.lock(.devices, request.account.user.rawValue)
        // Another server may have been faster.
        if let device = try SQLDeviceStore.known(sql, request) { return device }
        let evicted = try request.limit.evicted(from: try registered(), connected: request.connected)
        // The user's row before those of his tokens: who freezes him locks them in this order.
        let number = try nextNumber()
        if !evicted.isEmpty {
            try DeviceRemoval(sql, request.account, request.now).remove(evicted, keeping: request.tokenID)
        }
        try insert(number)
        return AdmittedDevice(number: DeviceSN(Int32(clamping: number)), isNew: true, evicted: evicted)
    }

    /// The user's devices of the platform.
    private func registered() throws -> [RegisteredDevice] {
        try sql.all(
            "SELECT sn, last_seen_at, last_login_at FROM devices WHERE app = ?1 AND user_id = ?2 AND platform = ?3",
            [app, user, .integer(Int64(request.claim.platform))]
        ) { row in
            RegisteredDevice(
                number: DeviceSN(Int32(clamping: row.int64(0))), lastSeen: Instant(milliseconds: row.int64(1)),
                lastLogin: Instant(milliseconds: row.int64(2)))
        }
    }

    /// The number after the highest one ever given: under the number of a device that is gone, a new one would take
    /// that one's messages for its own and never be given them.
    private func nextNumber() throws -> Int64 {
        let next = try sql.first(
            "UPDATE users SET last_device = last_device + 1 WHERE app = ?1 AND id = ?2 AND status <> 2 RETURNING last_device",
            [app, user]
        ) { $0.int64(0) }
        guard let next else { throw Failure(.userRemoved) }
        // Placeholders that clients make up begin near one thousand million and must match no real number.
        guard next <= 900_000_000 else { throw Failure(.serverCannotCreateDeviceSn) }
        return next
    }

    private func insert(_ number: Int64) throws {
        let claim = request.claim
        try sql.execute(
            """
            INSERT INTO devices (
                app, user_id, sn, guid, platform, user_agent, sdk_version, registered_at, last_login_at, last_seen_at
            ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)
            """,
            [
                app, user, .integer(number), .text(claim.guid), .integer(Int64(claim.platform)), .text(claim.userAgent),
                .text(claim.sdkVersion), .integer(number == 1 ? 0 : request.registeredAt.rawValue),
                .integer(request.now.milliseconds),
            ])
    }
}
