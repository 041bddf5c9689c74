import HearthCore
import IM
import Ratel
import Testing
import Web

struct BootstrapTests {
    private static func dns(_ world: RestWorld, _ query: String, _ origin: Request.Origin = .init()) async throws -> Answer {
        try await world.reply(.get, "/v2/app_dns", query: query, origin: origin)
    }

    /// SDKs of the second generation read `dns_list`, those of the first `recommend_cluster_id` and `clusters`.
    @Test(arguments: ["/v2/app_dns", "/app_dns"]) func theServerListServesAllSDKs(path: String) async throws {
        let world = RestWorld()
        let answer = try await world.reply(
            .get, path, query: "app_id=shop&source=sdk", origin: Request.Origin(scheme: "http", host: "10.0.0.7:4290"))
        expectSuccess(answer)
        let data = answer.data
        let groups = try #require(data["dns_list"]?.asArray)
        #expect(groups.count == 1 && groups[0]["group_level"] == 0)
        let cluster = try #require(groups[0]["clusters"]?[0])
        for list in ["ratel", "ws", "webim", "rtc"] {
            // A missing or empty `rtc` stops SDK 3.0.0.
            #expect(cluster[list] == [["protocol": "http", "host": "10.0.0.7:4290"]], "\(list)")
        }
        #expect(data["app_status"] == "normal" && data["account_verification"] == [:])
        // Browsers would remember hosts named here and ask them over HTTPS.
        #expect(data["dns_server_list"] == [] && data["link_server_list"] == [])
        let recommended = try #require(data["recommend_cluster_id"])
        #expect(data["clusters"]?.asArray?.filter { $0["cluster_id"] == recommended } == [cluster])
    }

    @Test func theServerListFollowsTheNameTheClientUsed() async throws {
        let answer = try await Self.dns(
            RestWorld(), "app_id=shop", Request.Origin(scheme: "https", host: "im.example.org"))
        #expect(answer.data["clusters"]?[0]?["ratel"] == [["protocol": "https", "host": "im.example.org"]])
    }

    @Test func thePublicAddressGoesBeforeTheClients() async throws {
        let world = RestWorld(publicBase: PublicBase(scheme: "https", host: "chat.example.org:8443"))
        let answer = try await Self.dns(world, "app_id=shop", Request.Origin(scheme: "http", host: "10.0.0.7:4290"))
        for list in ["ratel", "ws", "webim", "rtc"] {
            #expect(answer.data["clusters"]?[0]?[list] == [["protocol": "https", "host": "chat.example.org:8443"]])
        }
    }

    @Test func anUnknownAppIs99998() async throws {
        let answer = try await Self.dns(RestWorld(), "app_id=nothere")
        expectRefusal(answer, .serverDNSAppIdInvalid)
        #expect(answer.code == 99998)
        expectRefusal(try await Self.dns(RestWorld(), "source=sdk"), .serverAppIdMissing)
    }

    @Test func theAppMayBeNamedInTheHeader() async throws {
        let world = RestWorld()
        expectSuccess(try await world.reply(.get, "/v2/app_dns", [("app_id", "shop")]))
        let both = try await world.reply(.get, "/v2/app_dns", query: "app_id=nothere", [("app_id", "shop")])
        expectRefusal(both, .serverDNSAppIdInvalid)
    }

    /// The SDK stops with APP_FROZEN and so on, which it could not tell from a refusal.
    @Test(arguments: AppStatus.allCases) func theStateOfTheAppIsAWord(status: AppStatus) async throws {
        let world = RestWorld()
        _ = world.apps.add("stately", 9, status)
        let answer = try await Self.dns(world, "app_id=stately")
        expectSuccess(answer)
        #expect(answer.data["app_status"] == .string(status.word))
    }

    @Test func theServerAnswersWithoutAnApp() async throws {
        let world = RestWorld()
        expectSuccess(try await world.reply(.get, "/"))
        expectSuccess(try await world.reply(.get, "/api/health"))
        let features = try await world.reply(.get, "/app/config", query: "platform=6", [("app_id", "shop")])
        expectSuccess(features)
        #expect(features.data == ["hide_member_info": true])
    }

    @Test func preflightsNeedNothing() async throws {
        let world = RestWorld()
        for route in world.table.routes {
            let answer = try await world.reply(.options, route.path)
            #expect(answer.status == 204 && answer.text.isEmpty)
        }
    }
}
