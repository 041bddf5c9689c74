import HearthCore
import IM
import Testing
import Web

struct RateRoutesTests {
    private let world = RestWorld()

    private func set(_ settings: [JSON.Member]) async throws {
        expectSuccess(try await world.admin(.patch, "/admin/apps/shop/settings", .object(settings)))
    }

    private func get(_ path: String, query: String = "", from address: String = "192.0.2.1", _ headers: [(String, String)] = [])
        async throws
        -> Answer
    {
        try await world.reply(
            .get, path, query: query, [("app_id", "shop")] + headers, origin: Request.Origin(remoteAddress: address))
    }

    @Test func callsOfOneTokensUserAreLimited() async throws {
        let (anna, ben) = (try await world.member("anna"), try await world.member("ben"))
        try await set([JSON.Member("limit.calls.user", "2/1")])
        for _ in 0..<2 { expectSuccess(try await world.get("/message/unread", by: anna)) }
        expectRefusal(try await world.get("/message/unread", by: anna), .serverTooManyRequest)
        expectSuccess(try await world.get("/message/unread", by: ben))
        let server = try await world.server()
        for _ in 0..<3 {
            expectSuccess(
                try await world.reply(.get, "/message/unread", server + [("user_id", "\(anna.account.user)")]))
        }
        world.clock.advance(by: 1_000)
        expectSuccess(try await world.get("/message/unread", by: anna))
        #expect(world.rates.refusals(of: .callsUser) == 1)
    }

    @Test func callsWithoutATokenAreLimitedByAddress() async throws {
        let server = try await world.server()
        try await set([JSON.Member("limit.calls.address", "2/60")])
        for _ in 0..<2 { expectSuccess(try await get("/app/config")) }
        expectRefusal(try await get("/app/config"), .serverTooManyRequest)
        expectRefusal(try await get("/app_dns"), .serverTooManyRequest)
        expectSuccess(try await get("/app/config", from: "192.0.2.2"))
        expectSuccess(try await get("/app/config", server))
        #expect(world.rates.refusals(of: .callsAddress) == 2)
    }

    @Test func tokensAndRegistrationsHaveLimitsOfTheirOwn() async throws {
        let server = try await world.server()
        try await set([JSON.Member("limit.tokens.address", "1/60"), JSON.Member("limit.registrations.address", "2/60")])
        let anna: JSON = ["username": "anna", "name": "anna", "password": "secret"]
        expectSuccess(try await world.post("/user/register/v2", anna))
        expectRefusal(try await world.post("/user/register/v2", anna), .userAlreadyExist)
        expectRefusal(try await world.post("/user/register/v2", ["username": "ben", "password": "secret"]), .serverTooManyRequest)
        let dora: JSON = ["username": "dora", "password": "secret"]
        expectSuccess(try await world.reply(.post, "/user/register/v2", server, body: dora.bytes))
        expectSuccess(try await world.post("/token/user", anna))
        expectRefusal(try await world.post("/token/user", anna), .serverTokenRequestTooMany)
        expectRefusal(try await world.post("/app/token", anna), .serverTokenRequestTooMany)
    }

    @Test func anAppsRegistrationsAreLimitedAsAWhole() async throws {
        try await set([JSON.Member("limit.registrations.app", "1/60")])
        expectSuccess(try await world.post("/user/register/v2", ["username": "anna", "password": "secret"]))
        expectRefusal(try await world.post("/user/register/v2", ["username": "ben", "password": "secret"]), .serverTooManyRequest)
    }

    @Test func wrongCodesCountAndRightOnesDoNot() async throws {
        let anna = try await world.member()
        try await set([JSON.Member("limit.codes.address", "2/60")])
        let begun = try await get("/app/qr_code")
        let code = try #require(begun.data["qr_code"]?.asString)
        for _ in 0..<5 { expectSuccess(try await get("/app/qr_login", query: "qr_code=\(code)")) }
        for path in ["/app/qr_login", "/app/secret_info"] {
            expectRefusal(try await get(path, query: "qr_code=wrong&code=wrong"), .invalidVerificationCode)
        }
        expectRefusal(try await get("/app/qr_login", query: "qr_code=\(code)"), .tooManyFailedTries)
        expectSuccess(try await get("/app/qr_login", query: "qr_code=\(code)", from: "192.0.2.2"))
        let allow = try await world.reply(
            .get, "/app/allow", query: "qr_code=\(code)", anna.headers, origin: Request.Origin(remoteAddress: "192.0.2.1"))
        expectRefusal(allow, .tooManyFailedTries)
    }

    @Test func aServerSendsWithoutLimitButNotInAUsersName() async throws {
        let (anna, ben) = (try await world.member("anna"), try await world.member("ben"))
        let server = try await world.server()
        try await set([JSON.Member("limit.messages.user", "1/60")])
        let message: JSON = ["type": 1, "targets": [ben.id], "content_type": 0, "content": "hi"]
        for _ in 0..<3 { expectSuccess(try await world.reply(.post, "/message/send", server, body: message.bytes)) }
        let asAnna = server + [("user_id", "\(anna.account.user)")]
        expectSuccess(try await world.reply(.post, "/message/send", asAnna, body: message.bytes))
        let refusal = try await world.reply(.post, "/message/send", asAnna, body: message.bytes)
        expectRefusal(refusal, .messageRateLimitExceeded)
        #expect(refusal.code == 19406)
    }

    @Test func metricsNameEveryLimit() async throws {
        let metrics = await world.table.reply(
            to: Request(.get, "/admin/metrics", headers: Headers([("authorization", "Bearer \(RestWorld.adminToken)")])))
        let text = String(decoding: metrics.body, as: UTF8.self)
        for limit in RateLimit.allCases { #expect(text.contains("hearth_limited_total{limit=\"\(limit.name)\"} 0")) }
    }
}
