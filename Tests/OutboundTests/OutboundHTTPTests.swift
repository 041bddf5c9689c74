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
        let http = OutboundHTTP(threads: 1)
        let result = try await http.post(Array("{}".utf8), to: url, timeout: 5_000, most: 100)
        #expect(Self.trouble(result)?.isEmpty == false)
    }

    @Test func afterShutdownAndWithoutRoomTheServerIsBusy() async throws {
        let http = OutboundHTTP(threads: 1)
        http.shutdown()
        await #expect(throws: Failure(.serverBusy)) { try await http.post([], to: "http://127.0.0.1:9/", timeout: 1_000, most: 1) }
        let full = OutboundHTTP(threads: 1, queueLimit: 0)
        await #expect(throws: Failure(.serverBusy)) { try await full.post([], to: "http://127.0.0.1:9/", timeout: 1_000, most: 1) }
    }
}
