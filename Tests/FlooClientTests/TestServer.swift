import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import SocketIO
import XSYNC

@testable import FlooClient

/// A listener on this machine that speaks both dialects and answers frames as a test says.
final class TestServer: Sendable {
    /// A connection, as a script sees it.
    struct Peer: Sendable {
        /// Counted from 1 over the life of the server.
        let number: Int
        let send: @Sendable (DownFrame) -> Void
        let hangUp: @Sendable () -> Void
    }

    typealias Script = @Sendable (Peer, Frame) -> Void

    let address: ServerAddress
    private let channel: any Channel

    private init(_ channel: any Channel, _ address: ServerAddress) {
        self.channel = channel
        self.address = address
    }

    static func start(on group: any EventLoopGroup, pingInterval: Int = 25_000, script: @escaping Script) async throws -> TestServer {
        let counter = NIOLoopBoundBox.makeBoxSendingValue(0, eventLoop: group.next())
        let listener = try await ServerBootstrap(group: group).childChannelInitializer { channel in
            let upgrader = NIOWebSocketServerUpgrader(
                shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
                upgradePipelineHandler: { channel, head in
                    counter.eventLoop.submit { () -> Int in
                        counter.value += 1
                        return counter.value
                    }.hop(to: channel.eventLoop).flatMapThrowing { number in
                        let engine =
                            head.uri.hasPrefix("/socket.io/")
                            ? SocketIOSession(handshake: EngineIOHandshake(sessionID: "s", pingInterval: pingInterval)) : nil
                        try channel.pipeline.syncOperations.addHandler(PeerHandler(number: number, engine: engine, script: script))
                    }
                })
            return channel.pipeline.configureHTTPServerPipeline(
                withServerUpgrade: (upgraders: [upgrader], completionHandler: { _ in }))
        }.bind(host: "127.0.0.1", port: 0).get()
        return TestServer(listener, ServerAddress(host: "127.0.0.1", port: listener.localAddress?.port ?? 0))
    }

    func stop() async { try? await channel.close() }
}

private final class PeerHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let number: Int
    private var engine: SocketIOSession?
    private let script: TestServer.Script

    init(number: Int, engine: SocketIOSession?, script: @escaping TestServer.Script) {
        self.number = number
        self.engine = engine
        self.script = script
    }

    func handlerAdded(context: ChannelHandlerContext) {
        guard let actions = engine?.open() else { return }
        for action in actions { perform(action, context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch (frame.opcode, engine == nil) {
        case (.binary, true): receive(frame.unmaskedData, context)
        case (.binary, false): if let action = engine?.receive(binary: frame.unmaskedData) { perform(action, context) }
        case (.text, false): if let action = engine?.receive(text: frame.unmaskedData) { perform(action, context) }
        default: break
        }
    }

    private func perform(_ action: SocketIOSession.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .sendText(let text): write(.text, text, context.channel)
        case .frame(let bytes): receive(bytes, context)
        case .pong(let data): write(.text, SocketIO.pong(data), context.channel)
        case .close: context.close(promise: nil)
        }
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard let frame = try? Frame.read(bytes) else { return }
        let channel = context.channel
        let isSocketIO = engine != nil
        let peer = TestServer.Peer(
            number: number,
            send: { frame in
                let messages = SocketIOClientSession.messages(for: frame.bytes())
                if isSocketIO { Self.write(.text, messages.text, channel) }
                Self.write(.binary, isSocketIO ? messages.binary : frame.bytes(), channel)
            }, hangUp: { channel.close(promise: nil) })
        script(peer, frame)
    }

    private func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ channel: any Channel) { Self.write(opcode, data, channel) }

    private static func write(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ channel: any Channel) {
        channel.writeAndFlush(WebSocketFrame(fin: true, opcode: opcode, data: data), promise: nil)
    }
}
