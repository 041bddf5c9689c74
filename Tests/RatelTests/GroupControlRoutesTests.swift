import HearthCore
import IM
import Testing
import Web

struct GroupControlRoutesTests {
    private static let path = "/admin/apps/shop/groups/9"

    private let world = RestWorld()

    init() {
        world.groups.add(9, owner: UserID(2), members: [UserID(4)])
        world.groups.add(11, owner: UserID(2)) { $0.isDestroyed = true }
    }

    @Test func aGroupIsShownWithEverythingThatIsDecidedOfIt() async throws {
        let answer = try await world.admin(.get, Self.path)
        expectSuccess(answer)
        #expect(
            answer.data == [
                "group_id": 9, "name": "group 9", "type": "private", "owner": 2, "status": "active", "count": 2, "capacity": 0,
                "capacity_in_force": 500, "in_recovery": false, "announcements_forbidden": false, "created_at": 1, "updated_at": 1,
                "versions": ["members": 1, "bans": 2, "blocks": 3, "applications": 4],
            ])
        #expect(try await world.admin(.get, "/admin/apps/shop/groups/11").data["status"] == "destroyed")
    }

    @Test func whatIsChangedHoldsAndTheRestStays() async throws {
        let first = try await world.admin(.patch, Self.path, ["in_recovery": true, "capacity": 3])
        expectSuccess(first)
        for answer in [first, try await world.admin(.get, Self.path)] {
            #expect(answer.data["in_recovery"] == true && answer.data["announcements_forbidden"] == false)
            #expect(answer.data["capacity"] == 3 && answer.data["capacity_in_force"] == 3)
            #expect(answer.data["updated_at"] == .integer(world.clock.now().milliseconds))
        }
        let second = try await world.admin(.patch, Self.path, ["announcements_forbidden": true])
        #expect(second.data["in_recovery"] == true && second.data["announcements_forbidden"] == true && second.data["capacity"] == 3)
        let third = try await world.admin(.patch, Self.path, ["capacity": 0, "in_recovery": false])
        #expect(third.data["capacity_in_force"] == 500 && third.data["in_recovery"] == false)
    }

    @Test func theAppsSettingIsInForceWhereTheGroupHasNoneOfItsOwn() async throws {
        expectSuccess(try await world.admin(.patch, "/admin/apps/shop/settings", ["group.members": 7]))
        let answer = try await world.admin(.get, Self.path)
        #expect(answer.data["capacity"] == 0 && answer.data["capacity_in_force"] == 7)
    }

    @Test(
        arguments: [
            [:], ["capacity": -1], ["capacity": 100_001], ["capacity": "3"], ["capacity": .null], ["capacity": 1.5], ["in_recovery": 1],
            ["in_recovery": "true"], ["announcements_forbidden": .null], ["in_recovery": true, "owner": 4], ["name": "mine"], [], 7,
        ] as [JSON])
    func whatCannotBeTakenChangesNothing(body: JSON) async throws {
        let before = try await world.admin(.get, Self.path)
        expectRefusal(try await world.admin(.patch, Self.path, body), .invalidRequestParameter)
        #expect(try await world.admin(.get, Self.path).data == before.data)
    }

    @Test func whatIsNotThereIsRefused() async throws {
        let change: JSON = ["in_recovery": true]
        expectRefusal(try await world.admin(.get, "/admin/apps/shop/groups/13"), .groupNotExist)
        expectRefusal(try await world.admin(.patch, "/admin/apps/shop/groups/13", change), .groupNotExist)
        expectRefusal(try await world.admin(.patch, "/admin/apps/shop/groups/11", change), .groupNotExist)
        expectRefusal(try await world.admin(.get, "/admin/apps/nothere/groups/9"), .serverAppIdInvalid)
        for number in ["x", "1.5", "99999999999999999999"] {
            expectRefusal(try await world.admin(.patch, "/admin/apps/shop/groups/\(number)", change), .invalidRequestParameter)
        }
    }
}
