import Censorship
import HearthCore
import IM
import Testing
import Web

struct WordRoutesTests {
    private static let path = "/admin/apps/shop/words"
    private static let list = path + "/default"

    private let world = RestWorld()

    private func upload(_ text: String, query: String = "", type: String = "text/plain", to path: String = list) async throws -> Answer {
        try await world.reply(
            .put, path, query: query, [("authorization", "Bearer \(RestWorld.adminToken)"), ("content-type", type)], body: Array(text.utf8))
    }

    private var inForce: [WordRule] { world.lexicons.entries(of: world.app.number).flatMap { $0.lexicon.rules } }

    @Test func aListIsUploadedShownAndChanged() async throws {
        let first = try await upload("one\ntwo\tmask\twhole\n", query: "action=review")
        expectSuccess(first)
        #expect(
            first.data == [
                "list": "default", "version": 1, "at": .integer(world.clock.now().milliseconds), "by": "admin API, 127.0.0.1",
                "note": "upload", "count": 2, "added": 2, "removed": 0, "kept": true,
            ])
        #expect(inForce == [WordRule("one", .exact, .review), WordRule("two", .whole, .mask)])
        let added = try await world.admin(.post, Self.list + "/add", ["words": ["three", "tr*"], "kind": "wildcard", "action": "mask"])
        #expect(added.data["version"] == 2 && added.data["count"] == 4 && added.data["added"] == 2)
        let rules: JSON = [["text": "four"], ["text": "fi.e", "kind": "regex", "action": "review"]]
        expectSuccess(try await world.admin(.post, Self.list + "/add", ["rules": rules]))
        let removed = try await world.admin(.post, Self.list + "/remove", ["words": ["one", "three", "absent"]])
        #expect(removed.data["removed"] == 2 && removed.data["count"] == 4)
        let shown = try await world.admin(.get, Self.list, query: "limit=3")
        #expect(
            shown.data["rules"] == [
                ["text": "two", "action": "mask", "kind": "whole"], ["text": "tr*", "action": "mask", "kind": "wildcard"],
                ["text": "four", "action": "refuse", "kind": "exact"],
            ])
        #expect(shown.json["cursor"] == 3 && shown.data["version"] == 4)
        let rest = try await world.admin(.get, Self.list, query: "limit=3&cursor=3")
        #expect(rest.data["rules"]?.asArray?.count == 1 && rest.json["cursor"] == nil)
        let found = try await world.admin(.get, Self.list, query: "contains=F")
        #expect(found.data["rules"]?.asArray?.compactMap { $0["text"]?.asString } == ["four", "fi.e"])
        #expect(try await world.admin(.get, Self.path).data.asArray?.compactMap { $0["version"]?.asInteger } == [4])
        #expect(world.lexicons.entries(of: world.otherApp.number).isEmpty)
    }

    @Test func versionsAreReadAndComeBack() async throws {
        for text in ["one", "two", "three"] { expectSuccess(try await upload(text)) }
        let page = try await world.admin(.get, Self.list + "/versions", query: "limit=2")
        #expect(page.data.asArray?.compactMap { $0["version"]?.asInteger } == [3, 2] && page.json["cursor"] == 2)
        let last = try await world.admin(.get, Self.list + "/versions", query: "limit=2&cursor=2")
        #expect(last.data.asArray?.count == 1 && last.json["cursor"] == nil)
        let text = try await world.admin(.get, Self.list + "/text", query: "version=1")
        #expect(text.text == "one\trefuse\texact\n")
        #expect(try await world.admin(.get, Self.list + "/text").text == "three\trefuse\texact\n")
        let restored = try await world.admin(.post, Self.list + "/restore", ["version": 1])
        #expect(restored.data["version"] == 4 && restored.data["note"] == "version 1")
        #expect(inForce == [WordRule("one")])
        expectSuccess(try await upload(try await world.admin(.get, Self.list + "/text", query: "version=2").text))
        #expect(inForce == [WordRule("two")])
        expectSuccess(try await world.admin(.delete, Self.list))
        #expect(inForce.isEmpty)
        #expect(try await world.admin(.get, Self.path).data == [])
        expectRefusal(try await world.admin(.get, Self.list), .invalidRequestParameter)
    }

    @Test func jsonIsTakenToo() async throws {
        let body = #"{"rules":[{"text":"one"},{"text":"t\two","action":"mask","kind":"whole"}]}"#
        expectSuccess(try await upload(body, query: "action=review", type: "application/json"))
        #expect(inForce == [WordRule("one", .exact, .review), WordRule("t\two", .whole, .mask)])
        #expect(try await world.admin(.get, Self.list + "/text").text == "one\treview\texact\nt\\two\tmask\twhole\n")
    }

    @Test func aTextIsTried() async throws {
        expectSuccess(try await upload("one\tmask\ntwo"))
        let before = world.audit.entries.count
        let masked = try await world.admin(.post, Self.path + "/test", ["text": "one fine day"])
        #expect(masked.data["action"] == "mask" && masked.data["text"] == "*** fine day")
        #expect(masked.data["hits"]?[0] == ["list": "default", "text": "one", "kind": "exact", "action": "mask", "found": "one"])
        #expect(try await world.admin(.post, Self.path + "/test", ["text": "One two"]).data["text"] == .null)
        #expect(try await world.admin(.post, Self.path + "/test", ["text": "three"]).data["action"] == .null)
        #expect(world.audit.entries.count == before)
    }

    @Test func whatCannotBeTakenIsNamed() async throws {
        expectSuccess(try await upload("one"))
        for (answer, words) in [
            (try await upload("one\ntwo\tban"), "line 2: 'ban' is no action"), (try await upload(""), "no rule"),
            (try await upload("one", query: "action=ban"), "action"), (try await upload("one", type: "application/json"), "text/plain"),
            (try await upload(#"{"rules":[{"text":"a"},{"text":""}]}"#, type: "application/json"), "rule 2"),
            (try await upload("one", to: Self.path + "/Upper"), "list"), (try await upload("one", to: Self.path + "/a%20b"), "list"),
            (try await world.admin(.post, Self.list + "/add", ["words": ["a"], "kind": "prefix"]), "kind: expected exact, whole"),
            (try await world.admin(.post, Self.list + "/add", ["words": []]), "no rule"),
            (try await world.admin(.post, Self.list + "/remove", [:]), "words"),
            (try await world.admin(.post, Self.path + "/absent/remove", ["words": ["a"]]), "no word list absent"),
            (try await world.admin(.post, Self.list + "/restore", ["version": 9]), "version"),
            (try await world.admin(.get, Self.list + "/text", query: "version=9"), "version"),
            (try await world.admin(.get, Self.list, query: "limit=1001"), "limit"),
            (try await world.admin(.get, Self.path + "/absent/versions"), "no word list absent"),
            (try await world.admin(.delete, Self.path + "/absent"), "no word list absent"),
            (try await world.admin(.post, Self.path + "/test"), "text"),
        ] {
            expectRefusal(answer, .invalidRequestParameter)
            #expect(answer.message?.contains(words) == true, "\(answer.message ?? "") \(words)")
        }
        expectRefusal(try await world.admin(.get, "/admin/apps/absent/words"), .serverAppIdInvalid)
        #expect(inForce == [WordRule("one")])
    }

    @Test func changesAreOnRecordWithoutTheirWords() async throws {
        expectSuccess(try await upload("secretive\nother"))
        expectSuccess(try await world.admin(.post, Self.list + "/remove", ["words": ["other"]]))
        let (first, second) = (world.audit.entries.dropLast().last, world.audit.entries.last)
        #expect(first?.act == "PUT /admin/apps/{app_id}/words/{list}" && first?.subject == "list=default" && first?.app == AppID("shop"))
        #expect(first?.before == nil && first?.after == #"{"version":1,"note":"upload","count":2,"added":2,"removed":0}"#)
        #expect(second?.before == first?.after)
        #expect(second?.after == #"{"version":2,"note":"remove","count":1,"added":0,"removed":1}"#)
    }

    @Test func onlyTheAdminMaySendMegabytes() throws {
        let route = try #require(world.table.route(for: .put, Self.list))
        #expect(route.bodyBytes(["authorization": "Bearer \(RestWorld.adminToken)"]) == Limits.wordListBytes)
        for headers: Headers in [[:], ["authorization": "Bearer x"], ["authorization": RestWorld.adminToken]] {
            #expect(route.bodyBytes(headers) == nil)
        }
        let others = world.table.routes.filter {
            $0.path != route.path && !($0.bodyBytes(["authorization": "Bearer \(RestWorld.adminToken)"]) == nil)
        }
        #expect(others.isEmpty)
    }
}
