import Console
import Cryptography
import Gateway
import HearthCore
import IM
import Live
import Logging
import NIOCore
import Observability
import Outbound
import Ratel
import Store
import Web

/// The use cases and doors, put together over the stores. The one place where everything meets.
struct Product: Sendable {
    let apps: AppDirectory
    let sends: SendQueue
    /// For use cases that tell people something.
    let notices: NoticeSends
    let cursors: CursorBook
    let retention: Retention
    let licensing: Licensing
    let hub: Hub
    let lastSeen: LastSeen
    let endedTokens: EndedTokens
    let gateway: FrameGateway
    let routes: RouteTable
    let requests = RunningRequests()
    let hasher: PasswordHasher
    let outbound: OutboundHTTP
    /// Asked before messages are delivered. Its calls have threads of their own: slow logins do not hold them up.
    let hooks: BeforeHooks
    let hookCalls: OutboundHTTP
    /// For callbacks alone.
    let outboundCallbacks: OutboundHTTP
    let callbacks: CallbackDelivery
    let limitReport: LimitReport
    let words: WordLists
    let building = BuildingThread()

    init(
        _ configuration: Configuration, _ stores: SQLStore, _ lexicons: Lexicons, _ censor: Censor, adminToken: String,
        clock: any WallClock,
        randomness: any Randomness, logger: Logger
    ) {
        hasher = PasswordHasher(
            threads: configuration.passwordThreads, queueLimit: configuration.passwordQueue, randomness: randomness)
        let audiences = GroupAudiences { [conversations = stores.conversations] conversation, app, answer in
            // Who is not told now finds the message with his next heartbeat.
            conversations.audience(of: conversation, in: app) { answer(try? $0.get()) }
        }
        hub = Hub(
            audiences: audiences, together: max(25, 12 * System.coreCount), rest: Self.pause,
            presence: ChatroomPresence(store: stores.chatrooms, codec: FlooNoticeCodec(), ids: stores.ids))
        apps = AppDirectory(
            store: stores.apps, settings: stores.appSettings, live: hub, clock: clock, randomness: randomness,
            callbacks: stores.callbackWishes)
        outbound = OutboundHTTP(authorities: configuration.outboundCAFile, clock: clock)
        licensing = Licensing(
            store: stores.license, reader: LicenseReader(configuration.licenseIssuers), clock: clock, randomness: randomness)
        let passwords = GuardedPasswords(
            accounts: stores.accounts, passwords: hasher, tries: LoginGuard(clock: clock),
            external: ExternalLogins(
                signed: SignedPasswords(), asking: LoginQuestions(http: outbound, logger: logger, clock: clock), clock: clock),
            codes: stores.codes, clock: clock, license: licensing)
        let tokens = Tokens(
            apps: apps, passwords: passwords, store: stores.tokens, codec: JWTCodec(), clock: clock, randomness: randomness,
            lifetime: Int64(configuration.tokenLifetimeDays) * 86_400_000, cluster: Int64(configuration.clusterNumber),
            license: licensing)
        let windows = RecentWindows()
        let counters = Counters()
        let rates = RateLimits(clock: clock, isEnabled: configuration.limitsEnabled)
        limitReport = LimitReport(rates: rates, apps: apps, logger: logger)
        sends = SendQueue(log: stores.messages, windows: windows, announcer: hub)
        words = WordLists(stores, lexicons, building, clock, logger)
        hookCalls = OutboundHTTP(
            authorities: configuration.outboundCAFile, clock: clock,
            bounds: OutboundHTTP.Bounds(running: 256, waiting: 1_024, runningInLane: 64, waitingInLane: 64))
        hooks = BeforeHooks(
            asking: HookQuestions(http: hookCalls, apps: apps, clock: clock, logger: logger), bodies: FlooBodyCodec(), clock: clock,
            randomness: randomness)
        let gate = MessageGate(sends: sends, censor: censor, hooks: hooks)
        let commits = GroupCommits(windows: windows, announcer: hub)
        notices = NoticeSends(sends: sends, codec: FlooNoticeCodec(), ids: stores.ids, pause: Self.pause) { failure in
            logger.error("a notice was not kept", metadata: .with([.error: failure.name.rawValue]))
        }
        cursors = CursorBook(store: stores.conversations, clock: clock)
        retention = Retention(apps: apps, store: stores.retention, windows: windows, clock: clock)
        lastSeen = LastSeen(store: stores.devices, live: hub)
        endedTokens = EndedTokens(store: stores.tokens, accounts: stores.accounts, live: hub, clock: clock) {
            [apps] () async throws(Failure) in try await apps.refresh()
        }
        let trail = DeliveryTrail(began: clock.now())
        gateway = FrameGateway(
            services: GatewayServices(
                signIn: SignIn(
                    tokens: tokens, accounts: stores.accounts, devices: stores.devices, live: hub, clock: clock, rates: rates,
                    license: licensing),
                sends: gate, reader: Reader(store: stores.conversations, windows: windows, cursors: cursors, audiences: audiences),
                hub: hub, lastSeen: lastSeen, ids: stores.ids, clock: clock, randomness: randomness, counters: counters,
                admission: Admission(limits: configuration.admission), limits: configuration.connection, rates: rates, logger: logger),
            trail: trail)
        let publicBase = configuration.publicURL.map { PublicBase(scheme: $0.scheme, host: $0.host) }
        let restrictions = Restrictions(control: stores.accountControl, live: hub, clock: clock)
        let bodies = FlooBodyCodec()
        let auditing = Auditing(stores.audit, clock: clock, logger: logger)
        let users = Self.users(stores, notices, hub, commits, hasher, passwords, restrictions, licensing, clock, randomness)
        let groups = Self.groups(stores, commits, clock)
        let messages = UserMessages(sends: sends, store: stores.conversations, bodies: bodies, ids: stores.ids)
        outboundCallbacks = .forCallbacks(authorities: configuration.outboundCAFile, clock: clock)
        let caller = CallbackCalls(http: outboundCallbacks, bodies: bodies, clock: clock, logger: logger)
        callbacks = CallbackDelivery(
            store: stores.callbacks, wishes: stores.callbackWishes, apps: apps, caller: caller, clock: clock, randomness: randomness)
        let ratel = Ratel(
            services: RatelServices(
                apps: apps, users: users,
                logins: Self.logins(stores, tokens, passwords, clock, randomness),
                roster: RosterServices(
                    reading: Roster(store: stores.roster),
                    changes: RosterChanges(store: stores.rosterChanges, notifier: notices, clock: clock)),
                groups: groups,
                sends: ServerSends(sends: gate, bodies: bodies, accounts: stores.accounts, ids: stores.ids),
                messages: messages,
                screening: Screening(censor: censor, reviews: stores.reviews, ids: stores.ids), auditing: auditing,
                publicBase: publicBase, rates: rates))
        let secret = Array(adminToken.utf8)
        let console = Console(
            services: ConsoleServices(
                apps: apps, hub: hub,
                provisioning: Provisioning(accounts: stores.accounts, tokens: tokens, clock: clock, license: licensing),
                adminTokens: AdminTokens(
                    store: stores.tokens, codec: JWTCodec(), clock: clock, randomness: randomness,
                    cluster: Int64(configuration.clusterNumber)),
                restrictions: restrictions, groups: GroupControl(store: stores.groupControl, clock: clock),
                devices: UserDevices(store: stores.userDevices, live: hub, clock: clock),
                reconnecting: Reconnecting(apps: apps, store: stores.tokens, clock: clock), auditing: auditing,
                licensing: licensing, words: words,
                reviews: Reviews(stores, messages, users.profiles, groups.changes, restrictions, clock), store: stores.report,
                publicBase: publicBase,
                isAdmin: { constantTimeEqual(Array($0.utf8), secret) },
                metrics: { [hooks, callbacks] in
                    counters.text() + rates.text() + censor.metrics() + hooks.metrics() + callbacks.metrics()
                }))
        let hookServices = HookServices(
            before: hooks, after: Callbacks(apps: apps, outbox: stores.callbackOverview, delivery: callbacks, clock: clock),
            testing: HookTrials(http: hookCalls, callbacks: caller, clock: clock))
        routes = RouteTable(
            requests.counted(
                ratel.routes(version: Version.text) + console.routes + console.routes(tracing: stores.tracing, trail)
                    + console.routes(hookServices))
                + PollingRoutes(gateway: gateway).routes)
    }
}

extension Product {
    /// In a task of its own, which nobody cancels: a client that hung up has done what others are to hear of.
    private static let pause: @Sendable (Int64) async -> Void = { milliseconds in
        _ = await Task { try await Task.sleep(for: .milliseconds(milliseconds)) }.result
    }

    private static func users(
        _ stores: SQLStore, _ notices: any Notifier, _ hub: Hub, _ commits: GroupCommits, _ hasher: any PasswordHashing,
        _ passwords: any PasswordChecking,
        _ restrictions: Restrictions, _ license: any LicenseChecking, _ clock: any WallClock, _ randomness: any Randomness
    ) -> UserServices {
        let accounts = Accounts(store: stores.accounts, passwords: hasher, clock: clock, license: license)
        let control = stores.accountControl
        return UserServices(
            accounts: accounts, registration: Registration(accounts: accounts, randomness: randomness),
            profiles: Profiles(store: stores.profiles, notifier: notices),
            settings: PersonalSettings(store: stores.userSettings, notifier: notices),
            passwords: PasswordChanges(
                accounts: stores.accounts, control: control, checking: passwords, passwords: hasher, live: hub, clock: clock),
            removal: AccountRemoval(control: control, checking: passwords, live: hub, announcer: commits, clock: clock),
            restrictions: restrictions, list: UserList(control: control),
            devices: UserDevices(store: stores.userDevices, live: hub, clock: clock),
            pins: Pins(store: stores.pins, notifier: notices, clock: clock))
    }

    private static func groups(_ stores: SQLStore, _ announcer: any GroupAnnouncer, _ clock: any WallClock) -> GroupServices {
        GroupServices(
            reading: Groups(store: stores.groups),
            changes: GroupChanges(store: stores.groupChanges, announcer: announcer, clock: clock), people: stores.groupPeople,
            requests: stores.groupRequests, board: stores.groupBoard, signing: CodeSigner(), clock: clock)
    }

    private static func logins(
        _ stores: SQLStore, _ tokens: Tokens, _ passwords: any PasswordChecking, _ clock: any WallClock,
        _ randomness: any Randomness
    ) -> LoginServices {
        LoginServices(
            tokens: tokens, passwords: passwords, pushSigns: PushSign(),
            qr: QRLogins(codes: stores.codes, accounts: stores.accounts, clock: clock, randomness: randomness),
            secrets: SecretTexts(codes: stores.codes, clock: clock, randomness: randomness),
            changeSigns: PasswordChangeSigns(codes: stores.codes, clock: clock, randomness: randomness))
    }
}

extension Configuration {
    fileprivate var connection: ConnectionLimits {
        ConnectionLimits(
            frameBytes: frameBytes, payloadBytes: httpBodyBytes, idle: Int64(connectionsIdleSeconds) * 1_000)
    }

    /// Bounds of the listener for HTTP and WebSockets.
    var http: HTTPLimits {
        var limits = HTTPLimits()
        limits.bodyBytes = httpBodyBytes
        limits.messageBytes = connection.messageBytes
        limits.idsPerCall = idsPerCall
        return limits
    }

    fileprivate var admission: AdmissionLimits {
        AdmissionLimits(
            connections: connectionsMost, connectionsPerAddress: connectionsPerAddress, logins: loginsAtOnce)
    }
}
