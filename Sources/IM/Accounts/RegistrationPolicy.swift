import HearthCore

/// Who may make an account.
public struct RegistrationPolicy: Sendable {
    /// How an account is made.
    public enum Way: Sendable, CaseIterable {
        /// Under a name of one's own choice.
        case named
        /// The same, for push alone.
        case push
        /// Under a name that nobody can choose.
        case anonymous
    }

    /// Whether anybody may (`registration.open`).
    public let isOpen: Bool
    /// Whether passwords of the app are checked elsewhere: then a name made here could be somebody's there.
    public let hasExternalLogin: Bool

    public init(isOpen: Bool, hasExternalLogin: Bool) {
        self.isOpen = isOpen
        self.hasExternalLogin = hasExternalLogin
    }

    /// - Parameter isAdmin: whether the caller has an admin token.
    /// - Throws: `ServerNotAllowOpenRegister`.
    public func check(_ way: Way, isAdmin: Bool) throws(Failure) {
        guard !isAdmin else { return }
        guard isOpen, way == .anonymous || !hasExternalLogin else { throw Failure(.serverNotAllowOpenRegister) }
    }
}
