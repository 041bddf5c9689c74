import HearthCore
import NIOCore
import NIOPosix
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct HTTPDoorTests {
    private func get(_ path: String, _ fields: String...) -> String {
        "GET \(path) HTTP/1.1\r\nHost: im.example:8080\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    private func post(_ body: String, _ fields: String...) -> String {
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n" + body
    }

    @Test func aConnectionServesManyRequests() async throws {
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            for _ in 0..<3 {
                try await client.send(get("/hello"))
                let response = try await client.response()
                #expect(response.status == 200 && response.body == "hello")
                #expect(response.header("access-control-allow-origin") == "*")
                #expect(response.header("connection") == "keep-alive")
            }
            try await client.send(post(#"{"a":[1,"é"]}"#))
            #expect(try await client.response().body == #"{"code":200,"data":{"a":[1,"é"]},"message":null}"#)
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            try await client.send((0..<20).map { post("\($0)") }.joined() + get("/hello", "Connection: close"))
            for number in 0..<20 {
                #expect(try await client.response().body == #"{"code":200,"data":\#(number),"message":null}"#)
            }
            #expect(try await client.response().body == "hello")
            #expect(await client.end() == "")
        }
    }

    @Test func refusalsAndUnknownTargetsAreHTTP200WithCORS() async throws {
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            for (request, code) in [
                (get("/refusal"), 10000), (get("/nothing"), 404), (post("{"), 10002), ("BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ] {
                try await client.send(request)
                let response = try await client.response()
                if code == 400 {
                    #expect(response.status == 400)
                } else {
                    #expect(response.status == 200)
                    #expect(try JSON.parse(Array(response.body.utf8))["code"] == .integer(Int64(code)))
                }
                #expect(response.header("access-control-allow-origin") == "*")
            }
        }
    }

    @Test func aRouteTakesLargerBodiesFromWhomItKnows() async throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 64
        let large = Route(
            [.post], "/echo", .admin, "echo", bodyBytes: { $0["authorization"] == "known" ? 200 : nil }
        ) { (request) throws(Failure) in .text("\(request.body.count)") }
        try await withDoor([large], limits: limits) { port, _ in
            let client = try await RawClient(port: port)
            let body = String(repeating: "7", count: 200)
            let chunked = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
            for (request, answer) in [
                (post(body, "Authorization: known"), "200"), (post(body + "7", "Authorization: known"), "too large"),
                (post(body), "too large"), (post("7"), "1"),
                (chunked + "Authorization: known\r\n\r\nC8\r\n\(body)\r\n0\r\n\r\n", "200"),
                (chunked + "\r\nC8\r\n\(body)\r\n0\r\n\r\n", "too large"),
            ] {
                try await client.send(request)
                let response = try await client.response()
                #expect(response.body.contains(answer), "\(response.body)")
            }
        }
    }

    @Test func aMethodWithoutRoutesIsCode404() async throws {
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            try await client.send("PROPFIND /hello HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try await client.response().body.contains(#""code":404"#))
        }
    }

    @Test func aPreflightIsAnswered() async throws {
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(
                "OPTIONS /user/x HTTP/1.1\r\nHost: x\r\nOrigin: http://a\r\nAccess-Control-Request-Headers: app_id\r\n\r\n")
            let response = try await client.response()
            #expect(response.status == 204)
            #expect(response.header("access-control-allow-methods")?.contains("DELETE") == true)
            #expect(response.header("access-control-allow-headers")?.hasSuffix(", app_id") == true)
            #expect(response.header("content-length") == nil)
            try await client.send(get("/hello"))
            #expect(try await client.response().body == "hello")
        }
    }

    @Test func aRouteMayNameTheOriginAndItsOwnPreflightAndRefusal() async throws {
        let shared = Route([.post], "/shared", .open, "shared", tooLarge: .text("no", status: 413)) { request in
            .text("yes").shared(with: request.headers["origin"])
        }
        let preflight = Route([.options], "/shared", .open, "preflight") { request in
            .preflight(request).shared(with: request.headers["origin"])
        }
        var limits = HTTPLimits()
        limits.bodyBytes = 10
        try await withDoor([shared, preflight], limits: limits) { port, _ in
            let client = try await RawClient(port: port)
            for method in ["OPTIONS", "POST"] {
                try await client.send("\(method) /shared HTTP/1.1\r\nHost: x\r\nOrigin: http://a.b:1\r\nContent-Length: 0\r\n\r\n")
                let response = try await client.response()
                #expect(response.header("access-control-allow-origin") == "http://a.b:1")
                #expect(response.header("access-control-allow-credentials") == "true")
                #expect(response.header("vary") == "Origin")
            }
            try await client.send("POST /shared HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world")
            #expect(try await client.response().status == 413)
            try await client.send("POST /shared HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            let response = try await client.response()
            #expect(response.header("access-control-allow-origin") == "*" && response.header("access-control-allow-credentials") == nil)
        }
    }

    @Test func headHasALengthAndNoBody() async throws {
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            try await client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n" + get("/hello"))
            #expect(try await client.response(hasBody: false).header("content-length") == "5")
            #expect(try await client.response().body == "hello")
        }
    }

    @Test(arguments: ["nonsense\r\n\r\n", "GET /hello HTTP/9.9\r\n\r\n", "GET /hello HTTP/1.1\r\nbad header\r\n\r\n"])
    func aMalformedRequestIsHTTP400(bytes: String) async throws {
        try await withDoor { port, _ in
            for before in ["", get("/hello")] {
                let client = try await RawClient(port: port)
                try await client.send(before + bytes)
                if !before.isEmpty { #expect(try await client.response().body == "hello") }
                let response = try await client.response()
                #expect(response.status == 400)
                #expect(response.header("access-control-allow-origin") == "*")
                #expect(response.header("connection") == "close")
                #expect(await client.end() == "")
            }
        }
    }

    @Test func aTooLargeBodyIsRefusedAndTheConnectionGoesOn() async throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 1000
        try await withDoor(limits: limits) { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(post("\"" + String(repeating: "x", count: 999) + "\""))
            let refused = try await client.response()
            #expect(refused.status == 200 && refused.body.contains(#""code":10002"#))
            try await client.send(
                "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + String(repeating: " ", count: 2000)
                    + "\r\n0\r\n\r\n")
            #expect(try await client.response().body.contains(#""code":10002"#))
            try await client.send(post("\"" + String(repeating: "x", count: 998) + "\""))
            #expect(try await client.response().body.contains(#""code":200"#))
        }
    }

    @Test func anEndlessBodyClosesTheConnection() async throws {
        var limits = HTTPLimits()
        limits.bodyBytes = 1000
        try await withDoor(limits: limits) { port, _ in
            let client = try await RawClient(port: port)
            try? await client.send(
                "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n" + String(repeating: "x", count: 20_000))
            _ = await client.end()
        }
    }

    @Test func aLargeBodyIsInvited() async throws {
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            try await client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
            #expect(try await client.response().status == 100)
            try await client.send("1")
            #expect(try await client.response().body.contains(#""data":1"#))
        }
    }

    @Test func anOfferOfHTTP2IsIgnoredAndTheRequestServed() async throws {
        try await withDoor(upgrades: [FrameEcho.upgrade()]) { port, _ in
            let offer = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA"]
            for (request, body) in [
                (get("/hello", offer[0], offer[1], offer[2]), "hello"),
                (post("7", offer[0], offer[1], offer[2]), #"{"code":200,"data":7,"message":null}"#),
            ] {
                let client = try await RawClient(port: port)
                try await client.send(request)
                let response = try await client.response()
                #expect(response.body == body)
                // NIO's decoder would not read another request.
                #expect(response.header("connection") == "close")
                #expect(await client.end() == "")
            }
        }
    }

    @Test func theOriginIsReadFromTheProxyOnlyWhenThereIsOne() async throws {
        let request = get("/origin?q=%2B1", "X-Forwarded-Proto: https", "X-Forwarded-Host: im.public", "X-Forwarded-For: 6.6.6.6, 9.9.9.9")
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(request)
            #expect(try await client.response().body == "http://im.example:8080 127.0.0.1 +1")
            try await client.send("GET http://proxied/origin HTTP/1.1\r\nHost: a\"b\r\n\r\n")
            #expect(try await client.response().body == "http://127.0.0.1:\(port) 127.0.0.1 ")
        }
        try await withDoor(behindProxy: true) { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(request)
            #expect(try await client.response().body == "https://im.public 9.9.9.9 +1")
            // A proxy may add lines of its own after those of the client.
            try await client.send(
                get(
                    "/origin", "X-Forwarded-Proto: http", "X-Forwarded-For: 6.6.6.6", "X-Forwarded-Host: evil.example",
                    "X-Forwarded-Host: im.public", "X-Forwarded-Proto: https", "x-forwarded-for: 7.7.7.7, 9.9.9.9"))
            #expect(try await client.response().body == "https://im.public 9.9.9.9 ")
        }
    }

    @Test func anAddressInUseIsAnError() async throws {
        try await withDoor { port, _ in
            let second = HTTPDoor(
                host: "127.0.0.1", port: port, routes: RouteTable([]), group: MultiThreadedEventLoopGroup.singleton,
                logger: .init(label: "test")
            )
            await #expect(throws: IOError.self) { try await second.run() }
        }
    }
}
