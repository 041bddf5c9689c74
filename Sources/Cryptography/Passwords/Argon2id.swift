import CArgon2
import HearthCore

/// The calls into libargon2. They take tens of milliseconds and megabytes: only `PasswordHasher` makes them,
/// on its own threads.
enum Argon2id {
    static let saltLength = 16
    static let hashLength = 32

    /// The PHC string of a password.
    /// - Throws: `ServerBusy` without memory; `ServerUnknownError` for a cost or salt that libargon2 refuses.
    static func hash(_ password: [UInt8], salt: [UInt8], cost: PasswordCost) throws(Failure) -> String {
        let capacity = argon2_encodedlen(
            cost.iterations, cost.memoryKiB, cost.parallelism, UInt32(salt.count), UInt32(hashLength), Argon2_id)
        var text = [CChar](repeating: 0, count: capacity)
        let code = argon2id_hash_encoded(
            cost.iterations, cost.memoryKiB, cost.parallelism, password, password.count, salt, salt.count,
            hashLength, &text, capacity)
        try check(code)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether the PHC string was made from the password. One that cannot be read was made from none.
    /// - Throws: `ServerBusy` without memory.
    static func verify(_ password: [UInt8], against phc: String) throws(Failure) -> Bool {
        // C reads up to the first zero and would accept anything behind it.
        guard PasswordCost(phc: phc) != nil, !phc.utf8.contains(0) else { return false }
        let code = argon2id_verify(phc, password, password.count)
        if code == ARGON2_MEMORY_ALLOCATION_ERROR.rawValue { try check(code) }
        return code == ARGON2_OK.rawValue
    }

    private static func check(_ code: CInt) throws(Failure) {
        switch code {
        case ARGON2_OK.rawValue: return
        case ARGON2_MEMORY_ALLOCATION_ERROR.rawValue: throw Failure(.serverBusy)
        default: throw Failure(.serverUnknownError)
        }
    }
}
