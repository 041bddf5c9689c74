import HearthCore
import Outbound
import Testing

/// Calls over TLS, time-outs and refusals of certificates are tested from outside: Tests/Independent/test_external_login.py.
struct OutboundHTTPTests {
    private static func trouble(_ result: Result<OutboundHTTP.Answer, OutboundHTTP.Trouble>) -> String? {
        if case .failure(let trouble) = result { trouble.reason } else { nil }
    }

    @Test(arguments: [
        // The port of discard: nobody listens there.
        "http://127.0.0.1:9/", "https://127.0.0.1:9/", "http://[::1]:9/", "", "file:///etc/passwd", "gopher://127.0.0.1:9/",
    ])
    func whereNobodyAnswersIsTrouble(url: String) async throws {
        let http = OutboundHTTP(clock: StandingClock())
        let result = try await http.post(Array("{}".utf8), to: url, in: "app", timeout: 5_000, most: 100)
        #expect(Self.trouble(result)?.isEmpty == false)
    }

    @Test func afterShutdownAndWithoutRoomTheServerIsBusy() async throws {
        let http = OutboundHTTP(clock: StandingClock())
        http.shutdown()
        let full = OutboundHTTP(clock: StandingClock(), bounds: OutboundHTTP.Bounds(waiting: 0))
        for http in [http, full] {
            await #expect(throws: Failure(.serverBusy)) {
                try await http.post([], to: "http://127.0.0.1:9/", in: "app", timeout: 1_000, most: 1)
            }
        }
    }

    @Test(arguments: ["a\r\nHost: b", "é", "\u{0}"])
    func aHeaderThatWouldBeTwoIsNotSent(value: String) async throws {
        let http = OutboundHTTP(clock: StandingClock())
        let result = try await http.post([], headers: [("A", value)], to: "http://127.0.0.1:9/", in: "app", timeout: 1_000, most: 1)
        #expect(Self.trouble(result)?.contains("header") == true)
    }

    @Test func aCallWithoutTimeLeftIsNotMade() async throws {
        let http = OutboundHTTP(clock: StandingClock())
        let result = try await http.post([], to: "http://127.0.0.1:9/", in: "app", timeout: 0, most: 1)
        #expect(Self.trouble(result)?.contains("time") == true)
    }
}

private struct StandingClock: WallClock {
    func now() -> Instant { Instant(milliseconds: 0) }
}
