import HearthCore
import IM
import Web

extension Console {
    /// What an operator does with logins. The vendor's API has a kick for one device, which its clients take for another device's doing.
    var sessionRoutes: [Route] {
        [
            act(
                [.delete], "/admin/apps/{app_id}/users/{user_id}/sessions",
                "Ends all logins of a user: his devices ask for the password again"
            ) { [services] request async throws(Failure) in
                try await services.change(in: request) { account async throws(Failure) in try await services.devices.drop(account) }
            }
        ]
    }
}
