import COpenSSL
import HearthCore

/// Unpredictable bytes from libcrypto's generator, or straight from the kernel where that one cannot be seeded.
public struct SystemRandomness: Randomness {
    public init() {}

    public func bytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        if let length = CInt(exactly: count), RAND_bytes(&bytes, length) == 1 {
            return bytes
        }
        // getrandom(2) on Linux. It ends the process when the kernel gives nothing: no secret is better than a known one.
        var kernel = SystemRandomNumberGenerator()
        return bytes.map { _ in UInt8(truncatingIfNeeded: kernel.next()) }
    }
}
