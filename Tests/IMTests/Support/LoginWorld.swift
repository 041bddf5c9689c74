import HearthCore
import IM
import TestSupport

/// One app with one user, `alice`, whose password is `secret`.
struct LoginWorld {
    static let lifetime: Int64 = 3_600_000

    let clock = VirtualClock()
    let apps = InMemoryApps()
    let accounts = InMemoryAccounts()
    let passwords = PlainPasswords()
    let rows = InMemoryTokens()
    let live = RecordingDevices()
    let directory: AppDirectory
    let tokens: Tokens
    let signIn: SignIn
    let entry: AppDirectory.Entry
    let alice: Account

    init() async throws {
        let randomness = SeededRandomness()
        directory = AppDirectory(store: apps, settings: apps, clock: clock, randomness: randomness)
        tokens = Tokens(
            apps: directory, accounts: accounts, passwords: passwords, store: rows, codec: PlainTokenCodec(), clock: clock,
            randomness: randomness, lifetime: Self.lifetime)
        signIn = SignIn(tokens: tokens, accounts: accounts, devices: InMemoryDevices(), live: live, clock: clock)
        entry = try await directory.find(try await directory.create(name: "app").id)
        alice = Account(app: entry.app.number, user: UserID(2))
        accounts.add(alice, name: "alice", passwordHash: "plain:secret")
    }

    func token() async throws -> String { try await tokens.issue(entry, name: "alice", password: "secret").text }

    /// A second app, with another user of its own who has the same id.
    func otherApp(_ status: AppStatus = .normal) async throws -> AppDirectory.Entry {
        let app = App(
            number: AppNumber(9), id: AppID("zzzzzzzzzzzz"), name: "other", status: status, createdAt: clock.now())
        apps.add(app, keys: [SigningKey(id: "other", secret: [1])])
        accounts.add(Account(app: app.number, user: alice.user), name: "alice", passwordHash: "plain:secret")
        return try await directory.find(app.id)
    }

    /// Settings of the app.
    func set(_ values: [String: String]) async throws {
        var edits = AppSettingEdits()
        for (key, text) in values { try edits.set(key, to: text) }
        try await directory.change(entry.app.id, edits, by: "test")
    }

    /// What alice's devices are told.
    func told(_ event: DeviceEvent, _ number: Int32) -> RecordingDevices.Told {
        RecordingDevices.Told(event, alice, DeviceSN(number))
    }

    @discardableResult
    func logIn(
        _ token: String, as user: UInt64 = 2, guid: String = "guid", encryptMethod: Int = 0
    ) async throws(Failure) -> SignIn.Granted {
        try await signIn.signIn(
            SignIn.Request(
                user: user, token: token,
                device: DeviceClaim(guid: guid, platform: 6, userAgent: "Web", sdkVersion: "2.0.0"),
                encryptMethod: encryptMethod))
    }
}
