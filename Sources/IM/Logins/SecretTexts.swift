import HearthCore

/// Texts that are handed over by a code and read once (`/app/secret_info`).
public struct SecretTexts: Sendable {
    /// Seconds a text may wait.
    public static let seconds: ClosedRange<Int64> = 1...86_400

    private let codes: any OneTimeCodeStore
    private let open: OpenCodes
    private let clock: any WallClock
    private let randomness: any Randomness

    public init(codes: any OneTimeCodeStore, clock: any WallClock, randomness: any Randomness) {
        self.codes = codes
        open = OpenCodes(.secretText, perAddress: Limits.secretTextsPerAddress, store: codes, clock: clock)
        self.clock = clock
        self.randomness = randomness
    }

    /// Keeps a text.
    /// - Parameter address: where it comes from.
    /// - Returns: the code that reads it.
    /// - Throws: `InvalidRequestParameter`, `ServerTooManyRequest` when too many come from there, `ServerBusy` when the app has too
    ///   many that wait.
    public func store(_ text: String, seconds: Int64, in app: AppNumber, from address: String) async throws(Failure) -> String {
        guard Self.seconds.contains(seconds) else {
            throw Failure(.invalidRequestParameter, "invalid request parameter: expire_seconds")
        }
        guard text.utf8.count <= Limits.secretTextBytes, !text.utf8.contains(0) else {
            throw Failure(.invalidRequestParameter, "invalid request parameter: secret_text")
        }
        let code = OneTimeCode(
            key: OneTimeCode.Key(app, .secretText, randomness.code()), user: .system, content: text,
            expiresAt: clock.now().advanced(by: seconds * 1_000))
        try await open.begin(code, from: address)
        return code.key.text
    }

    /// The text of a code, which is over then.
    /// - Throws: `InvalidVerificationCode` for a code that is not there, was used or has ended.
    public func read(_ code: String, in app: AppNumber) async throws(Failure) -> String {
        let key = try OneTimeCode.Key.typed(code, .secretText, app)
        guard let text = try await codes.use(key, of: .system, now: clock.now()) else {
            throw Failure(.invalidVerificationCode)
        }
        return text
    }
}
