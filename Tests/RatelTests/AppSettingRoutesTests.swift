import HearthCore
import IM
import Testing
import Web

struct AppSettingRoutesTests {
    private static let path = "/admin/apps/shop/settings"

    /// The row of one key.
    private static func row(_ answer: Answer, _ key: JSON) -> JSON? { answer.data.asArray?.first { $0["key"] == key } }

    @Test func everySettingIsShownWithWhatItMayBe() async throws {
        let world = RestWorld()
        let answer = try await world.admin(.get, Self.path)
        expectSuccess(answer)
        #expect(answer.data.asArray?.map { $0["key"]?.asString } == AppSettingTable.keys.map(\.name))
        let window = try #require(Self.row(answer, "recall.window.chat"))
        #expect(Answer.keys(window) == ["key", "value", "default", "changed", "type", "min", "max", "help"])
        #expect(window["value"] == 300 && window["default"] == 300 && window["changed"] == false)
        #expect(window["type"] == "integer" && window["min"] == 0 && window["max"] == 31_536_000)
        let full = try #require(Self.row(answer, "devices.when.full"))
        #expect(Answer.keys(full) == ["key", "value", "default", "changed", "type", "choices", "help"])
        #expect(full["value"] == "evict" && full["type"] == "choice" && full["choices"] == ["evict", "refuse"])
        let recall = try #require(Self.row(answer, "recall.enabled"))
        #expect(recall["value"] == true && recall["type"] == "boolean")
    }

    @Test func aChangeIsAnsweredWithWhatHoldsAndHoldsAtOnce() async throws {
        let world = RestWorld()
        let answer = try await world.admin(.patch, Self.path, ["retention.days": 7, "recall.enabled": "false"])
        expectSuccess(answer)
        for answer in [answer, try await world.admin(.get, Self.path)] {
            #expect(Self.row(answer, "retention.days")?["value"] == 7 && Self.row(answer, "retention.days")?["changed"] == true)
            #expect(Self.row(answer, "recall.enabled")?["value"] == false)
            #expect(Self.row(answer, "recall.window.chat")?["changed"] == false)
        }
        let other = try await world.admin(.get, "/admin/apps/other/settings")
        #expect(other.data.asArray?.allSatisfy { $0["changed"] == false } == true)
        let back = try await world.admin(.patch, Self.path, ["retention.days": .null])
        #expect(Self.row(back, "retention.days")?["value"] == 0 && Self.row(back, "recall.enabled")?["value"] == false)
    }

    @Test func oneWrongValueLeavesEverythingAsItWas() async throws {
        let world = RestWorld()
        let before = try await world.admin(.get, Self.path)
        for (body, words) in [
            (["retention.days": 1, "retention.day": 2], ["'retention.day'", "'retention.days'"]),
            (["recall.enabled": false, "recall.window.chat": 31_536_001], ["recall.window.chat", "from 0 to 31536000", "'31536001'"]),
            (["recall.enabled": false, "devices.when.full": "panic"], ["devices.when.full", "one of evict, refuse", "'panic'"]),
            (["recall.enabled": 0], ["recall.enabled", "true or false", "'0'"]),
            (["retention.days": 1.5], ["retention.days", "'1.5'"]), (["retention.days": [1]], ["retention.days", "'[1]'"]),
        ] as [(JSON, [String])] {
            let answer = try await world.admin(.patch, Self.path, body)
            expectRefusal(answer, .invalidRequestParameter)
            for word in words { #expect(answer.message?.contains(word) == true, "\(answer.json)") }
        }
        for body in ["", "[]", "7", "{\"retention.days\": }"] {
            let answer = try await world.reply(
                .patch, Self.path, [("authorization", "Bearer \(RestWorld.adminToken)")], body: Array(body.utf8))
            expectRefusal(answer, .invalidRequestParameter)
        }
        #expect(try await world.admin(.get, Self.path).data == before.data)
        #expect(try await world.admin(.get, Self.path + "/changes").data == [])
    }

    @Test func anUnknownAppHasNoSettings() async throws {
        let world = RestWorld()
        expectRefusal(try await world.admin(.get, "/admin/apps/nothere/settings"), .serverAppIdInvalid)
        expectRefusal(try await world.admin(.patch, "/admin/apps/nothere/settings", ["retention.days": 1]), .serverAppIdInvalid)
        expectRefusal(try await world.admin(.get, "/admin/apps/nothere/settings/changes"), .serverAppIdInvalid)
        expectRefusal(try await world.admin(.delete, Self.path), .notFound)
        expectRefusal(try await world.admin(.get, "/admin/apps//settings"), .notFound)
    }

    @Test func theRecordSaysWhoSetWhat() async throws {
        let world = RestWorld()
        let origin = Request.Origin(remoteAddress: "192.0.2.7")
        _ = try await world.admin(.patch, Self.path, ["devices.when.full": "refuse"], origin: origin)
        _ = try await world.admin(.patch, Self.path, ["devices.when.full": "evict", "retention.days": 3], origin: origin)
        let now = JSON.integer(world.clock.now().milliseconds)
        let by = "admin API, 192.0.2.7" as JSON
        let answer = try await world.admin(.get, Self.path + "/changes")
        expectSuccess(answer)
        #expect(
            answer.data == [
                ["at": now, "key": "devices.when.full", "before": "refuse", "after": .null, "by": by],
                ["at": now, "key": "retention.days", "before": .null, "after": 3, "by": by],
                ["at": now, "key": "devices.when.full", "before": .null, "after": "refuse", "by": by],
            ])
        #expect(answer.json["cursor"] == nil)
    }

    @Test func theRecordComesInPages() async throws {
        let world = RestWorld()
        for days in 1...5 { _ = try await world.admin(.patch, Self.path, ["retention.days": .integer(Int64(days))]) }
        var seen: [JSON?] = []
        var query = "limit=2"
        while true {
            let page = try await world.admin(.get, Self.path + "/changes", query: query)
            seen += page.data.asArray?.map { $0["after"] } ?? []
            guard let cursor = page.json["cursor"] else { break }
            query = "limit=2&cursor=\(cursor)"
        }
        #expect(seen == [5, 4, 3, 2, 1])
        for query in ["limit=0", "limit=501", "limit=x", "cursor=x"] {
            expectRefusal(try await world.admin(.get, Self.path + "/changes", query: query), .invalidRequestParameter)
        }
    }
}
