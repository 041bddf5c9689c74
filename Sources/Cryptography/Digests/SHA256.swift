import COpenSSL
import HearthCore

/// SHA-256, for recognising equal bytes without keeping them.
public enum SHA256 {
    /// Bytes of a digest.
    public static let length = 32

    /// The 32-byte digest of `bytes`.
    /// - Throws: `ServerUnknownError` when libcrypto refuses, as it can where its own configuration is broken.
    public static func digest(_ bytes: [UInt8]) throws(Failure) -> [UInt8] {
        try digest(bytes.span.bytes)
    }

    /// The same for bytes that stand in a buffer, without a copy.
    public static func digest(_ bytes: RawSpan) throws(Failure) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: length)
        let made = bytes.withUnsafeBytes { bytes in
            EVP_Digest(bytes.baseAddress, bytes.count, &digest, nil, EVP_sha256(), nil) == 1
        }
        guard made else { throw Failure(.serverUnknownError) }
        return digest
    }
}
