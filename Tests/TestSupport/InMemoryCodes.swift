import HearthCore
import IM
import Synchronization

/// One-time codes in memory.
public final class InMemoryCodes: OneTimeCodeStore {
    private let codes = Mutex<[OneTimeCode.Key: OneTimeCode]>([:])

    public init() {}

    public func save(_ code: OneTimeCode, most: Int) async throws(Failure) {
        let isSaved = codes.withLock { codes in
            guard codes.keys.count(where: { $0.app == code.key.app && $0.purpose == code.key.purpose }) < most else { return false }
            codes[code.key] = code
            return true
        }
        guard isSaved else { throw Failure(.serverBusy) }
    }

    public func owner(of key: OneTimeCode.Key, now: Instant) async throws(Failure) -> UserID? {
        codes.withLock { $0[key].flatMap { now < $0.expiresAt ? $0.user : nil } }
    }

    public func give(_ key: OneTimeCode.Key, to user: UserID, now: Instant) async throws(Failure) -> Bool {
        codes.withLock { codes in
            guard let code = codes[key], now < code.expiresAt, code.user == .system || code.user == user else { return false }
            codes[key] = OneTimeCode(key: key, user: user, content: code.content, expiresAt: code.expiresAt)
            return true
        }
    }

    public func use(_ key: OneTimeCode.Key, of user: UserID, now: Instant) async throws(Failure) -> String? {
        codes.withLock { codes in
            guard let code = codes[key], now < code.expiresAt, code.user == user else { return nil }
            codes[key] = nil
            return code.content
        }
    }

    public func exchange(_ key: OneTimeCode.Key, for code: OneTimeCode, now: Instant) async throws(Failure) -> Bool {
        guard try await use(key, of: code.user, now: now) != nil else { return false }
        try await save(code, most: .max)
        return true
    }
}
