/// Where chance comes from: secrets, AppIDs, session ids. The composition root decides.
public protocol Randomness: Sendable {
    /// `count` unpredictable bytes.
    func bytes(_ count: Int) -> [UInt8]
}

extension Randomness {
    /// `count` characters drawn evenly from `alphabet`.
    public func text(_ count: Int, from alphabet: String) -> String {
        let letters = Array(alphabet)
        // Bytes at or above the largest multiple of the alphabet's size would favour its first letters.
        let bound = 256 - 256 % letters.count
        var out = ""
        while out.count < count {
            for byte in bytes(count) where Int(byte) < bound && out.count < count {
                out.append(letters[Int(byte) % letters.count])
            }
        }
        return out
    }
}
