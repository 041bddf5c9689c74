import HearthCore
import IM
import Synchronization

/// One-time codes in memory.
public final class InMemoryCodes: OneTimeCodeStore {
    private let codes = Mutex<[OneTimeCode.Key: OneTimeCode]>([:])
    private let counted = Mutex(0)
    private let looked = Mutex(0)

    public init() {}

    /// How often codes were counted.
    public var counts: Int { counted.withLock { $0 } }
    /// How often the owner of a code was asked for.
    public var looks: Int { looked.withLock { $0 } }

    public func count(_ purpose: CodePurpose, of app: AppNumber, upTo most: Int) async throws(Failure) -> Int {
        counted.withLock { $0 += 1 }
        return min(most, codes.withLock { $0.keys.count { $0.app == app && $0.purpose == purpose } })
    }

    public func save(_ code: OneTimeCode) async throws(Failure) {
        codes.withLock { $0[code.key] = code }
    }

    public func owner(of key: OneTimeCode.Key, now: Instant) async throws(Failure) -> UserID? {
        looked.withLock { $0 += 1 }
        return codes.withLock { $0[key].flatMap { now < $0.expiresAt ? $0.user : nil } }
    }

    public func give(_ key: OneTimeCode.Key, to user: UserID, now: Instant) async throws(Failure) -> Bool {
        codes.withLock { codes in
            guard let code = codes[key], now < code.expiresAt, code.user == .system || code.user == user else { return false }
            codes[key] = OneTimeCode(key: key, user: user, content: code.content, expiresAt: code.expiresAt)
            return true
        }
    }

    public func withdraw(_ key: OneTimeCode.Key, by user: UserID, now: Instant) async throws(Failure) -> Bool {
        codes.withLock { codes in
            guard let code = codes[key], now < code.expiresAt, code.user == .system || code.user == user else { return false }
            codes[key] = nil
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
        try await save(code)
        return true
    }
}
