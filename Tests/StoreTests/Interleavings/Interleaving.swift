import HearthCore
import IM
import Live
import Logging
import NIOCore
import Observability
import SwiftProtobuf
import Synchronization
import TestSupport
import XSYNC

@testable import Gateway

/// Three people with five devices who write, read, take back, delete, edit and block each other, and come into a group and go out of it,
/// while everything that can be late is late.
final class Interleaving {
    /// The people and the group of one run.
    struct Cast {
        let people: [Account]
        let group: GroupID
    }

    private let cast: Cast
    private let store: OpenStore
    private let clock: VirtualClock
    private let held: HeldStore
    private let ledger: Ledger
    private let cursors: CursorBook
    private let sends: MessageGate
    private let commits: GroupCommits
    /// What became of the group, and not everybody has heard yet.
    private var unannounced: [GroupCommit] = []
    private var clients: [InterleavedClient] = []
    private var random: SeededGenerator
    private var nextClientID: UInt64 = 1
    private(set) var faults: [String] = []

    init(seed: UInt64, _ store: OpenStore, _ cast: Cast) {
        self.cast = cast
        self.store = store
        clock = store.clock
        random = SeededGenerator(seed: seed)
        let ledger = Ledger(Truth(groupOwner: cast.people[0].user))
        let held = HeldStore(store.conversations, store.messages) { [clock] batch, results in
            for (message, result) in zip(batch, results) { ledger.take(message, result, clock.now()) }
        }
        self.held = held
        self.ledger = ledger
        cursors = CursorBook(store: held, clock: clock)
        let windows = RecentWindows(itemsPerWindow: random.oneIn(2) ? 4 : 64)
        let audiences = GroupAudiences { conversation, app, answer in
            held.audience(of: conversation, in: app) { answer(try? $0.get()) }
        }
        let hub = Hub(audiences: audiences)
        commits = GroupCommits(windows: windows, announcer: hub)
        let services = GatewayServices.interleaved(
            held, windows, cursors, audiences, hub, store.ids, clock)
        sends = services.sends
        let state = AppState(
            AppDirectory.Entry(
                app: App(
                    number: cast.people[0].app, id: AppID("abcdefghijkl"), name: "x", status: .normal,
                    createdAt: VirtualClock.start)))
        let devices = [(0, 1), (0, 2), (1, 1), (1, 2), (2, 1)] as [(Int, Int32)]
        clients = devices.map { person, sn in InterleavedClient(cast.people[person].device(sn), services, state) }
    }

    /// - Returns: what was wrong.
    func run(steps: Int) -> [String] {
        for client in clients { client.connect() }
        for _ in 0..<steps { step() }
        settle()
        // Heartbeats without a mishap: whatever was thrown away must be there by then.
        for _ in 0..<3 {
            clock.advance(by: 50_000)
            for client in clients { client.heartbeat() }
            settle()
        }
        check()
        return faults + ledger.truth.faults
    }

    private func step() {
        guard let client = clients.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<14: say(client)
        case 14..<32: operate(client)
        case 32: clear(client)
        case 33: if random.oneIn(2) { tell(client.device.account) } else { restrict(client.device.account) }
        case 34..<50: if let any = (0..<held.asked).randomElement(using: &random) { held.run(any) }
        case 50..<64: if let any = (0..<held.answered).randomElement(using: &random) { held.deliver(any) }
        case 64..<74: client.turn()
        case 74..<84: client.read(throwing: random.oneIn(8))
        case 84..<92: client.serverReads()
        case 92: clock.advance(by: Int64.random(in: 0...400, using: &random))
        case 93: if random.oneIn(4) { clock.advance(by: Int64.random(in: 0...200_000, using: &random)) }
        case 94: cursors.flush()
        case 95: client.retryNotices()
        case 96: if random.oneIn(2) { client.heartbeat() } else { announce() }
        case 97: for _ in 0..<6 { say(client) }
        case 98: if random.oneIn(2) { comeOrGo() }
        default: if random.oneIn(3) { client.connect() }
        }
    }

    // MARK: - What people do

    private func peers(of client: InterleavedClient) -> [UInt64] {
        cast.people.filter { $0 != client.device.account }.map { UInt64($0.user.rawValue) } + [UInt64(cast.group.rawValue)]
    }

    /// The system tells somebody something, one of his devices perhaps not.
    private func tell(_ account: Account) {
        let text = "n\(nextClientID)"
        let except: Int32? = random.oneIn(3) ? Int32.random(in: 1...2, using: &random) : nil
        sends.submit(account.isTold(text, except: except, clientID: Int64(nextClientID)), by: .user, AppSettings()) { _ in }
        nextClientID += 1
    }

    /// Between two commits somebody blocks another, or is banned; or not any more.
    private func restrict(_ account: Account) {
        let holds = random.oneIn(2)
        if random.oneIn(3) {
            store.change(OpenStore.banning(account, until: holds ? -1 : 0))
            return ledger.change { $0.ban(account.user, holds) }
        }
        guard let other = cast.people.filter({ $0 != account }).randomElement(using: &random) else { return }
        let standing = SendFacts.Standing(isFriend: random.oneIn(2), isBlocked: holds)
        store.change(OpenStore.setting(standing, of: other, with: account))
        ledger.change { $0.block(other.user, by: account.user, holds) }
    }

    /// Ben or Carl goes out of the group, or comes back.
    private func comeOrGo() {
        let person = cast.people[Int.random(in: 1...2, using: &random)]
        let isIn = ledger.truth.isIn(person.user)
        let commit =
            !isIn
            ? store.change(cast.group, InviteUsers([person.user], reason: ""), by: cast.people[0])
            : random.oneIn(2)
                ? store.change(cast.group, LeaveGroup(), by: person)
                : store.change(cast.group, KickMembers([person.user]), by: cast.people[0])
        // Whoever was removed too often stays away.
        guard let commit, let newest = commit.newest else { return }
        ledger.change { $0.isIn(person.user, !isIn, since: newest) }
        unannounced.append(commit)
    }

    private func announce() {
        if !unannounced.isEmpty { commits.announce(unannounced.removeFirst()) }
    }

    private func say(_ client: InterleavedClient) {
        guard let peer = peers(of: client).randomElement(using: &random) else { return }
        let text = "t\(nextClientID)"
        var body = Im_Floo_Protobuf_MessageBody()
        body.type = peer.isMultiple(of: 2) ? .chat : .groupchat
        body.content = text
        send(client, peer, .say(text), to: peer, body)
    }

    private func operate(_ client: InterleavedClient) {
        guard let peer = peers(of: client).randomElement(using: &random),
            let mid = client.shown.conversations[peer]?.messages.keys.sorted().suffix(6).randomElement(using: &random)
        else { return }
        let isOwn = client.shown.conversations[peer]?.messages[mid]?.author == UInt64(client.device.account.user.rawValue)
        let isFirst = client.device.device == DeviceSN(1)
        let isGroup = !peer.isMultiple(of: 2)
        var kinds: [Im_Floo_Protobuf_MessageOperation.OpType] = [.recall, .delete]
        // Two devices that mark at once each apply their own last: so do clients, and only one device of each person does here.
        if isFirst { kinds += isOwn ? [.readAll] : [.readAck, .readAll, .readCancel, .readAck] }
        // Nobody but the author may; in a group the author's own device puts its pieces together by itself.
        if isOwn || random.oneIn(10) { kinds += isGroup ? (isFirst ? [.append] : []) : [.append, .append, .replace] }
        guard let kind = kinds.randomElement(using: &random) else { return }
        var body = Im_Floo_Protobuf_MessageBody()
        body.type = .oper
        body.operation.type = kind
        body.operation.mid = mid
        if kind == .append || kind == .replace { body.content = "+\(nextClientID)" } else { body.ctype = .command }
        var to = peer
        switch kind {
        case .readAll, .readCancel, .delete:
            body.operation.xid.uid = peer
            to = UInt64(client.device.account.user.rawValue)
        case .readAck where isGroup: to = client.shown.conversations[peer]?.messages[mid]?.author ?? peer
        default: break
        }
        send(client, peer, .operation(body), to: to, body)
    }

    private func clear(_ client: InterleavedClient) {
        guard let peer = peers(of: client).randomElement(using: &random) else { return }
        var body = Im_Floo_Protobuf_Conversation()
        body.type = .oper
        body.operation.type = random.oneIn(2) ? .deleteEverywhere : .delete
        body.operation.xid.uid = peer
        let meta = Meta(id: nextClientID, ns: 6, payload: bytes(body))
        nextClientID += 1
        client.send(Sent(peer: peer, action: .clear, meta: meta))
    }

    private func send(
        _ client: InterleavedClient, _ peer: UInt64, _ action: Sent.Action, to: UInt64, _ body: Im_Floo_Protobuf_MessageBody
    ) {
        let meta = Meta(id: nextClientID, to: XID(uid: to), ns: 1, payload: bytes(body))
        nextClientID += 1
        client.send(Sent(peer: peer, action: action, meta: meta))
    }

    private func bytes(_ message: some SwiftProtobuf.Message) -> ByteBuffer {
        ByteBuffer(bytes: (try? message.serializedBytes() as [UInt8]) ?? [])
    }

    // MARK: - The end

    private func settle() {
        var rounds = 0
        while !unannounced.isEmpty { announce() }
        repeat {
            held.settle()
            for client in clients {
                client.turn()
                client.serverReads()
                client.read(throwing: false)
                client.retryNotices()
            }
            rounds += 1
        } while rounds < 20_000 && (held.asked > 0 || held.answered > 0 || clients.contains { !$0.isQuiet || !$0.pending.isEmpty })
        if rounds == 20_000 { faults.append("it never comes to rest") }
    }

    private func check() {
        let truth = ledger.truth
        for client in clients {
            for peer in peers(of: client) { check(client, Peer(wire: peer) ?? .system, truth) }
            let told = truth.told(to: client.device)
            if client.shown.notices != told { faults.append("\(client.device) was told \(client.shown.notices), not \(told)") }
            if client.lastList?.entries.isEmpty == false { faults.append("\(client.device): undelivered for ever") }
        }
    }

    private func check(_ client: InterleavedClient, _ peer: Peer, _ truth: Truth) {
        let name = "user \(client.device.account.user) device \(client.device.device) with \(peer.wire)"
        let expected = truth.shown(to: client.device, with: peer)
        let shown = client.shown.conversations[peer.wire]?.messages ?? [:]
        if case .group = peer, truth.wasOut(client.device.account.user) { return checkBounds(client, shown, truth, name) }
        let texts = shown.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.text)" }
        let right = expected.map { "\($0.id) \($0.text)" }
        if texts != right { faults.append("\(name) shows \(texts), not \(right)") }
        let me = UInt64(client.device.account.user.rawValue)
        if case .user(let other) = peer {
            for message in expected where message.author == client.device.account.user {
                let isRead = shown[UInt64(message.id.rawValue)]?.isReadByPeer
                if isRead != message.readBy.contains(other) {
                    faults.append("\(name): \(message.id) is read: \(String(describing: isRead))")
                }
            }
        }
        let conversation = client.shown.conversations[peer.wire]
        let unread = shown.filter { id, message in
            message.author != me && (id > conversation?.readUpTo ?? 0 || conversation?.unreadAgain.contains(id) == true)
        }
        let visible = Set(expected.map(\.id))
        let rightUnread = truth.unread(client.device.account.user, with: peer).filter { visible.contains($0) }
        if Set(unread.keys) != Set(rightUnread.map { UInt64($0.rawValue) }) {
            faults.append("\(name): \(unread.keys.sorted()) unread, not \(rightUnread.sorted())")
        }
    }
}

extension Interleaving {
    /// Who was out of the group has all that was said while he was in it, and nothing else. What became of a message while he was out he
    /// need not know.
    private func checkBounds(
        _ client: InterleavedClient, _ shown: [UInt64: ShownDevice.Message], _ truth: Truth, _ name: String
    ) {
        let user = client.device.account.user
        let ids = Set(shown.keys.map { MessageID(Int64($0)) })
        let strange = ids.filter { !truth.isHis($0, user) }
        if !strange.isEmpty { faults.append("\(name) shows \(strange.sorted()), which are not his") }
        let right = truth.shown(to: client.device, with: .group(cast.group)).map(\.id).filter { truth.isHis($0, user) }
        let missing = right.filter { !ids.contains($0) }
        if !missing.isEmpty { faults.append("\(name) lacks \(missing)") }
    }
}

/// The truth, written down by whoever commits.
final class Ledger: Sendable {
    private let state: Mutex<Truth>

    init(_ truth: Truth) { state = Mutex(truth) }

    var truth: Truth { state.withLock { $0 } }

    func take(_ message: OutgoingMessage, _ result: SendResult, _ now: Instant) {
        state.withLock { $0.take(message, result, at: now) }
    }

    func change(_ change: (inout Truth) -> Void) { state.withLock { change(&$0) } }
}

extension GatewayServices {
    /// Everything but accounts and sockets.
    fileprivate static func interleaved(
        _ store: HeldStore, _ windows: RecentWindows, _ cursors: CursorBook, _ audiences: GroupAudiences, _ hub: Hub,
        _ ids: MessageIDs, _ clock: VirtualClock
    ) -> GatewayServices {
        let randomness = SeededRandomness()
        let apps = InMemoryApps()
        let accounts = InMemoryAccounts()
        let devices = InMemoryDevices()
        let tokens = Tokens(
            apps: AppDirectory(store: apps, settings: apps, clock: clock, randomness: randomness), accounts: accounts,
            passwords: PlainPasswords(), store: InMemoryTokens(), codec: PlainTokenCodec(), clock: clock, randomness: randomness,
            lifetime: 86_400_000)
        return GatewayServices(
            signIn: SignIn(tokens: tokens, accounts: accounts, devices: devices, live: hub, clock: clock),
            sends: MessageGate(sends: SendQueue(log: store, windows: windows, announcer: hub)),
            reader: Reader(store: store, windows: windows, cursors: cursors, audiences: audiences), hub: hub,
            lastSeen: LastSeen(store: devices, live: hub), ids: ids, clock: clock, randomness: randomness, counters: Counters(),
            admission: Admission(limits: AdmissionLimits()), limits: ConnectionLimits(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }
}
