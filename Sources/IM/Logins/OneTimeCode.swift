import HearthCore

/// What a code that works once is for. Raw values are in the store: never reuse one.
public enum CodePurpose: Int, Sendable, CaseIterable {
    /// Shown as a QR code by who wants to log in; belongs to who allows it.
    case qrLogin = 1
    /// A password for one login.
    case oneTimePassword = 2
    /// A text for whoever has the code.
    case secretText = 3
    /// Lets a user change his password.
    case passwordChange = 4
}

/// A code that stands for something until it is used or ends.
public struct OneTimeCode: Sendable, Equatable {
    /// What names a code: the app, what it is for and its text.
    public struct Key: Sendable, Hashable {
        public let app: AppNumber
        public let purpose: CodePurpose
        public let text: String

        public init(_ app: AppNumber, _ purpose: CodePurpose, _ text: String) {
            self.app = app
            self.purpose = purpose
            self.text = text
        }
    }

    public let key: Key
    /// Whose it is; the system's for nobody's, or nobody's yet.
    public let user: UserID
    public let content: String
    public let expiresAt: Instant

    public init(key: Key, user: UserID, content: String = "", expiresAt: Instant) {
        self.key = key
        self.user = user
        self.content = content
        self.expiresAt = expiresAt
    }
}

/// Where codes are kept: never their text, only what it hashes to.
public protocol OneTimeCodeStore: Sendable {
    /// How many codes of one purpose an app has, those that ended a while ago included; `most` where there are as many or more.
    func count(_ purpose: CodePurpose, of app: AppNumber, upTo most: Int) async throws(Failure) -> Int
    /// Keeps a new code.
    func save(_ code: OneTimeCode) async throws(Failure)
    /// Whose a code is, if it is there and has not ended.
    func owner(of key: OneTimeCode.Key, now: Instant) async throws(Failure) -> UserID?
    /// Gives nobody's code to a user. Whether it is his now.
    func give(_ key: OneTimeCode.Key, to user: UserID, now: Instant) async throws(Failure) -> Bool
    /// Ends a code that is nobody's or the user's. Whether there was one.
    func withdraw(_ key: OneTimeCode.Key, by user: UserID, now: Instant) async throws(Failure) -> Bool
    /// Ends a user's code and says what it stood for; nil where he has none. Of several who use it at once one gets it.
    func use(_ key: OneTimeCode.Key, of user: UserID, now: Instant) async throws(Failure) -> String?
    /// Ends a user's code and keeps another one in its place, both or neither. Whether the first one was there.
    func exchange(_ key: OneTimeCode.Key, for code: OneTimeCode, now: Instant) async throws(Failure) -> Bool
}

extension Randomness {
    /// A code of 132 bits in letters that a URL takes as they are.
    func code() -> String { text(22, from: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") }
}
