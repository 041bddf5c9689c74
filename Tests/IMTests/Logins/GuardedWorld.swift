import HearthCore
import Synchronization
import TestSupport

@testable import IM

/// A user base elsewhere that says what it is told to, and notes who was asked for.
final class ToldElsewhere: LoginAsking, SignedPasswordReading {
    struct Question: Sendable, Equatable {
        let url: String
        let name: String
        let password: String
    }

    private let verdict = Mutex<Result<ExternalVerdict, Failure>>(.success(.refused))
    private let asked = Mutex<[Question]>([])
    private let signed = Mutex<[String: SignedPassword]>([:])

    var questions: [Question] { asked.withLock { $0 } }

    func answer(_ verdict: ExternalVerdict) { self.verdict.withLock { $0 = .success(verdict) } }
    func answer(_ failure: Failure) { verdict.withLock { $0 = .failure(failure) } }
    /// Makes a text a signed password.
    func sign(_ text: String, _ password: SignedPassword) { signed.withLock { $0[text] = password } }

    func ask(_ url: String, app: AppID, name: String, password: String) async throws(Failure) -> ExternalVerdict {
        asked.withLock { $0.append(Question(url: url, name: name, password: password)) }
        return try verdict.withLock { $0 }.get()
    }

    func read(_ password: String, key: String) -> SignedPassword? { signed.withLock { $0[password] } }
}

/// An app with alice, who has the password `secret`, and eve, who has none.
struct GuardedWorld {
    static let url = "https://login.example/ask"
    static let pem = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"

    let clock = VirtualClock()
    let accounts = InMemoryAccounts()
    let hashes = PlainPasswords()
    let codes = InMemoryCodes()
    let elsewhere = ToldElsewhere()
    let passwords: GuardedPasswords
    let qr: QRLogins
    let app = App(
        number: AppNumber(1), id: AppID("abcdefghijkl"), name: "app", status: .normal, createdAt: VirtualClock.start)
    let alice = Account(app: AppNumber(1), user: UserID(2))
    let eve = Account(app: AppNumber(1), user: UserID(4))

    init() {
        passwords = GuardedPasswords(
            accounts: accounts, passwords: hashes, tries: LoginGuard(clock: clock),
            external: ExternalLogins(signed: elsewhere, asking: elsewhere, clock: clock), codes: codes, clock: clock)
        qr = QRLogins(codes: codes, accounts: accounts, clock: clock, randomness: SeededRandomness())
        accounts.add(alice, name: "alice", passwordHash: "plain:secret")
        accounts.add(eve, name: "eve")
    }

    func entry(_ settings: [String: String] = [:]) -> AppDirectory.Entry {
        AppDirectory.Entry(app: app, settings: AppSettings(stored: settings))
    }

    @discardableResult
    func logIn(
        _ login: LoginName, _ password: String = "secret", _ settings: [String: String] = [:], from address: String = "192.0.2.1"
    ) async throws(Failure) -> UserID {
        try await passwords.user(login, password: password, in: entry(settings), from: address).user
    }
}
