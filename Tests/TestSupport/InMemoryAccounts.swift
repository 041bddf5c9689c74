import HearthCore
import IM
import Synchronization

/// Accounts in memory.
public final class InMemoryAccounts: AccountStore {
    private struct Record {
        let name: String
        var status: UserStatus
        let passwordHash: String
        var nickName = ""
        var mobile = ""
        var email = ""
    }

    private let records = Mutex<[Account: Record]>([:])

    public init() {}

    /// Puts an account in as a store that has been running for long would hold it.
    public func add(_ account: Account, name: String, passwordHash: String = "", status: UserStatus = .normal) {
        records.withLock { $0[account] = Record(name: name, status: status, passwordHash: passwordHash) }
    }

    /// Gives somebody a mobile number and an e-mail address.
    public func set(mobile: String, email: String, of account: Account) {
        records.withLock { records in
            records[account]?.mobile = mobile
            records[account]?.email = email
        }
    }

    public func set(_ status: UserStatus, of account: Account) {
        records.withLock { $0[account]?.status = status }
    }

    public func create(
        _ app: AppNumber, name: UserName, nickName: String, passwordHash: String, within room: UserRoom, now: Instant
    ) async throws(Failure) -> UserID {
        let made: Result<UserID, Failure> = records.withLock { records in
            guard !records.contains(where: { $0.key.app == app && $0.value.name == name.rawValue }) else {
                return .failure(Failure(.userAlreadyExist))
            }
            let all = records.filter { $0.value.status != .removed }
            do {
                try room.check(users: Int64(all.keys.count { $0.app == app } + 1), server: { Int64(all.count + 1) })
            } catch {
                return .failure(error as? Failure ?? Failure(.serverUnknownError))
            }
            let user = UserID(Int64(records.count + 1) * 2)
            records[Account(app: app, user: user)] = Record(
                name: name.rawValue, status: .normal, passwordHash: passwordHash, nickName: nickName)
            return .success(user)
        }
        return try made.get()
    }

    public func credentials(_ app: AppNumber, name: String) async throws(Failure) -> Credentials? {
        records.withLock { records in
            records.first { $0.key.app == app && $0.value.name == name }.map(Self.credentials)
        }
    }

    public func credentials(_ app: AppNumber, loginName: String) async throws(Failure) -> Credentials? {
        records.withLock { records in
            let here = records.filter { $0.key.app == app }
            let found =
                here.first { $0.value.name == loginName } ?? here.first { $0.value.mobile != "" && $0.value.mobile == loginName }
                ?? here.first { $0.value.email != "" && $0.value.email == loginName }
            return found.map(Self.credentials)
        }
    }

    public func credentials(_ account: Account) async throws(Failure) -> Credentials? {
        records.withLock { records in records[account].map { Self.credentials((account, $0)) } }
    }

    public func profiles(_ app: AppNumber, _ users: [UserID]) async throws(Failure) -> [Profile] {
        records.withLock { records in
            users.compactMap { user in
                guard let record = records[Account(app: app, user: user)], record.status != .removed else { return nil }
                var profile = Profile(user: user, name: record.name)
                profile.nickName = record.nickName
                return profile
            }
        }
    }

    public func users(of app: AppNumber, after user: UserID, limit: Int) async throws(Failure) -> [UserID] {
        records.withLock { records in
            let all = records.filter { $0.key.app == app && $0.value.status != .removed }.keys.map(\.user)
            return Array(all.filter { $0 > user }.sorted().prefix(limit))
        }
    }

    private static func credentials(_ entry: (key: Account, value: Record)) -> Credentials {
        Credentials(user: entry.key.user, status: entry.value.status, passwordHash: entry.value.passwordHash)
    }
}

/// Passwords that are their own hash, and a count of how much work was asked for.
public final class PlainPasswords: PasswordHashing {
    private let work = Atomic<Int>(0)

    public init() {}

    /// Hashes computed so far, by whichever call.
    public var hashesComputed: Int { work.load(ordering: .relaxed) }

    public func hash(_ password: String) async throws(Failure) -> String {
        work.add(1, ordering: .relaxed)
        return "plain:" + password
    }

    public func verify(_ password: String, against hash: String) async throws(Failure) -> Bool {
        work.add(1, ordering: .relaxed)
        return hash == "plain:" + password
    }

    public func verifyAgainstNothing(_ password: String) async throws(Failure) {
        work.add(1, ordering: .relaxed)
    }
}
