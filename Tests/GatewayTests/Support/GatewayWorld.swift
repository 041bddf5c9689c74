import HearthCore
import IM
import Live
import Logging
import NIOCore
import Observability
import TestSupport

@testable import Gateway

/// A whole server but for sockets and a database.
struct GatewayWorld {
    static let app = AppNumber(1)

    /// The app of sessions that begin logged in.
    let appState = AppState(
        AppDirectory.Entry(
            app: App(number: app, id: AppID("abcdefghijkl"), name: "x", status: .normal, createdAt: VirtualClock.start)))

    let clock = VirtualClock()
    let counters = Counters()
    let hub = Hub(audiences: .none)
    let ids: MessageIDs
    let timelines: InMemoryTimelines
    let windows: RecentWindows
    let cursors: CursorBook
    let apps = InMemoryApps()
    let accounts = InMemoryAccounts()
    let tokenRows = InMemoryTokens()
    let devices = InMemoryDevices()
    let lastSeen: LastSeen
    let directory: AppDirectory
    let tokens: Tokens
    let services: GatewayServices
    let rates: RateLimits

    /// - Parameter hasLimits: whether things may be done only so often.
    init(
        mode: InMemoryTimelines.Mode = .immediate, itemsPerWindow: Int = 64, limits: ConnectionLimits = ConnectionLimits(),
        hasLimits: Bool = false
    ) {
        rates = RateLimits(clock: clock, isEnabled: hasLimits)
        ids = MessageIDs(node: 0, newest: .zero, clock: clock)
        timelines = InMemoryTimelines(ids: ids, mode: mode)
        windows = RecentWindows(itemsPerWindow: itemsPerWindow)
        cursors = CursorBook(store: timelines, clock: clock)
        let randomness = SeededRandomness()
        directory = AppDirectory(store: apps, settings: apps, live: hub, clock: clock, randomness: randomness)
        tokens = Tokens(
            apps: directory, accounts: accounts, passwords: PlainPasswords(), store: tokenRows, codec: PlainTokenCodec(),
            clock: clock, randomness: randomness, lifetime: 86_400_000)
        lastSeen = LastSeen(store: devices, live: hub)
        services = GatewayServices(
            signIn: SignIn(tokens: tokens, accounts: accounts, devices: devices, live: hub, clock: clock),
            sends: MessageGate(sends: SendQueue(log: timelines, windows: windows, announcer: hub)),
            reader: Reader(store: timelines, windows: windows, cursors: cursors, audiences: .none), hub: hub, lastSeen: lastSeen, ids: ids,
            clock: clock, randomness: randomness, counters: counters,
            admission: Admission(limits: AdmissionLimits()), limits: limits, rates: rates,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    static func device(_ user: Int64, _ sn: Int32 = 1) -> DeviceAddress {
        DeviceAddress(account: Account(app: app, user: UserID(user)), device: DeviceSN(sn))
    }

    /// A token of a user, who is made if he is not there.
    func token(_ user: Int64) async throws -> String {
        let app = App(
            number: Self.app, id: AppID("abcdefghijkl"), name: "app", status: .normal, createdAt: clock.now())
        apps.add(app, keys: [SigningKey(id: "key", secret: [1])])
        accounts.add(Account(app: app.number, user: UserID(user)), name: "user\(user)")
        return try await tokens.issue(try await directory.find(app.id), UserID(user)).text
    }

    /// Tells a user something, all his devices or all but one.
    func tell(_ user: Int64, _ kind: ItemKind = .rosterNotice, _ payload: [UInt8] = [8, 7], except device: Int32? = nil) {
        let sender = device.map { Self.device(user, $0) } ?? Self.device(0, 0)
        services.sends.submit(
            OutgoingMessage(
                sender: sender, target: .user(UserID(device == nil ? user : 0)), action: .notice(kind),
                clientID: Int64.random(in: 1...Int64.max), payload: payload), by: .user, AppSettings()
        ) { _ in }
    }

    /// A message from a device that is not under test.
    func send(from sender: DeviceAddress, to user: Int64, _ text: String = "hi", ephemeral: Bool = false) {
        let payload = Body(text, qos: ephemeral ? 1 : 0).bytes
        let clientID = Int64.random(in: 1...Int64.max)
        services.sends.submit(
            OutgoingMessage(
                sender: sender, target: .user(UserID(user)), clientID: clientID, contentType: 0, isEphemeral: ephemeral,
                payload: payload), by: .user, AppSettings()
        ) { _ in }
    }
}
