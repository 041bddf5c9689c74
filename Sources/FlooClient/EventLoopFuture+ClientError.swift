import NIOCore

extension EventLoopFuture where Value: Sendable {
    /// The value, with every failure put in this module's words.
    func value() async throws(ClientError) -> Value {
        do {
            return try await get()
        } catch {
            throw ClientError(error)
        }
    }
}

extension ClientError {
    /// A failure of the network; one of ours stays what it is.
    init(_ error: any Error) {
        switch error {
        case let error as ClientError: self = error
        case ChannelError.connectTimeout: self = .timedOut
        default: self = .unreachable(String(describing: error))
        }
    }
}
