import HearthCore
import IM
import Web

extension Ratel {
    /// The devices of a user (rest.md section 4).
    static let devices: [Row] = [
        .user([.get], "/user/device/list", "The caller's devices", answer: .page(deviceSchema)) {
            services, caller async throws(Failure) in
            let devices = try await services.users.devices.list(of: caller.account)
            return .data(.array(devices.map { $0.json(of: caller.account.user) }))
        },
        .user(
            .remove, "/user/device/remove", "Removes a device: its login ends, and it comes back as a new one",
            Field.device().inQuery, answer: .done
        ) { services, caller, device async throws(Failure) in
            try await services.users.devices.remove(DeviceAddress(account: caller.account, device: device))
            return .data(true)
        },
        .user(
            .write, "/user/kick", "Ends the login of a device, or of all others; an admin token without a number ends all",
            Field.device().inQuery.optional, answer: .done
        ) { services, caller, device async throws(Failure) in
            let devices = services.users.devices
            if let device {
                try await devices.kick(DeviceAddress(account: caller.account, device: device))
            } else if caller.isAdmin {
                try await devices.kickAll(of: caller.account)
            } else {
                try await devices.kickOthers(of: caller.account, than: caller.device, tokenID: caller.tokenID)
            }
            return .data(true)
        },
        .user(
            [.get], "/user/online_status", "Whether a device of the user is connected",
            answer: .data([Schema.Property("online", .boolean)])
        ) { services, caller async throws(Failure) in
            .data(["online": .bool(services.users.devices.isOnline(caller.account))])
        },
    ]

    private static let deviceSchema = Schema.object([
        Schema.Property("device_sn", .integer()),
        Schema.Property("platform", .integer(0...6), "1 iOS, 2 Android, 3 Windows, 4 macOS, 5 Linux, 6 web, 0 another."),
        Schema.Property("user_agent", .text()), Schema.Property("user_id", .integer()),
    ])
}

extension Field where Value == DeviceSN {
    fileprivate static func device() -> Field {
        Field<Int64>.integer("device_sn").map { Int32(exactly: $0).map { DeviceSN($0) } }
    }
}

extension ListedDevice {
    fileprivate func json(of user: UserID) -> JSON {
        [
            "device_sn": .integer(Int64(number.rawValue)), "platform": .integer(Int64(platform)),
            "user_agent": .string(userAgent), "user_id": .integer(user.rawValue),
        ]
    }
}
