import HearthCore

/// A password that somebody chooses, within its bounds. One that is only checked has none: it was chosen before.
public struct NewPassword: Sendable {
    public let text: String

    /// - Parameter field: the name it has for the caller.
    /// - Throws: `InvalidRequestParameter`.
    public init(_ text: String, field: String = "password") throws(Failure) {
        // Never longer than a login may be. What is one character to the eye can be any number of bytes: scalars are counted.
        guard text.utf8.count <= Limits.loginPasswordBytes, Limits.passwordCharacters.contains(text.unicodeScalars.count),
            !text.utf8.contains(0)
        else {
            throw Failure(.invalidRequestParameter, "invalid request parameter: \(field)")
        }
        self.text = text
    }
}
