import Cryptography
import IM

/// Signs of registrations, compared in a time that tells nothing about how much of one is right.
public struct PushSign: PushSignChecking {
    public init() {}

    public func isRight(_ sign: String, for username: String, secret: String) -> Bool {
        guard !secret.isEmpty, let right = try? HMACSHA256(key: Array(secret.utf8)).sign(Array(username.utf8)) else { return false }
        let digits = Array("0123456789abcdef".utf8)
        return constantTimeEqual(Array(sign.utf8), right.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
