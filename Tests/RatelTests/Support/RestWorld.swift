import Console
import HearthCore
import IM
import Live
import Ratel
import Synchronization
import TestSupport
import Web

/// Both REST doors over stores in memory, with two apps and a clock that the test moves.
struct RestWorld {
    static let adminToken = "the-admin-token"

    let clock = VirtualClock()
    let apps = InMemoryApps()
    let accounts = InMemoryAccounts()
    let tokens = InMemoryTokens()
    let roster: InMemoryRoster
    let groups = InMemoryGroups()
    let passwords = PlainPasswords()
    let hub = Hub(audiences: .none)
    let ids: MessageIDs
    let log: NotingLog
    let tracing = InMemoryTracing()
    let trail: DeliveryTrail
    let rates: RateLimits
    let audit = InMemoryAudit()
    let losses = Losses()
    let words = InMemoryWordLists()
    let lexicons = Lexicons()
    let reviews = InMemoryReviews()
    let table: RouteTable
    /// The app of all calls that name no other.
    let app: App
    let otherApp: App

    init(publicBase: PublicBase? = nil) {
        rates = RateLimits(clock: clock)
        roster = InMemoryRoster(accounts)
        app = apps.add("shop", 1)
        otherApp = apps.add("other", 2)
        let randomness = SeededRandomness()
        let directory = AppDirectory(store: apps, settings: apps, live: hub, clock: clock, randomness: randomness)
        let licensing = Licensing(
            store: InMemoryLicense(), reader: LicenseReader(coding: PlainLicenses(), issuers: PlainLicenses()), clock: clock,
            randomness: randomness)
        let issuer = Tokens(
            apps: directory, accounts: accounts, passwords: passwords, store: tokens, codec: PlainTokenCodec(), clock: clock,
            randomness: randomness, lifetime: 30_000, license: licensing)
        ids = MessageIDs(node: 0, newest: .zero, clock: clock)
        let timelines = InMemoryTimelines(ids: ids)
        log = NotingLog(timelines, ids)
        let sends = SendQueue(log: log, windows: RecentWindows(), announcer: hub)
        let bodies = PlainBodyCodec()
        let (absent, codes, notifier) = (AbsentStores(), InMemoryCodes(), RecordingNotifier())
        let users = Accounts(store: accounts, passwords: passwords, clock: clock, license: licensing)
        let checking = GuardedPasswords(accounts: accounts, passwords: passwords, clock: clock)
        let restrictions = Restrictions(control: absent, live: hub, clock: clock)
        let auditing = Auditing(log: audit, clock: clock) { [losses] entry, _ in losses.add(entry) }
        let messages = UserMessages(sends: sends, store: timelines, bodies: bodies, ids: ids)
        let groupChanges = GroupChanges(store: groups, announcer: Deaf(), clock: clock)
        let ratel = Ratel(
            services: RatelServices(
                apps: directory,
                users: UserServices(
                    accounts: users, registration: Registration(accounts: users, randomness: randomness),
                    profiles: Profiles(store: absent, notifier: notifier),
                    settings: PersonalSettings(store: absent, notifier: notifier),
                    passwords: PasswordChanges(
                        accounts: accounts, control: absent, checking: checking, passwords: passwords, live: hub, clock: clock),
                    removal: AccountRemoval(control: absent, checking: checking, live: hub, announcer: hub, clock: clock),
                    restrictions: restrictions, list: UserList(control: absent),
                    devices: UserDevices(store: absent, live: hub, clock: clock),
                    pins: Pins(store: absent, notifier: notifier, clock: clock)),
                logins: LoginServices(
                    tokens: issuer, passwords: checking, pushSigns: NoPushSigns(),
                    qr: QRLogins(codes: codes, accounts: accounts, clock: clock, randomness: randomness),
                    secrets: SecretTexts(codes: codes, clock: clock, randomness: randomness),
                    changeSigns: PasswordChangeSigns(codes: codes, clock: clock, randomness: randomness)),
                roster: RosterServices(
                    reading: Roster(store: roster), changes: RosterChanges(store: absent, notifier: notifier, clock: clock)),
                groups: GroupServices(
                    reading: Groups(store: groups), changes: groupChanges,
                    people: absent, requests: absent, board: absent, signing: PlainCodes(), clock: clock),
                sends: ServerSends(sends: MessageGate(sends: sends), bodies: bodies, accounts: accounts, ids: ids),
                messages: messages, screening: .none(ids), auditing: auditing, publicBase: publicBase, rates: rates))
        let console = Console(
            services: ConsoleServices(
                apps: directory, hub: hub,
                provisioning: Provisioning(accounts: accounts, tokens: issuer, clock: clock, license: licensing),
                adminTokens: AdminTokens(store: tokens, codec: PlainTokenCodec(), clock: clock, randomness: randomness),
                restrictions: restrictions, groups: GroupControl(store: groups, clock: clock),
                devices: UserDevices(store: absent, live: hub, clock: clock),
                reconnecting: Reconnecting(apps: directory, store: tokens, clock: clock), auditing: auditing,
                licensing: licensing, words: WordLists(store: words, lexicons: lexicons, building: BuildingHere(), clock: clock),
                reviews: Reviews(
                    store: reviews,
                    taking: TextRecalls(
                        messages: messages, accounts: accounts, profiles: Profiles(store: absent, notifier: notifier),
                        groups: TextRecalls.GroupStores(groups, absent, absent), changes: groupChanges),
                    restrictions: restrictions, clock: clock), store: FixedReport(),
                publicBase: nil, isAdmin: { $0 == Self.adminToken },
                metrics: { [rates] in "hearth_test 1\n" + rates.text() }))
        trail = DeliveryTrail(began: clock.now())
        table = RouteTable(ratel.routes(version: "test") + console.routes + console.routes(tracing: tracing, trail))
    }

    /// Registers somebody and logs him in.
    func member(_ name: String = "anna", of app: App? = nil) async throws -> Member {
        let app = app ?? self.app
        let fields: JSON = ["username": .string(name), "name": .string(name), "password": "secret"]
        let made = try await post("/user/register/v2", fields, as: app.id)
        let login = try await post("/token/user", fields, as: app.id)
        guard let user = made.data["user_id"]?.asInteger, let token = login.data["token"]?.asString else {
            throw Failure(.generalError, "\(made.json) \(login.json)")
        }
        return Member(account: Account(app: app.number, user: UserID(user)), app: app.id, token: token)
    }

    /// The headers of an app's own server, with an admin token made for it.
    func server(of app: AppID? = nil) async throws -> [(String, String)] {
        let app = (app ?? self.app.id).rawValue
        let made = try await admin(.post, "/admin/apps/\(app)/tokens")
        guard let token = made.data["token"]?.asString else { throw Failure(.generalError, "\(made.json)") }
        return [("app_id", app), ("access-token", token)]
    }

    struct Member {
        let account: Account
        let app: AppID
        let token: String

        var id: JSON { .integer(account.user.rawValue) }
        var headers: [(String, String)] { [("app_id", app.rawValue), ("access-token", token)] }
    }
}

// MARK: Calls

extension RestWorld {
    func reply(
        _ method: Method, _ path: String, query: String = "", _ headers: [(String, String)] = [], origin: Request.Origin = .init(),
        body: [UInt8] = []
    ) async throws -> Answer {
        try Answer(
            await table.reply(
                to: Request(method, path, query: Query(query), headers: Headers(headers), origin: origin, body: body)))
    }

    /// A call without a token.
    func post(_ path: String, _ body: JSON, as app: AppID? = nil) async throws -> Answer {
        try await reply(.post, path, [("app_id", (app ?? self.app.id).rawValue)], body: body.bytes)
    }

    func post(_ path: String, _ body: JSON, by member: Member) async throws -> Answer {
        try await reply(.post, path, member.headers, body: body.bytes)
    }

    func get(_ path: String, by member: Member) async throws -> Answer {
        try await reply(.get, path, member.headers)
    }

    /// A call of the console.
    func admin(
        _ method: Method, _ path: String, query: String = "", _ body: JSON = .null, origin: Request.Origin = .init()
    ) async throws -> Answer {
        try await reply(
            method, path, query: query, [("authorization", "Bearer \(Self.adminToken)")], origin: origin,
            body: body == .null ? [] : body.bytes)
    }
}

extension InMemoryApps {
    func add(_ id: String, _ number: Int64, _ status: AppStatus = .normal) -> App {
        let app = App(
            number: AppNumber(number), id: AppID(id), name: id, status: status, createdAt: Instant(milliseconds: number))
        add(app, keys: [SigningKey(id: "key of \(id)", secret: [1])])
        return app
    }
}

/// Acts that could not be recorded.
final class Losses: Sendable {
    private let entries = Mutex<[AuditEntry]>([])

    var all: [AuditEntry] { entries.withLock { $0 } }

    func add(_ entry: AuditEntry) { entries.withLock { $0.append(entry) } }
}

private struct Deaf: GroupAnnouncer {
    func announce(_ commit: GroupCommit) {}
}

/// Signatures that anybody can make who knows how.
struct PlainCodes: CodeSigning {
    static func mark(_ text: String, _ key: String) -> String {
        let sum = text.utf8.reduce(UInt64(1)) { ($0 &* 31) &+ UInt64($1) }
        return "\(sum)-by-\(key)"
    }

    func sign(_ text: String, with key: SigningKey) -> String { Self.mark(text, key.id) }
    func isValid(_ signature: String, of text: String, by keys: [SigningKey]) -> Bool {
        keys.contains { signature == Self.mark(text, $0.id) }
    }
}

private struct FixedReport: StoreReporting {
    func report(countingMessages: Bool) async throws(Failure) -> StoreReport {
        StoreReport(database: "Memory", durability: "NONE", messages: countingMessages ? 3 : nil)
    }

    func isReady() async -> Bool { true }
}
