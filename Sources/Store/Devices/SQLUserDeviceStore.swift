import Database
import HearthCore
import IM

/// A user's devices, as he looks at them and takes them away, in SQL.
public struct SQLUserDeviceStore: UserDeviceStore {
    private let context: StoreContext

    public init(_ context: StoreContext) { self.context = context }

    public func list(of account: Account) async throws(Failure) -> [ListedDevice] {
        try await context.reading { sql in
            try sql.all(
                "SELECT sn, platform, user_agent FROM devices WHERE app = ?1 AND user_id = ?2 ORDER BY sn",
                [.integer(account.app.rawValue), .integer(account.user.rawValue)]
            ) { row in
                ListedDevice(number: DeviceSN(Int32(clamping: row.int64(0))), platform: Int(row.int64(1)), userAgent: row.text(2))
            }
        }
    }

    public func remove(_ device: DeviceAddress, now: Instant) async throws(Failure) -> Bool {
        try await context.writing { sql in
            try sql.lock(.devices, device.account.user.rawValue)
            return try DeviceRemoval(sql, device.account, now).remove([device.device]) == 1
        }
    }

    public func end(_ logins: EndedLogins, of account: Account, now: Instant) async throws(Failure) -> Bool {
        try await context.writing { sql in
            try sql.lock(.devices, account.user.rawValue)
            let revocation = TokenRevocation(sql, account, now, logins.end)
            switch logins {
            case .device(let device):
                guard try Self.isThere(device, of: account, sql) else { return false }
                try revocation.of(device)
            case .others(let device, let tokenID):
                // Devices are numbered from 1 up.
                try revocation.others(than: device ?? DeviceSN(0), keeping: tokenID)
            case .all, .dropped: try revocation.all()
            }
            return true
        }
    }

    private static func isThere(_ device: DeviceSN, of account: Account, _ sql: any SQLConnection) throws -> Bool {
        try sql.first(
            "SELECT 1 FROM devices WHERE app = ?1 AND user_id = ?2 AND sn = ?3",
            [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(Int64(device.rawValue))]
        ) { _ in true } ?? false
    }
}
