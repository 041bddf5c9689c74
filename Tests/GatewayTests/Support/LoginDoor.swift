import NIOCore
import NIOEmbedded
import XSYNC

@testable import Gateway

/// A connection that logs in as clients do. Provision is checked off the event loop, so this is one that may be called from
/// elsewhere.
struct LoginDoor {
    private struct Parts {
        let session: FrameSession
        let transport: RecordingTransport
    }

    private let eventLoop = NIOAsyncTestingEventLoop()
    private let parts: NIOLoopBound<Parts>

    init(_ world: GatewayWorld) async throws {
        let eventLoop = eventLoop
        let services = world.services
        parts = try await eventLoop.executeInContext {
            let transport = RecordingTransport()
            let session = FrameSession(services: services, loop: SessionLoop(eventLoop), transport: transport)
            return NIOLoopBound(Parts(session: session, transport: transport), eventLoop: eventLoop)
        }
    }

    func send(_ frames: UpFrame...) async throws { try await send(frames) }

    /// All in one burst.
    func send(_ frames: [UpFrame]) async throws {
        try await eventLoop.executeInContext { [parts] in
            for frame in frames { parts.value.session.receive(frame.bytes()) }
        }
    }

    /// Waits for that many frames.
    func take(_ count: Int) async throws -> [DownFrame] {
        for _ in 0..<1_000_000 {
            await eventLoop.run()
            let isThere = try await eventLoop.executeInContext { [parts] in parts.value.transport.frames.count >= count }
            if isThere { break }
            await Task.yield()
        }
        return try await eventLoop.executeInContext { [parts] in parts.value.transport.take() }
    }

    func isDisconnected() async throws -> Bool {
        try await eventLoop.executeInContext { [parts] in parts.value.transport.isDisconnected }
    }

    func close() async throws {
        try await eventLoop.executeInContext { [parts] in parts.value.session.connectionClosed() }
        await eventLoop.run()
    }
}
