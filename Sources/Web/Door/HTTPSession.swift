import HearthCore
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// One HTTP connection on its event loop. Requests arrive one at a time (NIO's pipeline handler holds back the next
/// until the answer is written); each runs in a task of its own and the connection costs no task while it is idle.
final class HTTPSession: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let routes: RouteTable
    private let limits: HTTPLimits
    private let behindProxy: Bool

    private var incoming: RequestReader?
    private var answering: Task<Void, Never>?
    /// No more requests: the last answer is under way, or the client will send nothing more.
    private var isLast = false
    private var holdsRead = false
    private var timer: Scheduled<Void>?

    init(routes: RouteTable, limits: HTTPLimits, behindProxy: Bool) {
        self.routes = routes
        self.limits = limits
        self.behindProxy = behindProxy
    }

    // MARK: Life

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { close(context, after: limits.firstHeader) }
    }

    func channelActive(context: ChannelHandlerContext) {
        close(context, after: limits.firstHeader)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stop()
        if holdsRead { context.read() }
    }

    private func stop() {
        timer?.cancel()
        timer = nil
        answering?.cancel()
        answering = nil
        incoming = nil
    }

    private func close(_ context: ChannelHandlerContext, after time: Duration) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { context.close(promise: nil) }
    }

    // MARK: Reading

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isLast else { return }
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            incoming = RequestReader(head, limit: bodyBytes(head))
            close(context, after: limits.body)
            inviteBody(context, head)
        case .body(var part):
            incoming?.append(&part)
            if let incoming, incoming.isHopeless { finish(context, with: tooLarge(incoming)) }
        case .end:
            timer?.cancel()
            start(context)
        }
    }

    /// How large the body of a request may be. Routes are asked for what is larger than usual alone, or does not say how large it is.
    private func bodyBytes(_ head: HTTPRequestHead) -> Int {
        let length = head.headers.first(name: "content-length").map { Int($0) ?? .max }
        guard length.map({ $0 > limits.bodyBytes }) ?? head.headers.contains(name: "transfer-encoding") else { return limits.bodyBytes }
        return route(head)?.bodyBytes(Headers(head.headers.map { ($0.name, $0.value) })) ?? limits.bodyBytes
    }

    private func route(_ head: HTTPRequestHead) -> Route? {
        Method(rawValue: head.method.rawValue).flatMap { routes.route(for: $0, RequestTarget(head.uri).path) }
    }

    /// curl and others send `Expect: 100-continue` before a large body and wait a second for this.
    private func inviteBody(_ context: ChannelHandlerContext, _ head: HTTPRequestHead) {
        guard head.version != .http1_0, head.headers.first(name: "expect")?.lowercased() == "100-continue" else { return }
        context.writeAndFlush(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }

    private func start(_ context: ChannelHandlerContext) {
        guard let incoming else { return }
        guard !incoming.isTooLarge else { return answer(context, tooLarge(incoming)) }
        guard let request = incoming.request(on: context.channel, behindProxy: behindProxy, idsPerCall: limits.idsPerCall) else {
            return answer(context, .failure(Failure(.notFound)))
        }
        let eventLoop = context.eventLoop
        let bound = NIOLoopBound((self, context), eventLoop: eventLoop)
        answering = Task { [routes] in
            let reply = await routes.reply(to: request)
            eventLoop.execute {
                let (session, context) = bound.value
                session.answer(context, reply)
            }
        }
    }

    private func tooLarge(_ request: RequestReader) -> Reply {
        route(request.head)?.tooLarge ?? Route.tooLarge
    }

    // MARK: Answering

    /// Refuses a request that is not read to its end; the connection cannot be used any more.
    private func finish(_ context: ChannelHandlerContext, with reply: Reply) {
        isLast = true
        answer(context, reply)
    }

    private func answer(_ context: ChannelHandlerContext, _ reply: Reply) {
        guard context.channel.isActive else { return }
        let request = incoming?.head
        let keepsAlive = !isLast && request?.allowsAnother ?? false
        // The next request may come in while the end of this answer is written: be ready for it.
        incoming = nil
        answering = nil
        isLast = !keepsAlive
        close(context, after: limits.idle)

        let head = reply.head(keepsAlive: keepsAlive)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request?.method != .HEAD, !reply.body.isEmpty {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: reply.body)))), promise: nil)
        }
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        if !keepsAlive {
            written.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case is NIOWebSocketUpgradeError:
            // A refused upgrade is reported as an error and then served as an ordinary request.
            break
        case is HTTPParserError where !isLast && answering == nil:
            // The decoder closes the connection as soon as this returns.
            finish(context, with: .failure(.invalidParameter("malformed HTTP")).with(status: 400))
        default:
            context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed? = event as? ChannelEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        // Half-closed: the client may still read the answer, or may be gone. Nobody else closes the socket (NIO is told to
        // allow half-closed connections), and a poll without a reader should end.
        isLast = true
        if let answering {
            answering.cancel()
        } else {
            context.close(promise: nil)
        }
    }

    // MARK: A client that does not read

    /// Pipelined requests are not read while answers wait in the socket; `limits.idle` then closes the connection.
    func read(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            context.read()
        } else {
            holdsRead = true
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if holdsRead, context.channel.isWritable {
            holdsRead = false
            context.read()
        }
        context.fireChannelWritabilityChanged()
    }
}

extension HTTPRequestHead {
    /// Whether another request can follow on the connection. Not after an offer to upgrade that was not taken: NIO's decoder
    /// stops reading behind it (swift-nio, HTTPDecoder.swift, `stopParsing`), and the next request would hang.
    fileprivate var allowsAnother: Bool {
        isKeepAlive && !headers.contains(name: "upgrade") && method != .CONNECT
    }
}

extension Reply {
    func with(status: Int) -> Reply {
        Reply(status: status, contentType: contentType, body: body, headers: headers)
    }

    /// The header of the answer, with the fields that every answer has.
    func head(keepsAlive: Bool) -> HTTPResponseHead {
        var fields = HTTPHeaders()
        let namesOrigin = headers.contains { $0.name == "access-control-allow-origin" }
        for field in (namesOrigin ? [] : CORS.everywhere) + headers where HeaderSyntax.isField(field.name, field.value) {
            fields.add(name: field.name, value: field.value)
        }
        if let contentType, HeaderSyntax.isField("content-type", contentType) {
            fields.add(name: "content-type", value: contentType)
        }
        if status != 204, status != 304 { fields.add(name: "content-length", value: String(body.count)) }
        fields.add(name: "connection", value: keepsAlive ? "keep-alive" : "close")
        return HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: status), headers: fields)
    }
}
