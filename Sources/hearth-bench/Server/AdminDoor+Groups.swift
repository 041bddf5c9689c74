import FlooClient
import HearthCore
import NIOHTTP1

/// Groups, made as the vendor's API makes them.
extension AdminDoor {
    private struct NewGroup: Encodable, Sendable {
        let name = "bench"
        let type = 0
        let user_list: [UInt64]
    }

    private struct Invitation: Encodable, Sendable {
        let group_id: Int64
        let user_list: [UInt64]
    }

    /// Lets groups of the app be as large as they can be.
    func allowLargeGroups() async throws {
        let body = Array(#"{"group.members": 100000}"#.utf8)
        _ = try await call(.PATCH, "/admin/apps/\(app.rawValue)/settings", body: body).success()
    }

    /// A private group of the owner and these others, who are not asked.
    func group(of owner: LoadUser, with others: [LoadUser]) async throws -> UInt64 {
        let ids = others.map(\.id)
        let first = NewGroup(user_list: Array(ids.prefix(Limits.idsPerCall)))
        let made = try await rest.call(.POST, "/group/create", body: first, token: owner.token).success()
        guard let group = made["group_id"].integer else { throw BenchError("a group without group_id") }
        for start in stride(from: Limits.idsPerCall, to: ids.count, by: Limits.idsPerCall) {
            let more = Invitation(group_id: group, user_list: Array(ids[start..<min(start + Limits.idsPerCall, ids.count)]))
            _ = try await rest.call(.POST, "/group/invite", body: more, token: owner.token).success()
        }
        let info = try await rest.call(.GET, "/group/info", query: ["group_id": "\(group)"], token: owner.token).success()
        guard info["count"].integer == Int64(others.count + 1) else {
            throw BenchError("the group has \(info["count"]) members, not \(others.count + 1)")
        }
        return UInt64(clamping: group)
    }
}
