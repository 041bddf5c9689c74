import Console
import HearthCore
import IM
import Web

extension AppAdministration {
    /// What an operator decides of a user.
    enum UserAct: Sendable {
        case freeze
        case unfreeze
        /// For so many minutes; nil until it is taken back.
        case ban(minutes: Int64?)
        case unban
    }

    /// How a user stands, as the admin API answers it.
    func user(_ user: Int64, of id: String) async throws -> Web.JSON {
        let app = try await app(id)
        switch self {
        case .running(let server): return try await server.call(.GET, Self.path(app, user))
        case .stored(let stored):
            let account = Account(app: try await stored.apps.find(AppID(app.id)).app.number, user: UserID(user))
            let state = try await stored.restrictions.state(of: account)
            return state.json(try await stored.devices.list(of: account), online: [])
        }
    }

    func carryOut(_ act: UserAct, on user: Int64, of id: String) async throws {
        let app = try await app(id)
        switch self {
        case .running(let server): try await Self.call(server, act, Self.path(app, user))
        case .stored(let stored):
            let account = Account(app: try await stored.apps.find(AppID(app.id)).app.number, user: UserID(user))
            try await stored.recorded("hearth user \(act.word)") {
                let before = try await stored.restrictions.state(of: account)
                try await stored.carryOut(act, on: account)
                let after = try await stored.restrictions.state(of: account)
                return Done((), app: AppID(app.id), subject: "user_id=\(user)", before: before.audit, after: after.audit)
            }
        }
    }

    private static func call(_ server: RunningServer, _ act: UserAct, _ path: String) async throws {
        switch act {
        case .freeze: _ = try await server.call(.PUT, path + "/freeze")
        case .unfreeze: _ = try await server.call(.DELETE, path + "/freeze")
        case .ban(let minutes): _ = try await server.call(.PUT, path + "/ban", minutes.map { ["minutes": .integer($0)] })
        case .unban: _ = try await server.call(.DELETE, path + "/ban")
        }
    }

    private static func path(_ app: AppLine, _ user: Int64) -> String { "\(path)/\(app.id)/users/\(user)" }
}

extension AppAdministration.Stored {
    fileprivate func carryOut(_ act: AppAdministration.UserAct, on account: Account) async throws(Failure) {
        switch act {
        case .freeze: try await restrictions.freeze(account.app, [account.user])
        case .unfreeze: try await restrictions.unfreeze(account.app, [account.user])
        case .ban(let minutes): try await restrictions.ban(account, minutes: minutes)
        case .unban: try await restrictions.unban(account)
        }
    }
}

extension AppAdministration.UserAct {
    fileprivate var word: String {
        switch self {
        case .freeze: "freeze"
        case .unfreeze: "unfreeze"
        case .ban: "ban"
        case .unban: "unban"
        }
    }
}
