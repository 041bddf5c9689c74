/// Who is behind a text.
public enum MessageAuthor: Sendable {
    /// A user, on one of his devices.
    case user
    /// An app's own server in the name of one of its users, with an admin token.
    case admin
    /// The system: user 0, which an app's own server alone can be.
    case system
}

/// Whose texts are not looked through. Raw values are the words of settings.
public enum ExemptAuthor: String, Sendable, CaseIterable {
    case admin, system
}

extension AppSettings {
    /// Whether texts of somebody are looked through.
    public func censors(_ author: MessageAuthor) -> Bool {
        guard censorshipEnabled else { return false }
        switch author {
        case .user: return true
        case .admin: return !censorshipExempt.contains(.admin)
        case .system: return !censorshipExempt.contains(.system)
        }
    }
}
