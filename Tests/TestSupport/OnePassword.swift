import HearthCore
import IM

/// Knows the password of everybody, and may do something while it looks.
public struct OnePassword: PasswordChecking {
    private let right: String
    private let meanwhile: @Sendable () async throws(Failure) -> Void

    public init(_ right: String, meanwhile: @escaping @Sendable () async throws(Failure) -> Void = {}) {
        self.right = right
        self.meanwhile = meanwhile
    }

    public func check(
        _ password: String, of account: Account, in app: AppDirectory.Entry, from address: String
    ) async throws(Failure) {
        try await meanwhile()
        guard password == right else { throw Failure(.userAuthFailed) }
    }
}
