import NIOCore
import NIOPosix

/// A client that sends exactly the bytes it is told to.
final class RawClient {
    let channel: any Channel
    private var chunks: AsyncStream<ByteBuffer>.Iterator
    private var pending: [UInt8] = []

    struct Response {
        let status: Int
        let head: String
        let body: String

        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name + ": ") }.map { String($0.dropFirst(name.count + 2)) }
        }
    }

    struct Ended: Error {}

    init(port: Int) async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(Tap(continuation)) }
            }
            .connect(host: "127.0.0.1", port: port).get()
        chunks = stream.makeAsyncIterator()
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }
    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }
    func closeOutput() async throws { try await channel.close(mode: .output) }
    func close() async throws { try await channel.close() }

    /// The next answer: its header, and a body of the announced length.
    func response(hasBody: Bool = true) async throws -> Response {
        while true {
            if let end = pending.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: pending[..<end.lowerBound], as: UTF8.self)
                pending.removeFirst(end.upperBound)
                let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
                let bare = Response(status: status, head: head, body: "")
                let length = hasBody ? bare.header("content-length").flatMap { Int($0) } ?? 0 : 0
                return Response(status: status, head: head, body: String(decoding: try await bytes(length), as: UTF8.self))
            }
            try await more()
        }
    }

    func bytes(_ count: Int) async throws -> [UInt8] {
        while pending.count < count { try await more() }
        defer { pending.removeFirst(count) }
        return Array(pending.prefix(count))
    }

    /// What still comes until the server closes the connection.
    func end() async -> String {
        while let chunk = await chunks.next() { pending += chunk.readableBytesView }
        return String(decoding: pending, as: UTF8.self)
    }

    private func more() async throws {
        guard let chunk = await chunks.next() else { throw Ended() }
        pending += chunk.readableBytesView
    }

    private final class Tap: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let continuation: AsyncStream<ByteBuffer>.Continuation

        init(_ continuation: AsyncStream<ByteBuffer>.Continuation) { self.continuation = continuation }
        func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(Self.unwrapInboundIn(data)) }
        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
