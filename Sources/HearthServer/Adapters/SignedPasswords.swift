import Cryptography
import HearthCore
import IM
import Web

/// Signed passwords as JWTs. The key says how they are signed: what a JWT says of its own algorithm must agree, so that neither
/// `none` nor an HMAC under the public key is ever accepted.
public struct SignedPasswords: SignedPasswordReading {
    public init() {}

    public func read(_ password: String, key: String) -> SignedPassword? {
        guard let parts = JWTParts(password), let algorithm = parts.header["alg"]?.asString, parts.payload.asMembers != nil else {
            return nil
        }
        // `crit` names extensions without which the token must be refused (RFC 7515 4.1.11), and none is known here.
        guard let key = PublicKey(pem: key), algorithm == key.algorithm.rawValue, parts.header["crit"] == nil,
            key.isValid(parts.signature, for: parts.signed), let claims = Self.claims(parts.payload)
        else { return .forged }
        return .signed(claims)
    }

    /// Nil where a time is none: it would be no bound then.
    private static func claims(_ payload: JSON) -> SignedPassword.Claims? {
        var claims = SignedPassword.Claims(name: payload["name"]?.asString, subject: payload["sub"]?.asString)
        if let expires = payload["exp"] {
            guard let instant = instant(expires) else { return nil }
            claims.expiresAt = instant
        }
        if let begins = payload["nbf"] {
            guard let instant = instant(begins) else { return nil }
            claims.notBefore = instant
        }
        return claims
    }

    /// Seconds, perhaps with a fraction (RFC 7519 section 2).
    private static func instant(_ json: JSON) -> Instant? {
        switch json {
        case .integer(let seconds) where abs(seconds / 2) < latest: Instant(milliseconds: seconds * 1_000)
        case .number(let seconds) where abs(seconds) < Double(latest): Instant(milliseconds: Int64(seconds * 1_000))
        default: nil
        }
    }

    /// Seconds no date needs: about the year 31,000,000.
    private static let latest: Int64 = 1_000_000_000_000_000
}
