import HearthCore
import IM
import Testing
import Web

struct ReadingTests {
    @Test func aProfileHoldsTheOwnersFields() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let answer = try await world.get("/user/profile", by: anna)
        expectSuccess(answer)
        #expect(answer.data["user_id"] == anna.id && answer.data["username"] == "anna")
        #expect(
            Set(Answer.keys(answer.data)) == [
                "user_id", "username", "nick_name", "avatar", "description", "public_info", "private_info", "mobile", "email",
            ])
    }

    @Test func listsAreNeverNull() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let empty: JSON = []
        #expect(try await world.get("/roster/list", by: anna).data == empty)
        #expect(try await world.get("/group/user_joined", by: anna).data == empty)
        #expect(try await world.post("/roster/list", ["list": [0, 12_345]], by: anna).data == empty)
        #expect(try await world.post("/roster/list", ["list": []], by: anna).data == empty)
        #expect(try await world.post("/group/info/batch", ["group_list": [1]], by: anna).data == empty)
        #expect(try await world.admin(.post, "/admin/users", ["app_id": "shop", "names": []]).data == empty)
    }

    @Test func friendsAndGroupsAreListsOfIds() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let ben = try await world.member("ben")
        world.roster.befriend(anna.account, ben.account.user)
        world.groups.add(7, owner: ben.account.user, members: [anna.account.user])
        world.groups.add(9, owner: ben.account.user)
        let friends = try await world.get("/roster/list", by: anna)
        expectSuccess(friends)
        #expect(friends.data == [ben.id])
        let groups = try await world.get("/group/user_joined", by: anna)
        expectSuccess(groups)
        #expect(groups.data == [7])
    }

    /// At login a client asks for all friends and for itself, and takes a card without `username` as not loaded.
    @Test func everybodyWhoExistsHasACard() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let ben = try await world.member("ben")
        let carl = try await world.member("carl")
        let foreign = try await world.member("foreign", of: world.otherApp)
        world.roster.befriend(anna.account, ben.account.user)
        world.accounts.set(.removed, of: carl.account)
        let ids: JSON = [
            anna.id, ben.id, carl.id, foreign.id, 0, -1, 9_007_199_254_740_993, .integer(.max), .integer(.min), "12",
        ]
        let answer = try await world.post("/roster/list", ["list": ids], by: anna)
        expectSuccess(answer)
        let cards = try #require(answer.data.asArray)
        #expect(cards.map { $0["user_id"] } == [anna.id, ben.id])
        #expect(cards.map { $0["username"] } == ["anna", "ben"])
        #expect(cards.map { $0["relation"] } == [2, 0])
        for card in cards {
            #expect(card["private_info"] == nil && card["mobile"] == nil && card["email"] == nil && card["auth_answer"] == nil)
        }
    }

    @Test func aGroupsCardNamesItsOwnerTwice() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        world.groups.add(7, owner: anna.account.user)
        let answer = try await world.post("/group/info/batch", ["group_list": [7, 9]], by: anna)
        expectSuccess(answer)
        let groups = try #require(answer.data.asArray)
        #expect(groups.count == 1)
        #expect(groups[0]["group_id"] == 7 && groups[0]["name"] == "group 7" && groups[0]["count"] == 1)
        #expect(groups[0]["owner"] == anna.id && groups[0]["owner_id"] == anna.id && groups[0]["read_ack"] == false)
        let ben = try await world.member("ben")
        let summary = try await world.post("/group/info/batch", ["group_list": [7]], by: ben).data[0]
        #expect(summary?["name"] == "group 7" && summary?["read_ack"] == nil, "an outsider learns little of a private group")
    }

    @Test(arguments: [("/roster/list", "list"), ("/group/info/batch", "group_list")])
    func aListOfIdsHasABound(path: String, field: String) async throws {
        let world = RestWorld()
        let anna = try await world.member()
        func ask(_ ids: JSON) async throws -> Answer { try await world.post(path, .object([JSON.Member(field, ids)]), by: anna) }
        let most = [JSON](repeating: 1, count: 10_000)
        expectSuccess(try await ask(.array(most)))
        expectRefusal(try await ask(.array(most + [1])), .invalidRequestParameter)
        for wrong in [.null, 7, "x", [true], ["x"], [1.5], [[1]]] as [JSON] {
            expectRefusal(try await ask(wrong), .invalidRequestParameter)
        }
        expectRefusal(try await world.post(path, [:], by: anna), .invalidRequestParameter)
    }
}
