import NIOCore
import NIOEmbedded
import Observability
import Testing
import XSYNC

@testable import Gateway

struct TCPTests {
    @Test func theLargestFrameIsTakenAndOneByteMoreEndsTheConnection() throws {
        let world = GatewayWorld(limits: ConnectionLimits(frameBytes: 20))
        let channel = EmbeddedChannel()
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let loop = SessionLoop(channel.embeddedEventLoop)
        try channel.pipeline.syncOperations.addHandler(TCPHandler(services: world.services, loop: loop))
        // Field 15 is unknown and passed over.
        let heartbeat = UpFrame.unread.bytes()
        let padding = [UInt8](repeating: 0, count: 20 - heartbeat.readableBytes - 2)
        let largest = Array(heartbeat.readableBytesView) + [0x7A, UInt8(padding.count)] + padding
        try channel.writeInbound(ByteBuffer(bytes: [0, 0, 0, 20] + largest))
        #expect(try channel.readOutbound(as: ByteBuffer.self) != nil)
        #expect(channel.isActive && world.counters.value(of: .framesUndecodable) == 0)
        try channel.writeInbound(ByteBuffer(bytes: [0, 0, 0, 21]))
        #expect(!channel.isActive)
        #expect(world.counters.value(of: .framesUndecodable) == 1)
        #expect(world.counters.value(of: .connectionsClosed) == 1)
    }
}
