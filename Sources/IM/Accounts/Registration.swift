import HearthCore

/// The ways to make accounts beside the plain one, `Accounts.register`.
public struct Registration: Sendable {
    /// One row of a call that makes many accounts.
    public struct Row: Sendable {
        public let name: String
        public let password: String

        public init(name: String, password: String) {
            self.name = name
            self.password = password
        }
    }

    /// What became of one row: an account, or why there is none.
    public struct Outcome: Sendable {
        public let name: String
        public let user: Result<UserID, Failure>
    }

    /// Passwords of one call that are hashed, or wait to be, at a time: logins wait in the same queue.
    private static let hashesAtOnce = 4
    private static let tail = (count: 12, letters: "abcdefghijklmnopqrstuvwxyz0123456789")

    private let accounts: Accounts
    private let randomness: any Randomness

    public init(accounts: Accounts, randomness: any Randomness) {
        self.accounts = accounts
        self.randomness = randomness
    }

    /// Makes many accounts, each for itself. As every password is hashed, this takes some 15 ms a row.
    /// - Returns: an outcome for each row, in their order.
    /// - Throws: `InvalidRequestParameter` for too many rows.
    public func register(_ app: AppDirectory.Entry, _ rows: [Row]) async throws(Failure) -> [Outcome] {
        try await RowByRow.run(rows, width: Self.hashesAtOnce) { row in
            do throws(Failure) {
                return Outcome(name: row.name, user: .success(try await accounts.register(app, name: row.name, password: row.password)))
            } catch {
                return Outcome(name: row.name, user: .failure(error))
            }
        }
    }

    /// Makes an account for a guest, whose name begins with `prefix` and ends in letters and digits that nobody has.
    /// - Parameter host: whom the guest wants to talk to. He must be there; nothing else follows from it.
    /// - Throws: `InvalidUserNameParameter`, `InvalidRequestParameter`, `UserNotExist`, `ServerBusy`, and what limits the
    ///   number of users.
    public func anonymous(
        _ app: AppDirectory.Entry, prefix: String, password: String, host: UserID? = nil
    ) async throws(Failure) -> (user: UserID, name: String) {
        guard prefix.unicodeScalars.count <= Limits.anonymousPrefixCharacters else { throw ClientText.refusal("username") }
        // The tail has letters, but a prefix that no name may have is refused now.
        _ = try UserName(prefix + "a")
        if let host { _ = try await accounts.profile(of: Account(app: app.app.number, user: host)) }
        var refusal = Failure(.userAlreadyExist)
        for _ in 0..<8 {
            let name = prefix + randomness.text(Self.tail.count, from: Self.tail.letters)
            do throws(Failure) {
                return (try await accounts.register(app, name: name, password: password), name)
            } catch {
                // Taken, or all digits: another tail.
                guard [.userAlreadyExist, .invalidUserNameParameter].contains(error.name) else { throw error }
                refusal = error
            }
        }
        throw refusal
    }
}
