import HearthCore
import NIOCore
import Testing

@testable import Web

/// Every test ends with `withDoor` waiting for all connections, so a socket that stays open is a test that does not end.
@Suite(.timeLimit(.minutes(1))) struct HangingUpTests {
    private let hello = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test(arguments: ["", "GET /hel", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1"])
    func aClientThatStopsTalkingIsHungUpOn(bytes: String) async throws {
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            if !bytes.isEmpty { try await client.send(bytes) }
            try await client.closeOutput()
            _ = await client.end()
        }
    }

    @Test func aHalfClosedClientStillGetsItsAnswers() async throws {
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(hello + hello)
            try await client.closeOutput()
            #expect(try await client.response().body == "hello")
            #expect(try await client.response().body == "hello")
            #expect(await client.end() == "")
        }
    }

    @Test func anIdleClientThatHalfClosesIsHungUpOn() async throws {
        try await withDoor { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(hello)
            _ = try await client.response()
            try await client.closeOutput()
            #expect(await client.end() == "")
        }
    }

    @Test(arguments: [true, false]) func aHandlerLearnsThatItsClientIsGone(halfClosed: Bool) async throws {
        let (running, cancelled) = (Signal(), Signal())
        try await withDoor([TestRoutes.parked(running: running, release: Signal(), cancelled: cancelled)]) { port, _ in
            let client = try await RawClient(port: port)
            try await client.send("GET /parked HTTP/1.1\r\nHost: x\r\n\r\n")
            await running.wait()
            if halfClosed { try await client.closeOutput() } else { try await client.close() }
            await cancelled.wait()
        }
    }

    @Test func aStopAnswersRunningRequestsAndClosesIdleConnections() async throws {
        let (running, release) = (Signal(), Signal())
        let parked = TestRoutes.parked(running: running, release: release, cancelled: Signal())
        try await withDoor(TestRoutes.all + [parked]) { port, door in
            let idle = try await RawClient(port: port)
            try await idle.send(hello)
            _ = try await idle.response()
            let silent = try await RawClient(port: port)
            let busy = try await RawClient(port: port)
            try await busy.send("GET /parked HTTP/1.1\r\nHost: x\r\n\r\n")
            await running.wait()

            async let stopped: Void = door.stop()
            #expect(await idle.end() == "")
            #expect(await silent.end() == "")
            release.fire()
            let response = try await busy.response()
            #expect(response.body == "released")
            #expect(response.header("connection") == "close")
            #expect(await busy.end() == "")
            await stopped
            await #expect(throws: (any Error).self) { try await RawClient(port: port) }
        }
    }
}
