import HearthCore

/// How somebody who logs in names himself.
public enum LoginName: Sendable, Equatable {
    case user(UserID)
    case name(String)
    /// A name; if nobody has it a mobile number, then an e-mail address.
    case any(String)

    /// - Throws: `InvalidRequestParameter` for a text that is nobody's.
    func check(field: String) throws(Failure) {
        switch self {
        case .user: return
        case .name(let text), .any(let text):
            guard text.unicodeScalars.count <= Limits.loginNameCharacters, !text.utf8.contains(0) else {
                throw Failure(.invalidRequestParameter, "invalid request parameter: \(field)")
            }
        }
    }

    /// The field it comes in (rest.md section 3).
    var field: String {
        switch self {
        case .user: "user_id"
        case .name: "name"
        case .any: "login_name"
        }
    }
}
