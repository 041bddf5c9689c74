import FlooClient
import FoundationEssentials
import HearthCore
import NIOHTTP1

/// Calls of the vendor's API, for one user each.
extension AdminDoor {
    private struct Users: Encodable, Sendable {
        let list: [UInt64]

        init(_ users: [LoadUser]) { list = users.map(\.id) }
    }

    /// Makes somebody a friend of others.
    func befriend(_ owner: LoadUser, _ others: [LoadUser]) async throws {
        let made = try await call(.POST, "/admin/apps/\(app.rawValue)/tokens").success()
        let user = UserID(Int64(clamping: owner.id))
        let answer = try await rest.call(
            .POST, "/user/add_roster", body: Users(others), token: made["token"].string, actingFor: user)
        _ = try answer.success()
    }

    /// Asks for the ids of somebody's friends.
    func friends(of user: LoadUser, count: Int) async throws {
        let answer = try await rest.request(.GET, "/roster/list", headers: [("access-token", user.token)])
        // More than their digits: the answer is not looked into, to measure the server alone.
        guard answer.body.count > count * 6 else { throw BenchError("the list of friends is too short") }
    }

    /// Asks for cards.
    func cards(_ others: [LoadUser], for user: LoadUser) async throws {
        let body = Array(try JSONEncoder().encode(Users(others)))
        let headers = [("access-token", user.token), ("content-type", "application/json")]
        let answer = try await rest.request(.POST, "/roster/list", headers: headers, body: body)
        guard answer.body.count > others.count * 100 else { throw BenchError("the list of cards is too short") }
    }
}
