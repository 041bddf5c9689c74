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
    private let loop: SessionLoop
    private var session: FrameSession?
    private var context: ChannelHandlerContext?
    private var frames = FrameCutter()
    private var lastHeard: Instant
    private var isReadingPaused = false

    init(services: GatewayServices, loop: SessionLoop) {
        self.services = services
        self.loop = loop
        self.lastHeard = services.clock.now()
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        session = FrameSession(services: services, loop: loop, transport: self)
        loop.add(self)
        services.counters.add(.connectionsOpened)
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }
    func channelInactive(context: ChannelHandlerContext) { end() }

    private func end() {
        guard let session else { return }
        self.session = nil
        context = nil
        loop.remove(self)
        session.connectionClosed()
        services.counters.add(.connectionsClosed)
    }

    // MARK: - In

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastHeard = services.clock.now()
        frames.append(unwrapInboundIn(data))
        do throws(FrameCutter.FrameTooLong) {
            while let frame = try frames.next() { session?.receive(frame) }
        } catch {
            services.counters.add(.framesUndecodable)
            context.close(promise: nil)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        session?.flushIfNeeded()
        context.flush()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    /// While a peer does not read, nothing more is read from him: what waits for him stays bounded.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        let pause = !context.channel.isWritable
        guard pause != isReadingPaused else { return }
        isReadingPaused = pause
        try? context.channel.syncOptions?.setOption(.autoRead, value: !pause)
    }
}

extension TCPHandler: FrameTransport {
    func send(_ frame: DownFrame) {
        guard let context else { return }
        var buffer = context.channel.allocator.buffer(capacity: 256)
        buffer.writeInteger(UInt32(0))
        frame.write(into: &buffer)
        buffer.setInteger(UInt32(buffer.readableBytes - FrameCutter.lengthBytes), at: buffer.readerIndex)
        context.write(wrapOutboundOut(buffer), promise: nil)
        guard context.channel.isTooSlow else { return }
        services.counters.add(.connectionsSlow)
        context.close(promise: nil)
    }

    func flush() { context?.flush() }

    func disconnect() {
        guard let context else { return }
        let channel = context.channel
        context.flush()
        channel.close(promise: nil)
    }
}

extension TCPHandler: LoopConnection {
    func closeIfSilent(_ now: Instant) {
        guard now.since(lastHeard) > SessionLimits.idle, let context else { return }
        services.counters.add(.connectionsIdle)
        context.close(promise: nil)
    }
}

extension Channel {
    /// Whether more waits for the peer than may: he has stopped reading. Asked on the event loop.
    var isTooSlow: Bool {
        guard !isWritable, let unsent = try? syncOptions?.getOption(.bufferedWritableBytes) else { return false }
        return unsent > SessionLimits.unsentBytes
    }
}
