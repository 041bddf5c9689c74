import NIOCore

extension FlooConnection {
    /// What happens on a connection, for those who would rather wait than be called.
    public enum Occurrence: Hashable, Sendable {
        case message(DownMessage)
        /// The last one; nil when this side closed.
        case closed(ClientError?)
    }

    /// Opens a connection and gives what happens on it as a stream.
    public static func open(
        to address: ServerAddress, over transport: Transport, on eventLoop: any EventLoop, timeout: TimeAmount = .seconds(10)
    ) async throws(ClientError) -> (connection: FlooConnection, occurrences: AsyncStream<Occurrence>) {
        let (stream, continuation) = AsyncStream.makeStream(of: Occurrence.self)
        let connection = try await connect(to: address, over: transport, on: eventLoop, timeout: timeout) {
            StreamDelegate(continuation)
        }.value()
        return (connection, stream)
    }
}

private final class StreamDelegate: FlooConnectionDelegate {
    private let continuation: AsyncStream<FlooConnection.Occurrence>.Continuation

    init(_ continuation: AsyncStream<FlooConnection.Occurrence>.Continuation) { self.continuation = continuation }

    func connectionIsReady(_ connection: FlooConnection) {}

    func connection(_ connection: FlooConnection, received message: DownMessage) { continuation.yield(.message(message)) }

    func connection(_ connection: FlooConnection, closedBy error: ClientError?) {
        continuation.yield(.closed(error))
        continuation.finish()
    }
}
