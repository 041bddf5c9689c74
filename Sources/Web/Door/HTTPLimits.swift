import HearthCore

/// Bounds of one listener. The standard values hold unless an operator says otherwise.
public struct HTTPLimits: Sendable {
    /// A larger request body is read to its end (up to eight times this; then the connection is closed) and answered
    /// with `InvalidRequestParameter` and HTTP 200, as any refusal.
    public var bodyBytes = Limits.httpBodyBytes
    /// One WebSocket message, whole or put together from fragments.
    public var messageBytes = Limits.frameBytes
    /// Elements of one list of ids or names in a request.
    public var idsPerCall = Limits.idsPerCall
    /// From the opening of a connection to the end of its first request's header.
    public var firstHeader = Duration.seconds(15)
    /// From a request's header to the end of its body.
    public var body = Duration.seconds(30)
    /// From an answer to the end of the next request's header. The client must also take the answer in this time.
    public var idle = Duration.seconds(60)

    public init() {}
}
