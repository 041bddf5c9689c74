import COpenSSL
import HearthCore

/// HMAC with SHA-512 under one key: what signs tokens.
public struct HMACSHA512: Sendable {
    /// Bytes of a signature.
    public static let length = 64

    private let key: [UInt8]

    public init(key: [UInt8]) {
        self.key = key
    }

    /// The 64 bytes that only a holder of the key can make.
    /// - Throws: `ServerUnknownError` when libcrypto refuses, as it can where its own configuration is broken.
    public func sign(_ message: [UInt8]) throws(Failure) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Self.length)
        let made = key.withUnsafeBytes { key in
            HMAC(EVP_sha512(), key.baseAddress, CInt(key.count), message, message.count, &signature, nil) != nil
        }
        guard made else { throw Failure(.serverUnknownError) }
        return signature
    }

    /// Whether `signature` belongs to `message`, in a time that tells nothing about how much of it is right.
    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let right = try? sign(message) else { return false }
        return constantTimeEqual(signature, right)
    }
}
