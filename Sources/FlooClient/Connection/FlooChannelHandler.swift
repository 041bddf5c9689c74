import NIOCore
import NIOWebSocket
import SocketIO

/// WebSocket messages in, decoded frames to the delegate; bytes of a frame in, WebSocket messages out.
final class FlooChannelHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = WebSocketFrame

    private let connection: FlooConnection
    private let ready: EventLoopPromise<FlooConnection>
    private var delegate: (any FlooConnectionDelegate)?
    private var engine: SocketIOClientSession?
    private var pings: EnginePings?
    private var isUpgraded = false
    /// The root namespace of Socket.IO; a raw connection has none to wait for.
    private var isJoined: Bool
    private var isReady = false
    /// Why the connection ends, when it is not this side's wish.
    private var failure: ClientError?
    private var closedHere = false

    init(_ connection: FlooConnection, ready: EventLoopPromise<FlooConnection>, delegate: any FlooConnectionDelegate) {
        self.connection = connection
        self.ready = ready
        self.delegate = delegate
        engine = connection.transport == .socketIO ? SocketIOClientSession() : nil
        isJoined = engine == nil
    }

    /// The event that tells of a finished upgrade; what is written before it is lost.
    enum Upgraded {
        case done
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is Upgraded else { return context.fireUserInboundEventTriggered(event) }
        isUpgraded = true
        becomeReady()
    }

    private func becomeReady() {
        guard isUpgraded, isJoined, !isReady else { return }
        isReady = true
        delegate?.connectionIsReady(connection)
        ready.succeed(connection)
    }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        pings?.heard()
        guard failure == nil else { return }
        switch frame.opcode {
        case .binary: receive(context, binary: frame.unmaskedData)
        case .text: receive(context, text: frame.unmaskedData)
        case .ping: write(context, .pong, frame.unmaskedData)
        case .connectionClose: end(context, .disconnected)
        default: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

    private func receive(_ context: ChannelHandlerContext, binary: ByteBuffer) {
        guard engine != nil else { return receive(context, frame: binary) }
        guard let event = engine?.receive(binary: binary) else { return }
        receive(context, event)
    }

    private func receive(_ context: ChannelHandlerContext, text: ByteBuffer) {
        // Text would go to the protobuf decoder of a raw client (floo-uniapp, sdk/core/base/io/index.js).
        guard engine != nil else { return end(context, .protocolViolation("text on a raw WebSocket")) }
        guard let event = engine?.receive(text: text) else { return }
        receive(context, event)
    }

    private func receive(_ context: ChannelHandlerContext, _ event: SocketIOClientSession.Event) {
        switch event {
        case .opened(let handshake):
            pings?.stop()
            pings = EnginePings(handshake, context.eventLoop) { [weak self] tick in self?.perform(tick, context) }
        case .connected:
            isJoined = true
            becomeReady()
        case .frame(let bytes): receive(context, frame: bytes)
        case .pong: pings?.answered()
        case .disconnected: end(context, .disconnected)
        case .refused(let reason): end(context, .protocolViolation("refused: \(reason)"))
        case .failed(let error): end(context, .protocolViolation("Socket.IO: \(error)"))
        }
    }

    private func receive(_ context: ChannelHandlerContext, frame: ByteBuffer) {
        do {
            delegate?.connection(connection, received: try DownMessage(frame))
        } catch {
            end(context, error)
        }
    }

    // MARK: - Out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let frame = unwrapOutboundIn(data)
        guard engine != nil else { return write(context, .binary, frame, promise) }
        let messages = SocketIOClientSession.messages(for: frame)
        write(context, .text, messages.text)
        write(context, .binary, messages.binary, promise)
    }

    private func write(
        _ context: ChannelHandlerContext, _ opcode: WebSocketOpcode, _ data: ByteBuffer, _ promise: EventLoopPromise<Void>? = nil
    ) {
        context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, maskKey: .random(), data: data)), promise: promise)
    }

    private func perform(_ tick: EnginePings.Tick, _ context: ChannelHandlerContext) {
        switch tick {
        case .ping:
            write(context, .text, SocketIO.ping)
            context.flush()
        case .silence: end(context, .timedOut)
        }
    }

    // MARK: - The end

    private func end(_ context: ChannelHandlerContext, _ error: ClientError) {
        guard failure == nil else { return }
        failure = error
        context.close(promise: nil)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        closedHere = failure == nil
        context.close(mode: mode, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(context, error is NIOWebSocketError ? .protocolViolation("WebSocket: \(error)") : .disconnected)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { finish() }

    private func finish() {
        pings?.stop()
        pings = nil
        ready.fail(failure ?? .disconnected)
        guard let delegate else { return }
        self.delegate = nil
        if isReady { delegate.connection(connection, closedBy: closedHere ? nil : failure ?? .disconnected) }
    }
}
