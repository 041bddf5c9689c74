import HearthCore
import NIOCore
import NIOEmbedded
import NIOWebSocket
import SocketIO
import XSYNC

@testable import Gateway

/// A WebSocket after its upgrade, both ends of it in the test's hands.
final class SocketChannel {
    let channel = EmbeddedChannel()
    let loop: SessionLoop

    init(_ world: GatewayWorld, _ dialect: WebSocketHandler.Dialect) throws {
        loop = SessionLoop(channel.embeddedEventLoop)
        // A connection is active by the time it is upgraded.
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.pipeline.syncOperations.addHandler(WebSocketHandler(services: world.services, loop: loop, dialect: dialect))
    }

    static func socketIO(_ world: GatewayWorld) throws -> SocketChannel {
        try SocketChannel(world, .socketIO(SocketIOSession(handshake: EngineIOHandshake(sessionID: "sid"))))
    }

    /// Takes one message in and gives what goes out.
    @discardableResult
    func receive(_ opcode: WebSocketOpcode, _ data: ByteBuffer) throws -> [String] {
        try channel.writeInbound(WebSocketFrame(fin: true, opcode: opcode, data: data))
        return try sent()
    }

    @discardableResult
    func receive(text: String) throws -> [String] { try receive(.text, ByteBuffer(string: text)) }

    /// What went out: texts as they are, the rest as opcode and bytes.
    func sent() throws -> [String] {
        channel.embeddedEventLoop.run()
        var lines: [String] = []
        while let frame = try channel.readOutbound(as: WebSocketFrame.self) {
            let data = frame.data
            switch frame.opcode {
            case .text: lines.append(String(buffer: data))
            case .connectionClose: lines.append("close \(data.getInteger(at: data.readerIndex, as: UInt16.self) ?? 0)")
            case .pong: lines.append("pong \(String(buffer: data))")
            default: lines.append("binary \(Array(data.readableBytesView))")
            }
        }
        return lines
    }

    deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }
}
