import HearthCore
import IM
import Live
import Testing
import Web

struct ConsoleTests {
    private static let routes: [(Method, String)] = [
        (.post, "/admin/apps"), (.get, "/admin/apps"), (.post, "/admin/users"), (.get, "/admin/status"), (.get, "/admin/metrics"),
        (.get, "/admin/apps/{app_id}/settings"), (.patch, "/admin/apps/{app_id}/settings"),
        (.get, "/admin/apps/{app_id}/settings/changes"), (.post, "/admin/apps/{app_id}/tokens"), (.get, "/admin/apps/{app_id}/tokens"),
        (.delete, "/admin/apps/{app_id}/tokens/{id}"),
        (.patch, "/admin/apps/{app_id}"), (.post, "/admin/apps/{app_id}/reconnect"), (.get, "/admin/audit"),
        (.get, "/admin/apps/{app_id}/users/{user_id}"), (.put, "/admin/apps/{app_id}/users/{user_id}/freeze"),
        (.delete, "/admin/apps/{app_id}/users/{user_id}/freeze"),
        (.get, "/admin/apps/{app_id}/messages/{mid}"), (.put, "/admin/apps/{app_id}/users/{user_id}/ban"),
        (.delete, "/admin/apps/{app_id}/users/{user_id}/ban"),
        (.delete, "/admin/apps/{app_id}/users/{user_id}/sessions"),
        (.get, "/admin/apps/{app_id}/groups/{group_id}"), (.patch, "/admin/apps/{app_id}/groups/{group_id}"),
        (.get, "/admin/license"), (.put, "/admin/license"), (.delete, "/admin/license"), (.get, "/admin/license/key"),
        (.get, "/admin/apps/{app_id}/words"), (.get, "/admin/apps/{app_id}/words/{list}"), (.put, "/admin/apps/{app_id}/words/{list}"),
        (.delete, "/admin/apps/{app_id}/words/{list}"), (.get, "/admin/apps/{app_id}/words/{list}/versions"),
        (.get, "/admin/apps/{app_id}/words/{list}/text"), (.post, "/admin/apps/{app_id}/words/{list}/add"),
        (.post, "/admin/apps/{app_id}/words/{list}/remove"), (.post, "/admin/apps/{app_id}/words/{list}/restore"),
        (.post, "/admin/apps/{app_id}/words/test"), (.get, "/admin/apps/{app_id}/reviews"),
        (.get, "/admin/apps/{app_id}/reviews/{id}"), (.post, "/admin/apps/{app_id}/reviews/{id}"),
    ]

    @Test func theseAreAllRoutes() {
        let all = RestWorld().table.routes.filter { $0.path.hasPrefix("/admin") }
        #expect(all.allSatisfy { $0.access == .admin })
        #expect(Set(all.flatMap { route in route.methods.map { "\($0) \(route.path)" } }) == Set(Self.routes.map { "\($0) \($1)" }))
    }

    @Test func withoutTheTokenEverythingIs401() async throws {
        let world = RestWorld()
        let anna = try await world.member()
        let body = JSON(dictionaryLiteral: ("name", "intruder"), ("app_id", "shop"), ("names", ["eve"])).bytes
        for (method, path) in Self.routes {
            for header in [nil, "", "Bearer", "Basic \(RestWorld.adminToken)", RestWorld.adminToken] {
                let answer = try await world.reply(method, path, header.map { [("authorization", $0)] } ?? [], body: body)
                #expect(answer.status == 401 && answer.code == 10003, "\(header ?? "none")")
            }
            for token in ["", "x", RestWorld.adminToken + "x", " " + RestWorld.adminToken, anna.token] {
                let answer = try await world.reply(
                    method, path, anna.headers + [("authorization", "Bearer \(token)")], body: body)
                #expect(answer.status == 401 && answer.code == 10010, "\(token)")
            }
        }
        #expect(try await world.apps.list().count == 2)
        #expect(try await world.accounts.credentials(world.app.number, name: "eve") == nil)
    }

    @Test func anAppIsMadeWithItsAddresses() async throws {
        let world = RestWorld()
        let origin = Request.Origin(scheme: "https", host: "im.example.org")
        let answer = try await world.admin(.post, "/admin/apps", ["name": "Käse 芝士"], origin: origin)
        expectSuccess(answer)
        let id = try #require(answer.data["app_id"]?.asString)
        #expect(id.count == 12 && id.allSatisfy { ("a"..."z").contains($0) })
        #expect(answer.data["name"] == "Käse 芝士" && answer.data["status"] == "normal")
        #expect(answer.data["rest"] == "https://im.example.org" && answer.data["websocket"] == "wss://im.example.org")
        #expect(answer.data["dns"] == "https://im.example.org/v2/app_dns")
        #expect(answer.data["created_at"] == .integer(world.clock.now().milliseconds))
        _ = try await world.member("first", of: try #require(try await world.apps.find(AppID(id))).app)
    }

    @Test func aTakenAppIDIsDrawnAgain() async throws {
        let world = RestWorld()
        world.apps.refuseCreations(3)
        expectSuccess(try await world.admin(.post, "/admin/apps", ["name": "late"]))
        #expect(try await world.apps.list().map(\.name) == ["shop", "other", "late"])
    }

    @Test(arguments: [[:], ["name": ""], ["name": 7], ["name": .string(String(repeating: "x", count: 65))], ["name": "a\u{0}"]] as [JSON])
    func anAppNeedsAUsableName(body: JSON) async throws {
        let world = RestWorld()
        expectRefusal(try await world.admin(.post, "/admin/apps", body), .invalidRequestParameter)
        #expect(try await world.apps.list().count == 2)
    }

    @Test func appsAreListedOrShownOneByOne() async throws {
        let world = RestWorld()
        let all = try await world.admin(.get, "/admin/apps")
        expectSuccess(all)
        #expect(all.data.asArray?.map { $0["app_id"] } == ["shop", "other"])
        let one = try await world.admin(.get, "/admin/apps", query: "app_id=other")
        #expect(one.data["app_id"] == "other" && one.data == all.data[1])
        expectRefusal(try await world.admin(.get, "/admin/apps", query: "app_id=nothere"), .serverAppIdInvalid)
    }

    @Test func usersAreMadeWithTokensThatWork() async throws {
        let world = RestWorld()
        let names: [JSON] = (0..<300).map { "user_\($0)" }
        let answer = try await world.admin(.post, "/admin/users", ["app_id": "shop", "names": .array(names)])
        expectSuccess(answer)
        let made = try #require(answer.data.asArray)
        #expect(made.map { $0["username"] } == names)
        #expect(Set(made.map { $0["user_id"] }).count == 300)
        let last = try #require(made.last)
        let profile = try await world.reply(
            .get, "/user/profile", [("app_id", "shop"), ("access-token", try #require(last["token"]?.asString))])
        #expect(profile.data["user_id"] == last["user_id"] && profile.data["username"] == last["username"])
        // No password leads in until there is one.
        for password in ["", "plain:"] as [JSON] {
            let login = try await world.post("/token/user", ["name": "user_0", "password": password])
            expectRefusal(login, .userAuthFailed)
        }
        #expect(world.passwords.hashesComputed == 2)
    }

    @Test func usersAreRefusedByNameAndNotAtAllWithAWrongOne() async throws {
        let world = RestWorld()
        _ = try await world.member("anna")
        let taken = try await world.admin(.post, "/admin/users", ["app_id": "shop", "names": ["ben", "anna", "dora"]])
        #expect(taken.status == 200 && taken.code == Int64(Failure(.userAlreadyExist).restCode))
        #expect(taken.message?.contains("anna") == true)
        let rows = try #require(taken.data.asArray)
        #expect(rows.map { $0["username"] } == ["ben", "anna", "dora"])
        #expect(rows[1] == ["username": "anna", "code": 10004, "message": "the user exists already: anna"])
        for row in [rows[0], rows[2]] {
            let token = try #require(row["token"]?.asString)
            let profile = try await world.reply(.get, "/user/profile", [("app_id", "shop"), ("access-token", token)])
            #expect(profile.data["username"] == row["username"])
        }
        let wrong = try await world.admin(.post, "/admin/users", ["app_id": "shop", "names": ["carl", "12345"]])
        expectRefusal(wrong, .invalidUserNameParameter)
        #expect(try await world.accounts.credentials(world.app.number, name: "carl") == nil)
        expectRefusal(try await world.admin(.post, "/admin/users", ["app_id": "nothere", "names": []]), .serverAppIdInvalid)
        expectRefusal(try await world.admin(.post, "/admin/users", ["app_id": "shop"]), .invalidRequestParameter)
    }

    @Test func statusAndMetricsCountSessions() async throws {
        let world = RestWorld()
        let session = StillSession(DeviceAddress(account: Account(app: world.app.number, user: UserID(2)), device: DeviceSN(1)))
        world.hub.enter(session)
        let status = try await world.admin(.get, "/admin/status")
        #expect(
            status.data == [
                "database": "Memory", "synchronous": "NONE", "sessions": 1, "license": ["state": "none", "warnings": []],
            ])
        #expect(try await world.admin(.get, "/admin/status", query: "count=true").data["messages"] == 3)
        expectRefusal(try await world.admin(.get, "/admin/status", query: "count=maybe"), .invalidRequestParameter)
        let metrics = try await world.admin(.get, "/admin/metrics")
        #expect(metrics.status == 200)
        #expect(metrics.text == "hearth_test 1\n\(world.rates.text())# TYPE hearth_sessions gauge\nhearth_sessions 1\n")
    }
}

/// A connected device that does nothing.
private final class StillSession: LiveSession {
    let address: DeviceAddress
    let tokenID = "token"
    let sdkVersion = "3.0.0"

    init(_ address: DeviceAddress) { self.address = address }

    func post(_ event: LiveEvent) {}
}
