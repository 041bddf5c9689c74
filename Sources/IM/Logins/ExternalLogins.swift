import HearthCore

/// What a user base elsewhere says of a password.
public enum ExternalVerdict: Sendable, Equatable {
    /// - Parameter nickName: what a new account is to be called; empty for nothing.
    case allowed(nickName: String)
    case refused
    /// The app has none, or none that such a password is for.
    case notAsked
}

/// A password that may be a signed statement (JWT).
public enum SignedPassword: Sendable, Equatable {
    /// It has the form, and the key did not sign it.
    case forged
    case signed(Claims)

    /// What the signer states.
    public struct Claims: Sendable, Equatable {
        public var expiresAt: Instant?
        public var notBefore: Instant?
        public var name: String?
        public var subject: String?

        public init(expiresAt: Instant? = nil, notBefore: Instant? = nil, name: String? = nil, subject: String? = nil) {
            self.expiresAt = expiresAt
            self.notBefore = notBefore
            self.name = name
            self.subject = subject
        }

        /// Whether this lets `name` in now. Without an end it never does.
        func letsIn(_ name: String, at now: Instant) -> Bool {
            guard let expiresAt, now < expiresAt, notBefore.map({ $0 <= now }) ?? true else { return false }
            return (self.name ?? subject) == name
        }
    }
}

/// Reads signed passwords.
public protocol SignedPasswordReading: Sendable {
    /// What a password states if the holder of the public key signed it; nil where it has not the form of a JWT.
    /// - Parameter key: in PEM. With one that cannot be read everything is forged.
    func read(_ password: String, key: String) -> SignedPassword?
}

/// Asks a server of the app's owner about a password.
public protocol LoginAsking: Sendable {
    /// - Returns: allowed or refused.
    /// - Throws: `ServerNeedRetry` where it gives no answer that can be understood, `ServerBusy`.
    func ask(_ url: String, app: AppID, name: String, password: String) async throws(Failure) -> ExternalVerdict
}

/// User bases that are not Hearth's own: `login.external.key` and `login.external.url`.
public struct ExternalLogins: Sendable {
    private let signed: any SignedPasswordReading
    private let asking: any LoginAsking
    private let clock: any WallClock

    public init(signed: any SignedPasswordReading, asking: any LoginAsking, clock: any WallClock) {
        self.signed = signed
        self.asking = asking
        self.clock = clock
    }

    /// Whether the app's user base lets somebody in.
    /// - Parameter name: nil for who can be no user of it: the answer is what everybody else gets, and nobody is asked.
    /// - Throws: as `LoginAsking.ask` does.
    func check(_ password: String, of name: String?, in app: AppDirectory.Entry) async throws(Failure) -> ExternalVerdict {
        let settings = app.settings
        if !settings.loginExternalKey.isEmpty, let password = signed.read(password, key: settings.loginExternalKey) {
            guard case .signed(let claims) = password, let name, claims.letsIn(name, at: clock.now()) else { return .refused }
            return .allowed(nickName: "")
        }
        guard !settings.loginExternalURL.isEmpty else { return .notAsked }
        guard let name else { return .refused }
        return try await asking.ask(settings.loginExternalURL, app: app.app.id, name: name, password: password)
    }
}
