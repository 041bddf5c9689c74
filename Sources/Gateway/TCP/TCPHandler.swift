import HearthCore
import NIOCore
import Observability
import XSYNC

/// One TCP connection: a 4-byte big-endian length, then one Frame, both ways.
///
/// This framing is Hearth's own: that of the vendor's native SDKs is not published. One flush ends a burst.
final class TCPHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let services: GatewayServices
    private var life: ConnectionLife
    private var context: ChannelHandlerContext?
    private var frames: FrameCutter
    private var pause = ReadingPause()

    init(services: GatewayServices, loop: SessionLoop) {
        self.services = services
        life = ConnectionLife(services: services, loop: loop)
        frames = FrameCutter(largest: services.limits.frameBytes)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        life.begin(self)
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }
    func channelInactive(context: ChannelHandlerContext) { end() }

    private func end() {
        context = nil
        life.end(self)?.connectionClosed()
    }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        life.heard()
        frames.append(unwrapInboundIn(data))
        do throws(FrameCutter.FrameTooLong) {
            while let frame = try frames.next() { life.session?.receive(frame) }
        } catch {
            services.counters.add(.framesUndecodable)
            context.close(promise: nil)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        life.session?.flushIfNeeded()
        context.flush()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelWritabilityChanged(context: ChannelHandlerContext) { pause.follow(context.channel) }
}

extension TCPHandler: FrameTransport {
    var clientAddress: String { context?.channel.remoteAddress?.ipAddress ?? "" }

    func send(_ frame: DownFrame) {
        guard let context else { return }
        var buffer = context.channel.allocator.buffer(capacity: 256)
        buffer.writeInteger(UInt32(0))
        frame.write(into: &buffer)
        buffer.setInteger(UInt32(buffer.readableBytes - FrameCutter.lengthBytes), at: buffer.readerIndex)
        context.write(wrapOutboundOut(buffer), promise: nil)
        guard context.channel.isTooSlow(services.limits) else { return }
        services.counters.add(.connectionsSlow)
        context.close(promise: nil)
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

    func drop() { disconnect() }

    func disconnect() {
        guard let context else { return }
        let channel = context.channel
        context.flush()
        channel.close(promise: nil)
    }
}

extension TCPHandler: LoopConnection {
    func closeIfSilent(_ now: Instant) {
        guard life.isSilent(now, patience: services.limits.idle), let context else { return }
        services.counters.add(.connectionsIdle)
        context.close(promise: nil)
    }
}
