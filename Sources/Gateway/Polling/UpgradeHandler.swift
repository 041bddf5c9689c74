import NIOCore
import NIOWebSocket
import Observability
import SocketIO

/// The WebSocket that a polling session moves to: messages go to the session's event loop, a burst at a time, and nothing
/// more is read before it has taken them.
final class UpgradeHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    /// How long a close frame may take to leave.
    private static let farewell = TimeAmount.seconds(10)

    private let number: Int
    private let services: GatewayServices
    private var session: PollingAddress?
    private var context: ChannelHandlerContext?
    private var inbox: [EngineIOMessage] = []
    private var isDelivering = false
    private var holdsRead = false
    private var isClosing = false

    init(number: Int, session: PollingAddress, services: GatewayServices) {
        self.number = number
        self.session = session
        self.services = services
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let socket = PollingSocket(number: number, handler: NIOLoopBound(self, eventLoop: context.eventLoop))
        session?.run { $0.open(socket) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }
    func channelInactive(context: ChannelHandlerContext) { end() }

    private func end() {
        deliver()
        session?.run { [number] in $0.socketClosed(number) }
        session = nil
        context = nil
    }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard !isClosing else { return }
        switch frame.opcode {
        case .text: inbox.append(.text(frame.unmaskedData))
        case .binary: inbox.append(.binary(frame.unmaskedData))
        case .ping: write(frame.unmaskedData, .pong)
        case .connectionClose: close(code: frame.unmaskedData.getInteger(at: frame.unmaskedData.readerIndex) ?? 1000)
        default: break
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        deliver()
        context.flush()
    }

    private func deliver() {
        guard let context, let session, !inbox.isEmpty else { return }
        let messages = inbox
        inbox = []
        isDelivering = true
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        session.run { [number] connection in
            connection.receive(messages, from: number)
            handler.eventLoop.execute { handler.value.delivered() }
        }
    }

    private func delivered() {
        isDelivering = false
        if let context { resumeReading(context) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let event as ChannelEvent where event == .inputClosed: context.close(promise: nil)
        case is ChannelShouldQuiesceEvent: session?.run { $0.disconnect() }
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if error.isOfWebSocket { services.counters.add(.framesUndecodable) }
        context.close(promise: nil)
    }

    // MARK: - Backpressure

    /// While a peer does not read, nothing more is read from him: what waits for him stays bounded.
    func read(context: ChannelHandlerContext) {
        if isDelivering || !context.channel.isWritable {
            holdsRead = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        resumeReading(context)
        context.fireChannelWritabilityChanged()
    }

    private func resumeReading(_ context: ChannelHandlerContext) {
        guard holdsRead, !isDelivering, context.channel.isWritable else { return }
        holdsRead = false
        context.read()
    }

    // MARK: - Out

    fileprivate func write(_ messages: [EngineIOMessage]) {
        guard let context, !isClosing else { return }
        for message in messages {
            switch message {
            case .text(let data): write(data, .text)
            case .binary(let data): write(data, .binary)
            }
        }
        context.flush()
        guard context.channel.isTooSlow(services.limits) else { return }
        services.counters.add(.connectionsSlow)
        context.close(promise: nil)
    }

    private func write(_ data: ByteBuffer, _ opcode: WebSocketOpcode) {
        context?.write(wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: nil)
    }

    fileprivate func close(code: UInt16) {
        guard !isClosing, let context else { return }
        isClosing = true
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: ByteBuffer(integer: code))
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(frame)).whenComplete { _ in channel.close(promise: nil) }
        // A peer that does not read keeps the frame from leaving, and nobody looks after this connection any more.
        channel.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
    }
}

/// The WebSocket as the polling session knows it, on its own event loop.
struct PollingSocket: Sendable {
    let number: Int
    fileprivate let handler: NIOLoopBound<UpgradeHandler>

    func write(_ messages: [EngineIOMessage]) {
        handler.eventLoop.execute { [handler] in handler.value.write(messages) }
    }

    func close(code: UInt16) {
        handler.eventLoop.execute { [handler] in handler.value.close(code: code) }
    }
}
