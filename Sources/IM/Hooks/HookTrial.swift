import HearthCore

/// One call of a hook with its documented example, to see how the endpoint does.
public struct HookTrial: Sendable {
    public let hook: HookKind
    public let url: String
    /// Names and values of the headers that hooks have of their own.
    public let headers: [(String, String)]
    /// What was sent, JSON.
    public let body: [UInt8]
    /// The status and the body of the answer; nil where there was none.
    public let answer: (status: Int, body: [UInt8])?
    /// What the answer means: `allow`, `refuse` or `replace` before messages, `taken` after them; nil where it counts for nothing.
    public let verdict: String?
    /// Why it counts for nothing.
    public let trouble: HookTrouble?
    public let milliseconds: Int64

    public init(
        hook: HookKind, url: String, headers: [(String, String)], body: [UInt8], answer: (status: Int, body: [UInt8])?, verdict: String?,
        trouble: HookTrouble?, milliseconds: Int64
    ) {
        self.hook = hook
        self.url = url
        self.headers = headers
        self.body = body
        self.answer = answer
        self.verdict = verdict
        self.trouble = trouble
        self.milliseconds = milliseconds
    }
}

/// Calls hooks with their documented examples.
public protocol HookTesting: Sendable {
    /// - Throws: `InvalidRequestParameter` where the app has no such hook.
    func test(_ hook: HookKind, of app: AppDirectory.Entry) async throws(Failure) -> HookTrial
}
