import HearthCore
import NIOCore
import NIOWebSocket
import Observability
import SocketIO
import XSYNC

/// One WebSocket: messages in, frames to its session, frames out.
///
/// The dialect decides what a message is. Raw: every binary message is one frame, both ways, and nothing
/// else. Socket.IO: a frame is a text placeholder and a binary message behind a prefix byte.
final class WebSocketHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// How frames travel on this connection.
    enum Dialect {
        case raw
        case socketIO(SocketIOSession)
    }

    private let services: GatewayServices
    private(set) var life: ConnectionLife
    private var dialect: Dialect
    private var context: ChannelHandlerContext?
    private var isClosing = false
    private var pause = ReadingPause()

    /// Where the client is; nil for what the connection tells.
    private let address: String?

    init(services: GatewayServices, loop: SessionLoop, dialect: Dialect, address: String? = nil) {
        self.address = address
        self.services = services
        self.dialect = dialect
        life = ConnectionLife(services: services, loop: loop)
    }

    // The handler is added after the upgrade, when the channel is active already.
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        life.begin(self)
        if case .socketIO(var engine) = dialect {
            perform(engine.open())
            dialect = .socketIO(engine)
            context.flush()
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }
    func channelInactive(context: ChannelHandlerContext) { end() }

    private func end() {
        context = nil
        life.end(self)?.connectionClosed()
    }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        life.heard()
        guard !isClosing else { return }
        switch frame.opcode {
        case .binary: receive(binary: frame.unmaskedData)
        case .text: receive(text: frame.unmaskedData)
        case .ping: write(frame.unmaskedData, .pong)
        case .connectionClose: close(code: frame.unmaskedData.getInteger(at: frame.unmaskedData.readerIndex) ?? 1000)
        default: break
        }
    }

    /// One flush for a burst of messages.
    func channelReadComplete(context: ChannelHandlerContext) {
        life.session?.flushIfNeeded()
        context.flush()
    }

    private func receive(binary: ByteBuffer) {
        guard case .socketIO(var engine) = dialect else { return receive(frame: binary) }
        let action = engine.receive(binary: binary)
        dialect = .socketIO(engine)
        if let action { perform([action]) }
    }

    /// A binary message of a raw connection. The listener lets larger ones pass: those of Socket.IO are longer than their frames.
    private func receive(frame: ByteBuffer) {
        guard frame.readableBytes <= services.limits.frameBytes else { return refuse(code: 1009) }
        life.session?.receive(frame)
    }

    private func receive(text: ByteBuffer) {
        // No raw client sends text; one that does speaks another protocol.
        guard case .socketIO(var engine) = dialect else { return refuse(code: 1003) }
        let action = engine.receive(text: text)
        dialect = .socketIO(engine)
        if let action { perform([action]) }
    }

    private func perform(_ actions: [SocketIOSession.Action]) {
        for action in actions {
            switch action {
            case .sendText(let text): write(text, .text)
            case .frame(let bytes): life.session?.receive(bytes)
            case .pong(let data): write(SocketIO.pong(data), .text)
            case .close(let reason): reason.isViolation ? refuse(code: reason.closeCode) : close(code: reason.closeCode)
            }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        // Half-closure is on for every channel of the listener: a client that is gone only shows as this.
        case let event as ChannelEvent where event == .inputClosed: context.close(promise: nil)
        case is ChannelShouldQuiesceEvent: disconnect()
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    /// What is no WebSocket, or is too large for one, counts as undecodable; NIO has told the peer why.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error.isOfWebSocket { services.counters.add(.framesUndecodable) }
        context.close(promise: nil)
    }

    // MARK: - Backpressure

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        pause.follow(context.channel)
        context.fireChannelWritabilityChanged()
    }

    private func closeIfSlow(_ context: ChannelHandlerContext) {
        guard context.channel.isTooSlow(services.limits) else { return }
        services.counters.add(.connectionsSlow)
        context.close(promise: nil)
    }

    // MARK: - Out

    private func write(_ data: ByteBuffer, _ opcode: WebSocketOpcode) {
        guard let context else { return }
        context.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
    }

    /// The peer does not keep to the protocol.
    private func refuse(code: UInt16) {
        services.counters.add(.framesUndecodable)
        close(code: code)
    }

    private func close(code: UInt16) {
        guard !isClosing, let context else { return }
        isClosing = true
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer(integer: code))
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(frame)).whenComplete { _ in channel.close(promise: nil) }
    }
}

extension WebSocketHandler: FrameTransport {
    var clientAddress: String { address ?? context?.channel.remoteAddress?.ipAddress ?? "" }

    func send(_ frame: DownFrame) {
        guard let context, !isClosing else { return }
        var buffer = context.channel.allocator.buffer(capacity: 0)
        if case .socketIO = dialect {
            write(SocketIO.placeholder, .text)
            buffer.reserveCapacity(256)
            buffer.writeInteger(SocketIO.binaryPrefix)
        }
        frame.write(into: &buffer)
        write(buffer, .binary)
        closeIfSlow(context)
    }

    func flush() { context?.flush() }

    func rest() {
        guard let context, !pause.isResting else { return }
        pause.rest(true, context.channel)
        context.eventLoop.assumeIsolated().scheduleTask(in: SessionLimits.rest) { [weak self] in
            guard let self, let context = self.context else { return }
            pause.rest(false, context.channel)
        }
    }

    func drop() { close(code: 1001) }

    func disconnect() {
        if case .socketIO(var engine) = dialect {
            let actions = engine.disconnect()
            dialect = .socketIO(engine)
            perform(actions)
        } else {
            close(code: 1001)
        }
    }
}

extension WebSocketHandler: LoopConnection {
    func closeIfSilent(_ now: Instant) {
        let patience = if case .socketIO = dialect { SessionLimits.engineSilence } else { services.limits.idle }
        guard life.isSilent(now, patience: patience), let context else { return }
        services.counters.add(.connectionsIdle)
        context.close(promise: nil)
    }
}
