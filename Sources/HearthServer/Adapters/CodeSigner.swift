import Cryptography
import HearthCore
import IM

/// Signs codes with HMAC-SHA256.
public struct CodeSigner: CodeSigning {
    public init() {}

    public func sign(_ text: String, with key: SigningKey) throws(Failure) -> String {
        Base64URL.encode(try HMACSHA256(key: key.secret).sign(Array(text.utf8)))
    }

    public func isValid(_ signature: String, of text: String, by keys: [SigningKey]) -> Bool {
        keys.contains { key in
            guard let right = try? sign(text, with: key) else { return false }
            return Cryptography.constantTimeEqual(Array(signature.utf8), Array(right.utf8))
        }
    }
}
