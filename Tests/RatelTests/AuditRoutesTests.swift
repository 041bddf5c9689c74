import HearthCore
import IM
import Testing
import Web

/// What is put on record of calls: of the admin API, and of an app's own servers.
struct AuditRoutesTests {
    private let world = RestWorld()

    private func call(_ method: Method, _ path: String, _ body: JSON, _ headers: [(String, String)]) async throws -> Answer {
        try await world.reply(method, path, headers, body: body.bytes)
    }

    @Test func whatChangesAnAppIsRecordedWithBeforeAndAfter() async throws {
        expectSuccess(try await world.admin(.patch, "/admin/apps/shop", ["status": "frozen", "reason": "unpaid"]))
        let entry = try #require(world.audit.entries.last)
        #expect(entry.act == "PATCH /admin/apps/{app_id}" && entry.app == AppID("shop") && entry.author == AuditAuthor(.adminAPI, ""))
        #expect(entry.address == "127.0.0.1")
        #expect(entry.before == #"{"name":"shop","status":"normal"}"#)
        #expect(entry.after == #"{"name":"shop","status":"frozen","reason":"unpaid"}"#)
        expectSuccess(try await world.admin(.get, "/admin/apps"))
        expectRefusal(try await world.admin(.patch, "/admin/apps/shop", ["status": "cold"]), .invalidRequestParameter)
        #expect(world.audit.entries.count == 1, "neither what reads nor what was refused")
    }

    @Test func settingsTokensAndUsersAreRecordedWithoutSecrets() async throws {
        let headers = [("authorization", "Bearer \(RestWorld.adminToken)"), ("Hearth-Operator", "root")]
        let edits: JSON = ["retention.days": 5, "registration.push.secret": "0123456789abcdef"]
        expectSuccess(try await call(.patch, "/admin/apps/shop/settings", edits, headers))
        let settings = try #require(world.audit.entries.last)
        #expect(settings.author.name == "root")
        #expect(settings.before == #"{"registration.push.secret":"***","retention.days":0}"#)
        #expect(settings.after == #"{"registration.push.secret":"***","retention.days":5}"#)
        let made = try await call(.post, "/admin/apps/shop/tokens", ["days": 3], headers)
        let text = try #require(made.data["token"]?.asString)
        let id = try #require(made.data["id"]?.asString)
        #expect(world.audit.entries.last?.after?.contains(id) == true)
        expectSuccess(try await call(.delete, "/admin/apps/shop/tokens/\(id)", .null, headers))
        #expect(world.audit.entries.last?.subject == "id=\(id)")
        expectSuccess(try await call(.post, "/admin/users", ["app_id": "shop", "names": ["anna"]], headers))
        let users = try #require(world.audit.entries.last)
        #expect(users.app == AppID("shop") && users.after == #"{"app_id":"shop","names":["anna"]}"#)
        let all = world.audit.entries.flatMap { [$0.before, $0.after, $0.subject].compactMap { $0 } }
        #expect(all.allSatisfy { !$0.contains(text) && !$0.contains("0123456789abcdef") })
    }

    @Test func aCallOfAnAppsServerIsRecordedAndOneOfAUserIsNot() async throws {
        let (anna, server) = (try await world.member(), try await world.server())
        _ = try await world.member("ben")
        let before = world.audit.entries.count
        let rows: JSON = ["list": [["username": "carl", "password": "top secret"]]]
        expectSuccess(try await call(.post, "/user/register/batch", rows, server))
        let entry = try #require(world.audit.entries.last)
        #expect(entry.author.kind == .adminToken && entry.act == "POST /user/register/batch" && entry.app == AppID("shop"))
        let token = try #require(try await world.tokens.adminTokens(world.app.number).first)
        #expect(entry.author.name == token.id)
        #expect(entry.after == #"{"list":[{"username":"carl","password":"***"}]}"#)
        // Who needs no token may have one.
        let dora: JSON = ["username": "dora", "password": "secret"]
        expectSuccess(try await call(.post, "/user/register/v2", dora, server))
        #expect(world.audit.entries.last?.act == "POST /user/register/v2" && world.audit.entries.count == before + 2)
        expectSuccess(try await call(.post, "/user/register/v2", ["username": "emil", "password": "secret"], anna.headers))
        let message: JSON = ["type": 1, "targets": [anna.id], "content_type": 0, "content": "hi"]
        expectSuccess(try await call(.post, "/message/send", message, server))
        expectSuccess(try await call(.post, "/token/user", ["name": "dora", "password": "secret"], server))
        expectRefusal(try await call(.post, "/user/register/batch", ["list": 7], server), .invalidRequestParameter)
        #expect(world.audit.entries.count == before + 2)
    }

    @Test func theSubjectIsWhoIsNamed() async throws {
        let (anna, server) = (try await world.member(), try await world.server())
        let user = String(anna.account.user.rawValue)
        let named = server + [("user_id", user)]
        let made = try await call(.post, "/group/create", ["name": "g", "type": 0], named)
        guard made.code == 200 else { return }
        #expect(world.audit.entries.last?.subject == "user_id=\(user)")
    }

    @Test func anActThatCannotBeRecordedIsAnsweredSo() async throws {
        world.audit.fail(Failure(.serverNeedRetry))
        expectRefusal(try await world.admin(.patch, "/admin/apps/shop", ["status": "frozen"]), .serverNeedRetry)
        #expect(world.losses.all.map(\.act) == ["PATCH /admin/apps/{app_id}"])
        #expect(try await world.apps.find(AppID("shop"))?.app.status == .frozen, "it has been done all the same")
    }

    @Test func theRecordIsReadInPages() async throws {
        for name in ["one", "two", "three"] { _ = try await world.admin(.patch, "/admin/apps/shop", ["name": .string(name)]) }
        _ = try await world.admin(.patch, "/admin/apps/other", ["name": "other"])
        let first = try await world.admin(.get, "/admin/audit", query: "app_id=shop&limit=2")
        let names = { (answer: Answer) in answer.data.asArray?.map { $0["after"]?["name"] } }
        #expect(names(first) == ["three", "two"])
        let cursor = try #require(first.json["cursor"]?.asInteger)
        let second = try await world.admin(.get, "/admin/audit", query: "app_id=shop&limit=2&cursor=\(cursor)")
        #expect(names(second) == ["one"] && second.json["cursor"] == nil)
        let row = try #require(second.data[0])
        #expect(row["by"] == "admin_api" && row["from"] == "127.0.0.1" && row["before"]?["name"] == "shop")
        #expect(row["at"] == .integer(world.clock.now().milliseconds))
        #expect(try await world.admin(.get, "/admin/audit", query: "act=nothing").data == [])
        expectRefusal(try await world.admin(.get, "/admin/audit", query: "limit=501"), .invalidRequestParameter)
    }

    // MARK: Apps

    @Test func anAppOutOfServiceIsAdministeredStill() async throws {
        let server = try await world.server()
        for (word, failure) in [("frozen", FailureName.serverAppFrozen), ("banned", .serverAppStatusNotNormal)] {
            expectSuccess(try await world.admin(.patch, "/admin/apps/shop", ["status": .string(word), "reason": "why"]))
            let shown = try await world.admin(.get, "/admin/apps", query: "app_id=shop").data
            #expect(shown["status"] == .string(word) && shown["status_reason"] == "why")
            #expect(try await world.reply(.get, "/v2/app_dns", query: "app_id=shop").data["app_status"] == .string(word))
            expectRefusal(try await world.post("/token/user", ["name": "anna", "password": "secret"]), failure)
            expectRefusal(try await world.reply(.get, "/user/list", server), failure)
            expectSuccess(try await world.admin(.post, "/admin/users", ["app_id": "shop", "names": [.string("user_of_\(word)")]]))
        }
        expectSuccess(try await world.admin(.patch, "/admin/apps/shop", ["status": "normal"]))
        _ = try await world.member()
        #expect(try await world.admin(.get, "/admin/apps", query: "app_id=shop").data["status_reason"] == nil)
    }

    @Test(arguments: [[:], ["status": 1], ["colour": "red"], ["reason": "alone"], ["name": ""]] as [JSON])
    func aChangeOfAnAppNeedsUsableFields(body: JSON) async throws {
        let answer = try await world.admin(.patch, "/admin/apps/shop", body)
        guard body != [:] else { return expectSuccess(answer) }
        expectRefusal(answer, .invalidRequestParameter)
    }

    @Test func aChangedClusterEndsTheTokensOfUsers() async throws {
        let (anna, server) = (try await world.member(), try await world.server())
        world.clock.advance(by: 1)
        expectRefusal(try await world.admin(.post, "/admin/apps/shop/reconnect", ["notice": "now"]), .invalidRequestParameter)
        expectSuccess(try await world.admin(.post, "/admin/apps/shop/reconnect", ["notice": "dns_update"]))
        expectSuccess(try await world.get("/user/profile", by: anna))
        expectSuccess(try await world.admin(.post, "/admin/apps/shop/reconnect", ["notice": "cluster_changed"]))
        #expect(try await world.get("/user/profile", by: anna).code == 402)
        #expect(try await world.reply(.get, "/user/profile", server + [("user_id", "\(anna.account.user)")]).code == 200)
        #expect(world.audit.entries.suffix(2).map(\.after) == [#"{"notice":"dns_update"}"#, #"{"notice":"cluster_changed"}"#])
    }
}
