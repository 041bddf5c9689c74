import NIOCore
import Testing

@testable import Web

@Suite(.timeLimit(.minutes(1))) struct WebSocketTests {
    private func handshake(_ target: String = "/ws", version: Int = 13, method: String = "GET") -> String {
        "\(method) \(target) HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: \(version)\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: chat\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
    }

    /// A frame as clients send it: masked.
    private func frame(_ text: String, first: UInt8 = 0x81) -> [UInt8] {
        let mask: [UInt8] = [1, 2, 3, 4]
        return [first, 0x80 | UInt8(text.utf8.count)] + mask + text.utf8.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    private func echoed(_ text: String) -> [UInt8] { [0x81, UInt8(text.utf8.count)] + Array(text.utf8) }

    @Test func framesGoBothWays() async throws {
        try await withDoor(upgrades: [FrameEcho.upgrade()]) { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(handshake())
            let response = try await client.response()
            #expect(response.status == 101)
            #expect(response.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(response.header("sec-websocket-extensions") == nil)
            #expect(response.header("sec-websocket-protocol") == nil)
            try await client.send(frame("hi"))
            #expect(try await client.bytes(4) == echoed("hi"))
        }
    }

    @Test func aFrameInTheSamePacketAsTheHandshakeIsNotLost() async throws {
        try await withDoor(upgrades: [FrameEcho.upgrade()]) { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(Array(handshake("/ws?token=good").utf8) + frame("now"))
            #expect(try await client.response().status == 101)
            #expect(try await client.bytes(5) == echoed("now"))
        }
    }

    @Test func fragmentsArePutTogether() async throws {
        try await withDoor(upgrades: [FrameEcho.upgrade()]) { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(handshake())
            _ = try await client.response()
            try await client.send(frame("ab", first: 0x01) + frame("cd", first: 0x00) + frame("ef", first: 0x80))
            #expect(try await client.bytes(8) == echoed("abcdef"))
        }
    }

    @Test func aTooLargeFrameEndsTheConnection() async throws {
        var limits = HTTPLimits()
        limits.messageBytes = 4
        for frames in [frame("abcde"), frame("abc", first: 0x01) + frame("abc", first: 0x80)] {
            let gone = Signal()
            try await withDoor(upgrades: [FrameEcho.upgrade(gone: gone)], limits: limits) { port, _ in
                let client = try await RawClient(port: port)
                try await client.send(handshake())
                _ = try await client.response()
                try await client.send(frames)
                await gone.wait()
            }
        }
    }

    @Test(arguments: [("/other", 13, "GET"), ("/ws?token=bad", 13, "GET"), ("/ws", 12, "GET"), ("/ws", 13, "POST")])
    func aRefusedUpgradeIsAnsweredAsAnyUnknownTarget(target: String, version: Int, method: String) async throws {
        try await withDoor(upgrades: [FrameEcho.upgrade()]) { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(handshake(target, version: version, method: method))
            let response = try await client.response()
            #expect(response.status == 200 && response.body.contains(#""code":404"#))
            #expect(response.header("access-control-allow-origin") == "*")
        }
    }

    @Test func anUpgradeOnAUsedConnectionIsAnswered() async throws {
        try await withDoor(upgrades: [FrameEcho.upgrade()]) { port, _ in
            let client = try await RawClient(port: port)
            try await client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n" + handshake())
            #expect(try await client.response().body == "hello")
            #expect(try await client.response().body.contains(#""code":404"#))
        }
    }

    @Test(arguments: [true, false]) func aClientThatGoesAwayLeavesNoOpenChannel(halfClosed: Bool) async throws {
        let gone = Signal()
        try await withDoor(upgrades: [FrameEcho.upgrade(gone: gone)]) { port, _ in
            let client = try await RawClient(port: port)
            try await client.send(handshake())
            _ = try await client.response()
            if halfClosed { try await client.closeOutput() } else { try await client.close() }
            await gone.wait()
        }
    }

    @Test func aStopTellsWebSocketsAndWaitsForThem() async throws {
        let gone = Signal()
        try await withDoor(upgrades: [FrameEcho.upgrade(gone: gone)]) { port, door in
            let client = try await RawClient(port: port)
            try await client.send(handshake())
            _ = try await client.response()
            await door.stop()
            await gone.wait()
            #expect(try await client.bytes(4) == [0x88, 2, 0x03, 0xE9])
        }
    }
}
