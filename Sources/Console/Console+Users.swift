import HearthCore
import IM
import Web

extension Console {
    /// What an operator sees of a user, and whether he may log in.
    var userRoutes: [Route] {
        let path = "/admin/apps/{app_id}/users/{user_id}"
        return [
            admin([.get], path, "How an account stands: its status, the end of a ban, its devices") {
                [services] request async throws(Failure) in
                let account = try await services.account(in: request)
                let state = try await services.restrictions.state(of: account)
                let devices = try await services.devices.list(of: account)
                return .data(state.json(devices, online: services.hub.connected(account)))
            },
            act([.put], path + "/freeze", "Freezes a user: his logins end, and he may not log in") {
                [services] request async throws(Failure) in
                try await services.change(in: request) { account async throws(Failure) in
                    try await services.restrictions.freeze(account.app, [account.user])
                }
            },
            act([.delete], path + "/freeze", "Lets a frozen user log in again") { [services] request async throws(Failure) in
                try await services.change(in: request) { account async throws(Failure) in
                    try await services.restrictions.unfreeze(account.app, [account.user])
                }
            },
        ]
    }

    /// Users who may send nothing. The vendor's API has no call for it.
    var banRoutes: [Route] {
        let path = "/admin/apps/{app_id}/users/{user_id}/ban"
        return [
            act([.put], path, "Lets a user send nothing, for `minutes`; without them until the ban is taken back") {
                [services] request async throws(Failure) in
                let fields = try request.parameters()
                // An empty text would be a script's mistake, not a ban for ever.
                let minutes = try fields.value("minutes") == nil ? nil : try fields.integer("minutes")
                return try await services.change(in: request) { account async throws(Failure) in
                    try await services.restrictions.ban(account, minutes: minutes)
                }
            },
            act([.delete], path, "Takes the ban of a user back") { [services] request async throws(Failure) in
                try await services.change(in: request) { account async throws(Failure) in
                    try await services.restrictions.unban(account)
                }
            },
        ]
    }
}

extension ConsoleServices {
    fileprivate func account(in request: Request) async throws(Failure) -> Account {
        let entry = try await apps.find(AppID(try request.segment("app_id")))
        guard let number = Int64(try request.segment("user_id")) else { throw .invalidParameter("user_id") }
        return Account(app: entry.app.number, user: UserID(number))
    }

    /// Changes how an account stands.
    func change(
        in request: Request, _ change: @Sendable (Account) async throws(Failure) -> Void
    ) async throws(Failure) -> Act {
        let account = try await account(in: request)
        let before = try await restrictions.state(of: account)
        try await change(account)
        return Act(.data(true), before: before.audit, after: try await restrictions.state(of: account).audit)
    }
}

extension UserStatus {
    /// As the admin API says it.
    public var word: String {
        switch self {
        case .normal: "normal"
        case .frozen: "frozen"
        case .removed: "removed"
        }
    }
}

extension SendBan {
    /// Milliseconds since 1970, -1 for ever; nil without a ban.
    fileprivate var json: JSON? { self == .none ? nil : .integer(stored) }
}

extension AccountState {
    /// As the admin API answers it. Times are milliseconds since 1970.
    public func json(_ devices: [ListedDevice], online: Set<DeviceSN>) -> JSON {
        .compact([
            "user_id": .integer(user.rawValue),
            "username": .string(name),
            "status": .string(status.word),
            "banned_until": ban.json,
            "created_at": .integer(createdAt.milliseconds),
            "devices": .array(
                devices.map { device in
                    [
                        "device_sn": .integer(Int64(device.number.rawValue)), "platform": .integer(Int64(device.platform)),
                        "user_agent": .string(device.userAgent), "online": .bool(online.contains(device.number)),
                    ]
                }),
        ])
    }

    /// As the audit log keeps it.
    public var audit: JSON { .compact(["status": .string(status.word), "banned_until": ban.json]) }
}
