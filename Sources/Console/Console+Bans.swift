import HearthCore
import IM
import Web

extension Console {
    /// Users who may send nothing. The vendor's API has no call for it.
    var banRoutes: [Route] {
        let path = "/admin/apps/{app_id}/users/{user_id}/ban"
        return [
            admin([.put], path, "Lets a user send nothing, for `minutes`; without them until the ban is taken back") {
                [services] request async throws(Failure) in
                let account = try await services.account(in: request)
                let fields = try request.parameters()
                // An empty text would be a script's mistake, not a ban for ever.
                let minutes = try fields.value("minutes") == nil ? nil : try fields.integer("minutes")
                try await services.restrictions.ban(account, minutes: minutes)
                return .data(true)
            },
            admin([.delete], path, "Takes the ban of a user back") { [services] request async throws(Failure) in
                try await services.restrictions.unban(try await services.account(in: request))
                return .data(true)
            },
        ]
    }
}

extension ConsoleServices {
    func account(in request: Request) async throws(Failure) -> Account {
        let entry = try await apps.find(AppID(try request.segment("app_id")))
        guard let number = Int64(try request.segment("user_id")) else { throw .invalidParameter("user_id") }
        return Account(app: entry.app.number, user: UserID(number))
    }
}
