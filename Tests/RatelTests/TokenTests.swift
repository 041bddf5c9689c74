import HearthCore
import IM
import Testing
import Web

struct TokenTests {
    @Test func aTokenComesByNameAndById() async throws {
        let world = RestWorld()
        let anna = try await world.member("anna")
        for (path, who) in [("/token/user", JSON.Member("name", "anna")), ("/token/id", JSON.Member("user_id", anna.id))] {
            let answer = try await world.post(path, .object([who, JSON.Member("password", "secret")]))
            expectSuccess(answer)
            #expect(answer.data["user_id"] == anna.id)
            // Stored as a key by clients, and no published one has a use for it.
            #expect(answer.data["public_key"] == "" && answer.data["encrypt_type"] == 0)
            #expect(answer.data["expire"]?.asInteger == world.clock.now().milliseconds + 30_000)
            let token = try #require(answer.data["token"]?.asString)
            let profile = try await world.reply(.get, "/user/profile", [("app_id", "shop"), ("access-token", token)])
            #expect(profile.data["user_id"] == anna.id)
        }
    }

    @Test func idsMayComeAsText() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let id = JSON.string(anna.account.user.description)
        expectSuccess(try await world.post("/token/id", ["user_id": id, "password": "secret", "device_guid": "g"]))
    }

    @Test func anOldTokenInTheHeadersIsIgnored() async throws {
        let world = RestWorld()
        _ = try await world.member()
        let answer = try await world.reply(
            .post, "/token/user", [("app_id", "shop"), ("access-token", "dead"), ("user_id", "77")],
            body: JSON(dictionaryLiteral: ("name", "anna"), ("password", "secret")).bytes)
        expectSuccess(answer)
    }

    @Test func aWrongPasswordIs11001() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        for password in ["Secret", "secret ", ""] as [JSON] {
            expectRefusal(try await world.post("/token/user", ["name": "anna", "password": password]), .userAuthFailed)
            let byID = try await world.post("/token/id", ["user_id": anna.id, "password": password])
            expectRefusal(byID, .userAuthFailed)
            #expect(byID.code == 11001)
        }
    }

    /// The time of the answer must not tell who exists.
    @Test func anUnknownUserIs10000AndCostsAHash() async throws {
        let world = RestWorld()
        let foreign = try await world.member("foreign", of: world.otherApp)
        let asked: [(String, JSON)] = [
            ("/token/user", ["name": "nobody", "password": "secret"]),
            ("/token/user", ["name": "foreign", "password": "secret"]),
            ("/token/id", ["user_id": foreign.id, "password": "secret"]),
            ("/token/id", ["user_id": 0, "password": "secret"]),
            ("/token/id", ["user_id": -9_223_372_036_854_775_808, "password": "secret"]),
        ]
        for (path, body) in asked {
            let before = world.passwords.hashesComputed
            let answer = try await world.post(path, body)
            expectRefusal(answer, .userNotExist)
            #expect(answer.code == 10000)
            #expect(world.passwords.hashesComputed == before + 1)
        }
    }

    @Test func whoIsFrozenOrRemovedGetsNone() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        // With a wrong password nobody learns that an account is frozen.
        for (status, right, wrong) in [
            (UserStatus.frozen, FailureName.userFrozen, FailureName.userAuthFailed), (.removed, .userNotExist, .userNotExist),
        ] {
            world.accounts.set(status, of: anna.account)
            expectRefusal(try await world.post("/token/user", ["name": "anna", "password": "secret"]), right)
            expectRefusal(try await world.post("/token/user", ["name": "anna", "password": "wrong"]), wrong)
        }
    }

    @Test(arguments: [
        ("/token/user", #"{"name":"anna"}"#), ("/token/user", #"{"password":"x"}"#), ("/token/user", #"{"name":7,"password":"x"}"#),
        ("/token/id", #"{"user_id":"x","password":"x"}"#), ("/token/id", #"{"user_id":1.5,"password":"x"}"#),
        ("/token/id", #"{"user_id":99999999999999999999,"password":"x"}"#), ("/token/id", #"{"password":"x"}"#),
    ])
    func missingAndMalformedFieldsAre10002(path: String, body: String) async throws {
        let answer = try await RestWorld().reply(.post, path, [("app_id", "shop")], body: Array(body.utf8))
        expectRefusal(answer, .invalidRequestParameter)
        #expect(answer.message?.contains("invalid request parameter") == true)
    }

    /// Several SDKs answer 402 of these paths with a new login, for ever.
    @Test func tokenPathsNeverSay402() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        for status in [UserStatus.normal, .frozen, .removed] {
            world.accounts.set(status, of: anna.account)
            for path in ["/token/user", "/token/id"] {
                for body in ["", "{}", #"{"name":"anna","user_id":2,"password":"wrong"}"#] {
                    let answer = try await world.reply(
                        .post, path, [("app_id", "shop"), ("access-token", anna.token)], body: Array(body.utf8))
                    #expect(answer.code != 402 && answer.code != 200)
                }
            }
        }
    }
}
