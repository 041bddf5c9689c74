import NIOCore
import Testing

@testable import FlooClient

struct ValuesTests {
    @Test(arguments: [
        ("http://127.0.0.1:4000", "127.0.0.1", 4000), ("http://im.example.org/v2/app_dns", "im.example.org", 80),
        ("ws://[::1]:80", "::1", 80), ("localhost:7", "localhost", 7),
    ])
    func anAddressIsRead(text: String, host: String, port: Int) throws {
        #expect(try ServerAddress(text) == ServerAddress(host: host, port: port))
    }

    @Test(arguments: ["", "https://a:1", "http://", "http://a:", "http://a:70000", "http://a:b", "http://[::1"])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(throws: ClientError.self) { try ServerAddress(text) }
    }

    @Test func anIPv6HostKeepsItsBrackets() {
        #expect(ServerAddress(host: "::1", port: 8).description == "[::1]:8")
    }

    @Test func queriesAreEscaped() {
        #expect(RESTClient.escaped("a b&c=ä/~") == "a%20b%26c%3D%C3%A4%2F~")
    }

    @Test func anEnvelopeGivesItsData() throws {
        let json = #"{"code":200,"data":{"user_id":9007199254740991,"x":[true,1.5,null,"é"]},"message":null,"cursor":"c"}"#
        let envelope = try Envelope(json: Array(json.utf8))
        let data = try envelope.success()
        #expect(data["user_id"].integer == 9_007_199_254_740_991)
        #expect(data["x"] == [true, 1.5, nil, "é"])
        #expect(envelope.whole["cursor"] == "c")
        #expect(data["nothing"]["at all"].isNull)
    }

    @Test func aFailureIsThrownAsItsCode() throws {
        let envelope = try Envelope(json: Array(#"{"code":10004,"message":"taken"}"#.utf8))
        #expect(throws: ClientError.api(code: 10004, message: "taken")) { try envelope.success() }
    }

    @Test(arguments: ["", "[]", "{}", "<html>"])
    func whatIsNoEnvelopeIsAViolation(text: String) {
        #expect(throws: ClientError.self) { try Envelope(json: Array(text.utf8)) }
    }

    @Test func idsSeenAreForgottenOldestFirst() {
        var seen = SeenIDs(capacity: 2)
        #expect([1, 2, 1, 0, 0, 3, 2, 1].map { seen.insert($0) } == [true, true, false, true, true, true, false, true])
    }

    @Test(arguments: 1...40)
    func theWaitForAReconnectGrowsAndStaysBounded(attempt: Int) throws {
        let delay = try #require(ReconnectPolicy.standard.delay(attempt))
        let longest = min(Int64(20_000), 1_000 << min(Int64(attempt) - 1, 5))
        #expect(delay >= .milliseconds(longest / 2))
        #expect(delay <= .milliseconds(longest))
    }
}
