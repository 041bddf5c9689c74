/// Checks the sign with which an app's own server lets one of its clients register (`/user/register/push`).
public protocol PushSignChecking: Sendable {
    /// Whether `sign` is the lower-case hex of HMAC-SHA256 over the user name, under `registration.push.secret`.
    /// Without a secret no sign is right.
    func isRight(_ sign: String, for username: String, secret: String) -> Bool
}
