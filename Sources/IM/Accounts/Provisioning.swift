import HearthCore

/// Makes accounts on behalf of an operator: no password yet, a token at once.
///
/// For moving a user base in, for tests and for measurements. Such an account cannot log in with a
/// password until it is given one.
public struct Provisioning: Sendable {
    /// What became of one name: an account with a token, or why there is none.
    public struct Outcome: Sendable {
        public let name: UserName
        public let token: Result<IssuedToken, Failure>
    }

    /// What no password hashes to.
    static let noPassword = ""

    private let accounts: any AccountStore
    private let tokens: Tokens
    private let clock: any WallClock
    private let license: any LicenseChecking

    public init(accounts: any AccountStore, tokens: Tokens, clock: any WallClock, license: any LicenseChecking = NoLicense()) {
        self.accounts = accounts
        self.tokens = tokens
        self.clock = clock
        self.license = license
    }

    /// Tries every name, whatever becomes of the others: `UserAlreadyExist` where one is taken, what limits the number of
    /// users, or what the store says.
    /// - Returns: one outcome for each name, in the order of the names.
    /// - Throws: `InvalidUserNameParameter` when a name breaks the rules, and then nothing was made.
    public func provision(_ app: AppDirectory.Entry, names: [String]) async throws(Failure) -> [Outcome] {
        var checked: [UserName] = []
        for name in names { checked.append(try UserName(name)) }
        var outcomes: [Outcome] = []
        for start in stride(from: 0, to: checked.count, by: Self.atOnce) {
            outcomes += await provision(app, checked[start..<min(start + Self.atOnce, checked.count)])
        }
        return outcomes
    }

    /// Writes that wait together share one commit.
    private static let atOnce = 256

    private func provision(_ app: AppDirectory.Entry, _ names: ArraySlice<UserName>) async -> [Outcome] {
        await withTaskGroup(of: (Int, Outcome).self) { group in
            for (index, name) in names.enumerated() {
                group.addTask { (index, Outcome(name: name, token: await one(app, name))) }
            }
            var outcomes: [(Int, Outcome)] = []
            for await outcome in group { outcomes.append(outcome) }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func one(_ app: AppDirectory.Entry, _ name: UserName) async -> Result<IssuedToken, Failure> {
        let user: UserID
        do throws(Failure) {
            user = try await accounts.create(
                app.app.number, name: name, passwordHash: Self.noPassword, within: try license.room(in: app), now: clock.now())
        } catch {
            return .failure(
                error.name == .userAlreadyExist ? Failure(.userAlreadyExist, "the user exists already: \(name.rawValue)") : error)
        }
        do throws(Failure) {
            return .success(try await tokens.issue(app, user))
        } catch {
            return .failure(Failure(error.name, "the user \(name.rawValue) is made, its token is not: \(error.restMessage)"))
        }
    }
}
