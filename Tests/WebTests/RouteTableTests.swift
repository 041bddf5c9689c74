import HearthCore
import Testing

@testable import Web

@Suite struct RouteTableTests {
    private let table = RouteTable([
        Route([.get], "/", .open, "root") { _ in .text("root") },
        Route([.post, .put], "/user/name", .user, "name") { (request) throws(Failure) in
            .data(["name": .string(try request.parameters().string("name"))], ["cursor": nil, "version": 3])
        },
        Route([.get], "/fails", .open, "fails") { (_) throws(Failure) in throw Failure(.userNotExist) },
    ])

    private func text(_ reply: Reply) -> String { String(decoding: reply.body, as: UTF8.self) }

    @Test func successHasTheEnvelopeAndItsExtraMembers() async {
        let reply = await table.reply(to: Request(.put, "/user/name/", query: ["name": "ann"]))
        #expect(text(reply) == #"{"code":200,"data":{"name":"ann"},"message":null,"version":3}"#)
        #expect(reply.contentType == "application/json")
    }

    @Test func aRefusalIsHTTP200() async {
        let reply = await table.reply(to: Request(.get, "/fails"))
        #expect(reply.status == 200)
        #expect(text(reply) == #"{"code":10000,"message":"the user does not exist"}"#)
    }

    @Test(arguments: [
        (Method.get, "/nothing"), (.get, "/user/name"), (.post, "/"), (.get, "/fails//"), (.get, "/Fails"), (.head, "/user/name"),
    ])
    func anUnknownTargetIsCode404(method: Method, path: String) async throws {
        let reply = await table.reply(to: Request(method, path))
        #expect(reply.status == 200)
        #expect(try JSON.parse(reply.body)["code"] == 404)
    }

    @Test func headIsServedByGet() {
        #expect(table.route(for: .head, "/")?.summary == "root")
        #expect(table.route(for: .get, "/fails/")?.summary == "fails")
    }

    // MARK: Paths with a name in them

    private let named = RouteTable([
        Route([.get], "/apps/{app}/settings", .open, "named") { (request) throws(Failure) in
            .text(try request.segment("app"))
        },
        Route([.get], "/apps/first/settings", .open, "exact") { _ in .text("exact") },
        Route([.post], "/apps/{app}/{part}/", .open, "two") { (request) throws(Failure) in
            .text(try request.segment("app") + " " + request.segment("part"))
        },
        Route([.put], "/{any}", .open, "wrong name") { (request) throws(Failure) in .text(try request.segment("other")) },
    ])

    @Test(arguments: [
        (Method.get, "/apps/x/settings", "x"), (.get, "/apps/x/settings/", "x"), (.get, "/apps/%C3%A4%20%2f+/settings", "ä /+"),
        (.get, "/apps/first/settings", "exact"), (.get, "/apps/fir%73t/settings", "first"),
        (.post, "/apps/first/settings", "first settings"),
        (.head, "/apps/x/settings", "x"), (.get, "/apps/{app}/settings", "{app}"),
    ])
    func aNameStandsForAnyOneSegment(method: Method, path: String, answer: String) async {
        #expect(text(await named.reply(to: Request(method, path))) == answer)
    }

    @Test(arguments: [
        (Method.get, "/apps//settings"), (.get, "/apps/x/y/settings"), (.get, "/apps/settings"), (.get, "/apps/x/Settings"),
        (.get, "/apps/%00/settings"), (.get, "/apps/%zz/settings"), (.get, "/apps/%4/settings"), (.get, "/apps/%ff/settings"),
        (.put, "/apps/x/settings"), (.delete, "/apps/first/settings"), (.get, "x/apps/x/settings"), (.put, "/"),
    ])
    func whatFitsNoPatternIsCode404(method: Method, path: String) async throws {
        #expect(try JSON.parse(await named.reply(to: Request(method, path)).body)["code"] == 404)
    }

    @Test func aNameThatTheRouteHasNotIsRefused() async throws {
        #expect(try JSON.parse(await named.reply(to: Request(.put, "/x")).body)["code"] == 10002)
    }

    @Test func aPreflightNeedsNoRoute() async {
        let reply = await table.reply(to: Request(.options, "/any/thing", headers: ["Access-Control-Request-Headers": "app_id,x-new"]))
        #expect(reply.status == 204)
        let allowed = reply.headers.first { $0.name == "access-control-allow-headers" }?.value
        #expect(allowed == "app_id, access-token, user_id, group_id, content-type, app_id,x-new")
        #expect(reply.headers.first { $0.name == "access-control-max-age" }?.value == "86400")
    }

    @Test(arguments: [nil, "", "a\r\nx: y", "ä", String(repeating: "a", count: 2000), "a;b"])
    func anUnfitListOfFieldsIsNotEchoed(wanted: String?) {
        #expect(CORS.allowedFields(wanted) == "app_id, access-token, user_id, group_id, content-type")
    }

    @Test func fieldsThatWouldBreakTheHeaderAreLeftOut() {
        let reply = Reply.raw(200, "text/plain\r\nx-evil: 1", []).with("x-good", "1").with("x bad", "1").with("x-split", "a\r\nb: c")
        let head = reply.head(keepsAlive: true)
        #expect(head.headers.contains(name: "x-good"))
        #expect(!head.headers.contains { $0.name.contains(" ") || $0.value.contains("\n") || $0.name == "content-type" })
        #expect(head.headers.first(name: "access-control-allow-origin") == "*")
    }
}
