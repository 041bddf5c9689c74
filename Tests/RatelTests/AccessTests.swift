import HearthCore
import IM
import Testing
import Web

/// Who may call what: the same for every route, so every route of the table is tried.
struct AccessTests {
    private static func routes(_ access: Access, of world: RestWorld) -> [(Method, String)] {
        // The console has a token of its own: see ConsoleTests.
        let routes = world.table.routes.filter { $0.access == access && !$0.path.hasPrefix("/admin") }
        return routes.flatMap { route in route.methods.map { ($0, route.path) } }
    }

    @Test func everyKindOfRouteIsThere() {
        let world = RestWorld()
        #expect(Self.routes(.app, of: world).count >= 4)
        #expect(Self.routes(.user, of: world).count >= 5)
        #expect(Self.routes(.admin, of: world).count >= 6)
        for route in world.table.routes { #expect(!route.summary.isEmpty && !route.methods.isEmpty) }
    }

    @Test func anAppMustBeNamedAndKnownAndInService() async throws {
        let world = RestWorld()
        for (number, status) in [AppStatus.frozen, .banned, .revoked].enumerated() {
            _ = world.apps.add(status.word, Int64(10 + number), status)
        }
        for (method, path) in Self.routes(.app, of: world) + Self.routes(.user, of: world) + Self.routes(.admin, of: world) {
            expectRefusal(try await world.reply(method, path), .serverAppIdMissing)
            expectRefusal(try await world.reply(method, path, [("app_id", "")]), .serverAppIdMissing)
            expectRefusal(try await world.reply(method, path, [("app_id", "nothere")]), .serverAppIdInvalid)
            expectRefusal(try await world.reply(method, path, [("app_id", "frozen")]), .serverAppFrozen)
            for word in ["banned", "revoked"] {
                expectRefusal(try await world.reply(method, path, [("app_id", word)]), .serverAppStatusNotNormal)
            }
        }
        #expect(Failure(.serverAppIdMissing).restCode == 49724)
        #expect(Failure(.serverAppIdInvalid).restCode == 40000)
        #expect(Failure(.serverAppFrozen).restCode == 40003 && Failure(.serverAppStatusNotNormal).restCode == 40003)
    }

    @Test func aRouteOfAUserOrAServerNeedsALiveTokenOfItsApp() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let stranger = try await world.member("stranger", of: world.otherApp)
        for (method, path) in Self.routes(.user, of: world) + Self.routes(.admin, of: world) {
            func answer(_ token: String?) async throws -> Answer {
                try await world.reply(method, path, [("app_id", "shop")] + (token.map { [("access-token", $0)] } ?? []))
            }
            expectRefusal(try await answer(nil), .missingAccessToken)
            expectRefusal(try await answer(""), .missingAccessToken)
            for dead in [
                "x", "a/b/c/d/e/f", anna.token + "x", anna.token.replacing("shop", with: "nothere"),
                // The claims of one's own app under another's key.
                stranger.token.replacing("other/", with: "shop/"), String(repeating: "a/", count: 3_000),
            ] {
                expectRefusal(try await answer(dead), .accessTokenExpired)
            }
            expectRefusal(try await answer(stranger.token), .invalidToken)
        }
        #expect(Failure(.missingAccessToken).restCode == 10003)
        #expect(Failure(.accessTokenExpired).restCode == 402)
        #expect(Failure(.invalidToken).restCode == 10008)
    }

    /// 10008 is a live token of another app; a dead one is 402 whoever it belongs to.
    @Test func aDeadTokenIs402() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let ben = try await world.member("ben", of: world.otherApp)
        func codes() async throws -> [Int64?] {
            [
                try await world.get("/user/profile", by: anna).code,
                try await world.reply(.get, "/user/profile", [("app_id", "shop"), ("access-token", ben.token)]).code,
            ]
        }
        #expect(try await codes() == [200, 10008])
        world.clock.advance(by: 29_999)
        #expect(try await codes() == [200, 10008])
        world.clock.advance(by: 1)
        #expect(try await codes() == [402, 402])
        let again = try await world.post("/token/user", ["name": "anna", "password": "secret"]).data["token"]?.asString
        let headers = [("app_id", "shop"), ("access-token", try #require(again))]
        #expect(try await world.reply(.get, "/user/profile", headers).code == 200)
        world.tokens.change(anna.account.user, ended: .unnamed)
        #expect(try await world.reply(.get, "/user/profile", headers).code == 402)
    }

    @Test func aUserActsAsHimselfAlone() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let ben = try await world.member("ben")
        for (method, path) in Self.routes(.user, of: world) {
            for other in [ben.account.user.description, "0", "x", "\(anna.account.user)0"] {
                let answer = try await world.reply(method, path, anna.headers + [("user_id", other)])
                expectRefusal(answer, .userPermissionDenied)
                #expect(answer.code == 10010)
            }
        }
        let own = try await world.reply(.get, "/user/profile", anna.headers + [("user_id", anna.account.user.description)])
        expectSuccess(own)
    }

    @Test func aServersRouteIsNotForUsers() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        for (method, path) in Self.routes(.admin, of: world) {
            for headers in [anna.headers, anna.headers + [("user_id", anna.account.user.description)]] {
                let answer = try await world.reply(method, path, headers)
                expectRefusal(answer, .userPermissionDenied)
                #expect(answer.code == 10010)
            }
        }
    }

    @Test func aServerActsForAUserOfItsAppWhoIsThere() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let ben = try await world.member("ben", of: world.otherApp)
        let gone = try await world.member("gone")
        world.accounts.set(.removed, of: gone.account)
        let server = try await world.server()
        let profile = try await world.reply(.get, "/user/profile", server + [("user_id", anna.account.user.description)])
        expectSuccess(profile)
        #expect(profile.data["username"] == "anna")
        for (method, path) in Self.routes(.user, of: world) {
            expectRefusal(try await world.reply(method, path, server), .invalidRequestParameter)
            expectRefusal(try await world.reply(method, path, server + [("user_id", "anna")]), .invalidRequestParameter)
        }
        for (method, path) in Self.routes(.user, of: world) + Self.routes(.admin, of: world) {
            for other in [ben.account.user.description, gone.account.user.description, "0", "-2", "999"] {
                expectRefusal(try await world.reply(method, path, server + [("user_id", other)]), .userNotExist)
            }
        }
    }

    @Test func aRevokedOrEndedAdminTokenIs402() async throws {
        let world = RestWorld()
        let path = "/admin/apps/shop/tokens"
        let made = try await world.admin(.post, path, ["days": 1])
        let headers = [("app_id", "shop"), ("access-token", try #require(made.data["token"]?.asString))]
        let (server, anna) = (try await world.server(), try await world.member())
        func answer(_ headers: [(String, String)]) async throws -> Answer {
            try await world.reply(.get, "/user/profile", headers + [("user_id", anna.account.user.description)])
        }
        expectSuccess(try await answer(headers))
        world.clock.advance(by: 86_399_999)
        expectSuccess(try await answer(headers))
        world.clock.advance(by: 1)
        expectRefusal(try await answer(headers), .accessTokenExpired)
        expectSuccess(try await answer(server))
        let id = try #require(try await world.admin(.get, path).data[1]?["id"]?.asString)
        expectSuccess(try await world.admin(.delete, "\(path)/\(id)"))
        expectRefusal(try await answer(server), .accessTokenExpired)
    }

    @Test func anUnknownPathIs404InTheBody() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        for (method, path) in [
            (Method.get, "/user/bind_openid"), (.delete, "/token/user"), (.get, "/token/user"), (.post, "/user/profile/x"),
            (.get, "/USER/PROFILE"),
        ] {
            let answer = try await world.reply(method, path, anna.headers)
            expectRefusal(answer, .notFound)
            #expect(answer.code == 404)
        }
        expectSuccess(try await world.get("/user/profile/", by: anna))
    }
}
