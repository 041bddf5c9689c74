import COpenSSL
import HearthCore

/// HMAC with SHA-256 under one key: what signs the registrations of an app's own servers.
public struct HMACSHA256: Sendable {
    /// Bytes of a signature.
    public static let length = 32

    private let key: [UInt8]

    public init(key: [UInt8]) { self.key = key }

    /// The 32 bytes that only a holder of the key can make.
    /// - Throws: `ServerUnknownError` when libcrypto refuses, as it can where its own configuration is broken.
    public func sign(_ message: [UInt8]) throws(Failure) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Self.length)
        let made = key.withUnsafeBytes { key in
            HMAC(EVP_sha256(), key.baseAddress, CInt(key.count), message, message.count, &signature, nil) != nil
        }
        guard made else { throw Failure(.serverUnknownError) }
        return signature
    }
}
