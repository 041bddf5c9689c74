import HearthCore
import IM
import Testing
import Web

struct RegisterTests {
    @Test func aNewAccountAnswersItsSettings() async throws {
        let world = RestWorld()
        let answer = try await world.post("/user/register/v2", ["username": "anna_1", "password": "secret"])
        expectSuccess(answer)
        let user = try #require(answer.data["user_id"]?.asInteger)
        #expect(user > 0 && user.isMultiple(of: 2))
        #expect(answer.data["auth_mode"] == 1 && answer.data["no_push"] == false)
        #expect(try await world.accounts.credentials(world.app.number, name: "anna_1")?.user == UserID(user))
    }

    @Test(arguments: ["Anna", "1a", "_", "_1", "芝士", "a1_芝", "xmta", "maxi", String(repeating: "a", count: 64)])
    func namesOfThePublishedPatternAreTaken(name: String) async throws {
        let world = RestWorld()
        expectSuccess(try await world.post("/user/register/v2", ["username": .string(name), "password": "x"]))
    }

    /// The form shows this text word for word, unless it holds `invalid request parameter`
    /// (floo-web, src/ui/login/registerError.js).
    @Test(arguments: [
        "", "12345", "mta1", "maxim_x", "MTA1", "an na", "anna!", "käse", "anna\u{200B}", "é", "芝士😀", "\u{9FA6}",
        String(repeating: "a", count: 65),
    ])
    func otherNamesAreRefusedInWordsForAPerson(name: String) async throws {
        let answer = try await RestWorld().post("/user/register/v2", ["username": .string(name), "password": "x"])
        expectRefusal(answer, .invalidUserNameParameter)
        #expect(answer.code == 10002)
        #expect(answer.message?.contains("invalid request parameter") == false)
        #expect(answer.message?.contains("user name") == true)
    }

    @Test(arguments: [
        #"{"password":"x"}"#, #"{"username":null,"password":"x"}"#, #"{"username":7,"password":"x"}"#,
        #"{"username":"anna"}"#, #"{"username":"anna","password":""}"#, #"{"username":"anna","password":["x"]}"#,
        #"{"username":"anna","password":"a\u0000b"}"#, #"{"username":"an\u0000na","password":"x"}"#, "", "[]", "7", "{", "\u{FEFF}{}",
    ])
    func missingAndMalformedFieldsSayInvalidRequestParameter(body: String) async throws {
        let world = RestWorld()
        let answer = try await world.reply(.post, "/user/register/v2", [("app_id", "shop")], body: Array(body.utf8))
        expectRefusal(answer, .invalidRequestParameter)
        #expect(answer.code == 10002)
        #expect(answer.message?.contains("invalid request parameter") == true)
        #expect(try await world.accounts.credentials(world.app.number, name: "anna") == nil)
    }

    @Test func aPasswordHasABound() async throws {
        let world = RestWorld()
        func register(_ name: String, _ characters: Int) async throws -> Answer {
            try await world.post(
                "/user/register/v2", ["username": .string(name), "password": .string(String(repeating: "é", count: characters))])
        }
        expectSuccess(try await register("fits", 256))
        expectRefusal(try await register("longer", 257), .invalidRequestParameter)
        #expect(world.passwords.hashesComputed == 1)
    }

    @Test func aTakenNameIs10004AndCostsNoHash() async throws {
        let world = RestWorld()
        _ = try await world.member("anna")
        let before = world.passwords.hashesComputed
        let answer = try await world.post("/user/register/v2", ["username": "anna", "password": "other"])
        expectRefusal(answer, .userAlreadyExist)
        #expect(answer.code == 10004)
        #expect(world.passwords.hashesComputed == before)
        expectSuccess(try await world.post("/user/register/v2", ["username": "anna", "password": "x"], as: world.otherApp.id))
    }

    @Test func fieldsMayStandInTheQuery() async throws {
        let world = RestWorld()
        let answer = try await world.reply(
            .post, "/user/register/v2", query: "username=anna&password=x%20y", [("app_id", "shop")], body: Array("{}".utf8))
        expectSuccess(answer)
        expectSuccess(try await world.post("/token/user", ["name": "anna", "password": "x y"]))
    }
}
