import HearthCore

/// A user name that has passed the vendor's rules: letters, digits, underscore and CJK
/// U+4E00 to U+9FA5, at least one of them not a digit, not beginning with `mta` or `maxim`
/// (floo-web, src/ui/login).
public struct UserName: Hashable, Sendable {
    public let rawValue: String

    /// - Throws: `InvalidUserNameParameter`, with a text for the person at the form.
    public init(_ text: String) throws(Failure) {
        guard Limits.userNameCharacters.contains(text.unicodeScalars.count),
            text.unicodeScalars.allSatisfy(Self.allows),
            !text.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) }),
            !Self.reserved.contains(where: { text.lowercased().hasPrefix($0) })
        else { throw Failure(.invalidUserNameParameter) }
        rawValue = text
    }

    private static let reserved = ["mta", "maxim"]

    private static func allows(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "\u{4E00}"..."\u{9FA5}": true
        default: false
        }
    }
}
