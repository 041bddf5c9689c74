import HearthCore

/// Makes accounts on behalf of an operator: no password yet, a token at once.
///
/// For moving a user base in, for tests and for measurements. Such an account cannot log in with a
/// password until it is given one.
public struct Provisioning: Sendable {
    /// An account just made.
    public struct Provisioned: Sendable {
        public let name: UserName
        public let token: IssuedToken
    }

    /// What no password hashes to.
    static let noPassword = ""

    private let accounts: any AccountStore
    private let tokens: Tokens
    private let clock: any WallClock

    public init(accounts: any AccountStore, tokens: Tokens, clock: any WallClock) {
        self.accounts = accounts
        self.tokens = tokens
        self.clock = clock
    }

    /// Makes all of them or says which name it failed at; those before it stay.
    /// - Throws: `InvalidUserNameParameter`, `UserAlreadyExist`.
    public func provision(_ app: AppDirectory.Entry, names: [String]) async throws(Failure) -> [Provisioned] {
        var checked: [UserName] = []
        for name in names { checked.append(try UserName(name)) }
        var made: [Provisioned] = []
        for start in stride(from: 0, to: checked.count, by: Self.atOnce) {
            made += try await provision(app, checked[start..<min(start + Self.atOnce, checked.count)])
        }
        return made
    }

    /// Writes that wait together share one commit.
    private static let atOnce = 256

    private func provision(
        _ app: AppDirectory.Entry, _ names: ArraySlice<UserName>
    ) async throws(Failure) -> [Provisioned] {
        let results = await withTaskGroup(of: (Int, Result<Provisioned, Failure>).self) { group in
            for (index, name) in names.enumerated() {
                group.addTask { (index, await one(app, name)) }
            }
            var results: [(Int, Result<Provisioned, Failure>)] = []
            for await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }
        }
        var made: [Provisioned] = []
        for (_, result) in results { made.append(try result.get()) }
        return made
    }

    private func one(_ app: AppDirectory.Entry, _ name: UserName) async -> Result<Provisioned, Failure> {
        do throws(Failure) {
            let user = try await accounts.create(
                app.app.number, name: name, passwordHash: Self.noPassword, now: clock.now())
            return .success(Provisioned(name: name, token: try await tokens.issue(app, user)))
        } catch {
            return .failure(
                error.name == .userAlreadyExist ? Failure(.userAlreadyExist, "the user exists already: \(name.rawValue)") : error)
        }
    }
}
