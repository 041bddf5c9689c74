import NIOCore
import NIOHTTP1

/// One request and its answer on a connection of their own.
final class HTTPExchange: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private static let largestAnswer = 64 << 20

    private let head: HTTPRequestHead
    private let body: [UInt8]
    private let answer: EventLoopPromise<HTTPAnswer>
    private var received: HTTPResponseHead?
    private var bytes: [UInt8] = []
    private var deadline: Scheduled<Void>?
    private let timeout: TimeAmount

    init(_ head: HTTPRequestHead, body: [UInt8], timeout: TimeAmount, answer: EventLoopPromise<HTTPAnswer>) {
        self.head = head
        self.body = body
        self.timeout = timeout
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.assumeIsolated().scheduleTask(in: timeout) { [answer] in
            answer.fail(ClientError.timedOut)
            channel.close(promise: nil)
        }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): received = head
        case .body(let part):
            bytes.append(contentsOf: part.readableBytesView)
            guard bytes.count <= Self.largestAnswer else { return fail(.protocolViolation("the answer is too long"), context) }
        case .end:
            guard let received else { return }
            let headers = received.headers.map { (name: $0.name, value: $0.value) }
            answer.succeed(HTTPAnswer(status: Int(received.status.code), headers: headers, body: bytes))
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(ClientError(error), context) }

    func channelInactive(context: ChannelHandlerContext) { finish() }
    func handlerRemoved(context: ChannelHandlerContext) { finish() }

    private func fail(_ error: ClientError, _ context: ChannelHandlerContext) {
        answer.fail(error)
        context.close(promise: nil)
    }

    /// Whoever still waits waits in vain; after an answer this changes nothing.
    private func finish() {
        deadline?.cancel()
        answer.fail(ClientError.disconnected)
    }
}
