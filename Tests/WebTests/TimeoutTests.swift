import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import Web

/// Time is advanced by hand.
@Suite(.timeLimit(.minutes(1))) struct TimeoutTests {
    private func channel() async throws -> NIOAsyncTestingChannel {
        let channel = NIOAsyncTestingChannel()
        let setUp = DoorChannel(routes: RouteTable(TestRoutes.all), upgrades: [], limits: HTTPLimits(), behindProxy: false)
        _ = try await channel.testingEventLoop.flatSubmit { setUp.setup(channel: channel, logger: Logger(label: "test")) }.get()
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).get()
        return channel
    }

    private func send(_ text: String, to channel: NIOAsyncTestingChannel) async throws {
        try await channel.writeInbound(ByteBuffer(string: text))
    }

    /// Whether the channel is open just before `seconds` have passed, and closed when they have.
    private func closes(_ channel: NIOAsyncTestingChannel, after seconds: Int64) async -> Bool {
        await channel.testingEventLoop.advanceTime(by: .milliseconds(seconds * 1000 - 1))
        let wasOpen = channel.isActive
        await channel.testingEventLoop.advanceTime(by: .milliseconds(1))
        return wasOpen && !channel.isActive
    }

    @Test func aConnectionWithoutARequestIsClosed() async throws {
        #expect(await closes(try await channel(), after: 15))
    }

    @Test func aHeaderThatDripsIsCutOff() async throws {
        let channel = try await channel()
        try await send("GET /hello HTTP/1.1\r\n", to: channel)
        await channel.testingEventLoop.advanceTime(by: .seconds(10))
        try await send("Host: x\r\n", to: channel)
        #expect(await closes(channel, after: 5))
    }

    @Test func aBodyThatDripsIsCutOff() async throws {
        let channel = try await channel()
        try await send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1", to: channel)
        await channel.testingEventLoop.advanceTime(by: .seconds(20))
        try await send("2", to: channel)
        #expect(await closes(channel, after: 10))
    }

    @Test func anIdleConnectionIsClosed() async throws {
        let channel = try await channel()
        await channel.testingEventLoop.advanceTime(by: .seconds(14))
        try await send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n", to: channel)
        _ = try await channel.waitForOutboundWrite(as: ByteBuffer.self)
        #expect(await closes(channel, after: 60))
    }
}
