import HearthCore

/// Who may call a route. A description: the door that owns the route enforces it.
public enum Access: String, CaseIterable, Sendable {
    /// Anybody.
    case open
    /// A known AppID, no token.
    case app
    /// A user's token, or an admin token that acts as a user.
    case user
    /// An admin token.
    case admin
}

/// One row of a route table.
public struct Route: Sendable {
    public typealias Handler = @Sendable (Request) async throws(Failure) -> Reply

    public let methods: [Method]
    /// An exact path, or one in which `{name}` stands for any one segment: handlers find it with `Request.segment`.
    /// The vendor's API has exact paths only.
    public let path: String
    public let access: Access
    /// One line for the reference pages.
    public let summary: String
    /// Its task is cancelled when the client hangs up before the answer. Parked polls should look at that, writes should not.
    public let handler: Handler
    /// The answer to a request whose body is larger than the door takes.
    public let tooLarge: Reply
    /// Bytes that a body may have which comes with this header; nil for the door's bound.
    public let bodyBytes: @Sendable (Headers) -> Int?

    static let tooLarge = Reply.failure(.invalidParameter("the body is too large"))

    /// - Parameters:
    ///   - tooLarge: nil for the refusal that every other route answers with.
    ///   - bodyBytes: for a route that takes more than the others. Cheap: it runs on the event loop.
    public init(
        _ methods: [Method], _ path: String, _ access: Access, _ summary: String, tooLarge: Reply? = nil,
        bodyBytes: @escaping @Sendable (Headers) -> Int? = { _ in nil }, handler: @escaping Handler
    ) {
        self.methods = methods
        self.path = path
        self.access = access
        self.summary = summary
        self.handler = handler
        self.tooLarge = tooLarge ?? Self.tooLarge
        self.bodyBytes = bodyBytes
    }
}
