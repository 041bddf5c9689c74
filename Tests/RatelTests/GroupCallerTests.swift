import HearthCore
import IM
import Testing
import Web

/// Whose calls about groups are, and in which group.
struct GroupCallerTests {
    private let world = RestWorld()
    private let renamed: JSON = ["group_id": 7, "value": "a name"]

    private func group() async throws -> (owner: RestWorld.Member, member: RestWorld.Member) {
        let (anna, ben) = (try await world.member("anna"), try await world.member("ben"))
        world.groups.add(7, owner: anna.account.user, members: [ben.account.user])
        world.groups.add(9, owner: ben.account.user)
        return (anna, ben)
    }

    private func rename(_ headers: [(String, String)], _ body: JSON) async throws -> Answer {
        try await world.reply(.post, "/group/info/name", headers, body: body.bytes)
    }

    @Test func aServerCountsAsAnAdminOfTheGroupItNames() async throws {
        _ = try await group()
        let server = try await world.server() + [("group_id", "7")]
        expectSuccess(try await rename(server, renamed))
        expectSuccess(try await rename(server, ["value": "the header is enough"]))
        #expect(world.groups.actors == [.server(world.app.number), .server(world.app.number)])
        expectRefusal(try await rename(server, ["group_id": 9, "value": "another one"]), .invalidRequestParameter)
        let destroyed = try await world.reply(.post, "/group/destroy", query: "group_id=7", server)
        expectRefusal(destroyed, .groupOwnerPermissionRequired)
        let left = try await world.reply(.post, "/group/leave", query: "group_id=7", server)
        expectRefusal(left, .invalidRequestParameter)
    }

    @Test(arguments: ["", "x", "7.5", "99999999999999999999"])
    func aServerMustNameAGroupOrAUser(header: String) async throws {
        _ = try await group()
        let server = try await world.server()
        expectRefusal(try await rename(server, renamed), .invalidRequestParameter)
        expectRefusal(try await rename(server + [("group_id", header)], renamed), .invalidRequestParameter)
    }

    @Test func aServerThatNamesAUserIsThatUserWhateverTheGroup() async throws {
        let (anna, ben) = try await group()
        let server = try await world.server() + [("group_id", "9")]
        expectSuccess(try await rename(server + [("user_id", anna.account.user.description)], renamed))
        #expect(world.groups.actors == [.user(anna.account)])
        expectRefusal(try await rename(server + [("user_id", ben.account.user.description)], renamed), .groupAdminPermissionRequired)
    }

    @Test func aUsersGroupHeaderIsNotLookedAt() async throws {
        let (anna, ben) = try await group()
        expectSuccess(try await rename(anna.headers + [("group_id", "x")], renamed))
        expectRefusal(try await rename(ben.headers + [("group_id", "7")], renamed), .groupAdminPermissionRequired)
        expectRefusal(try await rename(anna.headers + [("group_id", "7")], ["value": "a name"]), .invalidRequestParameter)
    }

    @Test func aServerReadsApplicationsOfItsGroupAlone() async throws {
        _ = try await group()
        let server = try await world.server() + [("group_id", "7")]
        let body: JSON = ["group_list": [7, 9]]
        expectRefusal(try await world.reply(.post, "/group/application_list", server, body: body.bytes), .invalidRequestParameter)
    }

    @Test(arguments: [0, 8, -7, 11, Int64.max]) func anUnknownNumberIsNoGroup(id: Int64) async throws {
        let (anna, _) = try await group()
        expectRefusal(try await rename(anna.headers, ["group_id": .integer(id), "value": "a name"]), .groupNotExist)
        expectRefusal(try await world.reply(.get, "/group/info", query: "group_id=\(id)", anna.headers), .groupNotExist)
    }

    @Test func aMadeGroupIsAnswered() async throws {
        let anna = try await world.member("anna")
        let answer = try await world.post("/group/create", ["name": "new", "type": 1], by: anna)
        expectSuccess(answer)
        #expect(answer.data["name"] == "new" && answer.data["type"] == 1 && answer.data["owner_id"] == anna.id)
        #expect(answer.data["ban_expire_time"] == 0 && answer.data["capacity"] == 500 && answer.data["member_invite"] == true)
        expectRefusal(try await world.post("/group/create", [:], by: anna), .invalidRequestParameter)
        expectRefusal(try await world.post("/group/create", ["name": "n", "type": 3], by: anna), .invalidRequestParameter)
    }
}
