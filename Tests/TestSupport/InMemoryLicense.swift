import HearthCore
import IM
import Synchronization

/// The license of a server in memory, and users that the test names.
public final class InMemoryLicense: LicenseStore {
    private struct State {
        var stored: StoredLicense?
        var users: [AppNumber: [UserID]] = [:]
        var looks = 0
    }

    private let state = Mutex(State())

    public init() {}

    /// The users of an app, in the order they were made.
    public func set(_ users: [Int64], of app: AppNumber) { state.withLock { $0.users[app] = users.map { UserID($0) } } }

    /// How often ranks were asked for.
    public var looks: Int { state.withLock { $0.looks } }

    public func find() async throws(Failure) -> StoredLicense? { state.withLock { $0.stored } }

    public func open(licenseKey: String, now: Instant) async throws(Failure) -> StoredLicense {
        state.withLock { state in
            let stored = state.stored ?? StoredLicense(licenseKey: licenseKey, text: nil, version: 1)
            state.stored = stored
            return stored
        }
    }

    public func put(_ text: String?, now: Instant) async throws(Failure) -> StoredLicense {
        let stored = state.withLock { state in
            state.stored = state.stored.map { StoredLicense(licenseKey: $0.licenseKey, text: text, version: $0.version + 1) }
            return state.stored
        }
        guard let stored else { throw Failure(.serverUnknownError) }
        return stored
    }

    /// By the numbers of apps, as these are all there is here.
    public func counts() async throws(Failure) -> UserCounts {
        state.withLock { state in
            UserCounts(apps: Dictionary(uniqueKeysWithValues: state.users.map { (AppID("app\($0.key.rawValue)"), Int64($0.value.count)) }))
        }
    }

    public func user(after count: Int64, in app: AppNumber?) async throws(Failure) -> UserID? {
        state.withLock { state in
            state.looks += 1
            let users = app.map { state.users[$0] ?? [] } ?? state.users.values.flatMap { $0 }.sorted()
            return users.count > Int(count) ? users[Int(count)] : nil
        }
    }
}

/// Licenses of which only id, end and server are kept, and a signature that is the text itself.
public struct PlainLicenses: LicenseCoding, LicenseVerifying {
    public init() {}

    public func encode(_ license: License) -> [UInt8] {
        let end = license.expiresAt.map { String($0.milliseconds) } ?? ""
        return Array("\(license.id) \(license.users ?? 0) \(end) \(license.licenseKey ?? "")".utf8)
    }

    public func decode(_ bytes: [UInt8]) -> License? {
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let users = Int64(parts[1]) else { return nil }
        return License(
            id: parts[0], customer: "", issuedAt: Instant(milliseconds: 0), expiresAt: Int64(parts[2]).map { Instant(milliseconds: $0) },
            users: users == 0 ? nil : users, licenseKey: parts[3].isEmpty ? nil : parts[3])
    }

    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool { signature == message }

    /// A text that counts.
    public func text(_ license: License) -> String {
        let content = encode(license)
        return LicenseText(content: content, signature: LicenseText.signed(content)).text
    }
}
