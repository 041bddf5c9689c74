import Cryptography
import HearthCore
import IM

/// The headers of a hook's call, by which its receiver knows who calls and when.
enum HookSigning {
    /// `Hearth-Event`, `Hearth-Timestamp` in milliseconds, and, where the app has a secret, `Hearth-Signature`: `sha256=` and the
    /// hexadecimal HMAC-SHA256 of the timestamp, a dot and the body under `hook.secret`.
    /// - Throws: `ServerUnknownError` when libcrypto refuses.
    static func headers(
        event: String, body: [UInt8], secret: String, now: Instant
    ) throws(Failure) -> [(String, String)] {
        let timestamp = String(now.milliseconds)
        var headers = [("Hearth-Event", event), ("Hearth-Timestamp", timestamp)]
        if !secret.isEmpty {
            let signature = try HMACSHA256(key: Array(secret.utf8)).sign(Array((timestamp + ".").utf8) + body)
            headers.append(("Hearth-Signature", "sha256=" + hexadecimal(signature)))
        }
        return headers
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
