import HearthCore
import IM
import Testing
import Web

struct AdminTokenRoutesTests {
    private static let path = "/admin/apps/shop/tokens"
    private let world = RestWorld()

    @Test func aTokenIsShownOnce() async throws {
        let made = try await world.admin(.post, Self.path)
        expectSuccess(made)
        #expect(Answer.keys(made.data) == ["id", "token", "issued_at", "expires_at"])
        let now = world.clock.now().milliseconds
        #expect(made.data["issued_at"] == .integer(now) && made.data["expires_at"] == .integer(now + 3_650 * 86_400_000))
        let text = try #require(made.data["token"]?.asString)
        // The vendor's role 2, from nobody's account.
        #expect(text.hasPrefix("shop/0/2/"))
        let list = try await world.admin(.get, Self.path)
        expectSuccess(list)
        #expect(list.data.asArray?.count == 1 && Answer.keys(list.data[0]) == ["id", "issued_at", "expires_at"])
        #expect(!list.text.contains(text) && list.data[0]?["id"] == made.data["id"])
    }

    @Test func tokensOfAnAppAreItsOwn() async throws {
        for _ in 0..<3 {
            _ = try await world.admin(.post, Self.path)
            world.clock.advance(by: 1)
        }
        let ids = try await world.admin(.get, Self.path).data.asArray?.compactMap { $0["id"]?.asString } ?? []
        #expect(Set(ids).count == 3)
        #expect(try await world.admin(.get, "/admin/apps/other/tokens").data == [])
        expectRefusal(try await world.admin(.delete, "/admin/apps/other/tokens/\(ids[0])"), .notFound)
        let issued = try await world.admin(.get, Self.path).data.asArray?.compactMap { $0["issued_at"]?.asInteger } ?? []
        #expect(issued == issued.sorted())
    }

    @Test func aRevokedTokenStaysOnTheList() async throws {
        let id = try #require(try await world.admin(.post, Self.path).data["id"]?.asString)
        let when = world.clock.now().milliseconds
        expectSuccess(try await world.admin(.delete, "\(Self.path)/\(id)"))
        world.clock.advance(by: 5)
        expectSuccess(try await world.admin(.delete, "\(Self.path)/\(id)"))
        #expect(try await world.admin(.get, Self.path).data[0]?["revoked_at"] == .integer(when))
        expectRefusal(try await world.admin(.delete, "\(Self.path)/nothere"), .notFound)
    }

    /// The console ends admin tokens; a user's own is none of them.
    @Test func aUsersTokenIsNotRevokedHere() async throws {
        let anna = try await world.member()
        let id = try #require(anna.token.split(separator: "/").dropFirst(4).first)
        expectRefusal(try await world.admin(.delete, "\(Self.path)/\(id)"), .notFound)
        expectSuccess(try await world.get("/user/profile", by: anna))
        #expect(try await world.admin(.get, Self.path).data == [])
    }

    @Test func aTokenLivesForTheDaysAskedFor() async throws {
        let made = try await world.admin(.post, Self.path, ["days": "2"])
        #expect(made.data["expires_at"] == .integer(world.clock.now().milliseconds + 2 * 86_400_000))
        for days in [0, -1, 36_501, "x", 1.5] as [JSON] {
            expectRefusal(try await world.admin(.post, Self.path, ["days": days]), .invalidRequestParameter)
        }
        #expect(try await world.admin(.get, Self.path).data.asArray?.count == 1)
    }

    @Test func anUnknownAppHasNoTokens() async throws {
        let path = "/admin/apps/nothere/tokens"
        for answer in [
            try await world.admin(.post, path), try await world.admin(.get, path), try await world.admin(.delete, path + "/x"),
        ] { expectRefusal(answer, .serverAppIdInvalid) }
    }

    @Test func anotherAppsAdminTokenIs10008() async throws {
        let stranger = try await world.server(of: world.otherApp.id).last
        let answer = try await world.reply(.post, "/message/send", [("app_id", "shop")] + (stranger.map { [$0] } ?? []))
        expectRefusal(answer, .invalidToken)
        #expect(answer.code == 10008)
    }
}
