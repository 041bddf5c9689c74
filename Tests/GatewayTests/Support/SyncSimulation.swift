import HearthCore
import IM
import TestSupport
import XSYNC

@testable import Gateway

/// One device under test among others that write to it, with everything that can be late being late.
final class SyncSimulation {
    static let me = GatewayWorld.device(4)
    static let writers = [GatewayWorld.device(2), GatewayWorld.device(6), GatewayWorld.device(4, 2)]

    private(set) var faults: [String] = []
    private(set) var reconnects = 0
    private(set) var throwings = 0
    private let world: GatewayWorld
    private var random: SeededGenerator
    private var connection: TestConnection
    private var client = ModelClient()
    private var down: [DownFrame] = []
    private var nextClientID: UInt64 = 1
    private var mayFlush = true
    /// Milliseconds since nothing was under way.
    private var unsettled: Int64 = 0
    /// Since when the client is busy with a conversation, as the frames that went out say.
    private var busySince: [UInt64: Instant] = [:]
    /// Up to where confirmations have reached the server.
    private var confirmed: [UInt64: UInt64] = [:]
    /// The same when this connection began: not to be shown again.
    private var confirmedBefore: [UInt64: UInt64] = [:]
    /// Shown on any connection.
    private var seen: [UInt64: Set<UInt64>] = [:]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        world = GatewayWorld(mode: .held, itemsPerWindow: random.oneIn(2) ? 4 : 64)
        connection = TestConnection(world, Self.me)
    }

    func run(steps: Int) {
        for _ in 0..<steps where faults.isEmpty {
            step()
            if unsettled > 5_000 { settle() }
        }
        settle()
        // Three heartbeats without a mishap: whatever was thrown away must be there by then.
        for _ in 0..<3 where faults.isEmpty {
            world.clock.advance(by: 50_000)
            heartbeat()
            settle()
        }
        checkNothingIsMissing()
    }

    private func step() {
        if world.timelines.answered == 0 { mayFlush = true }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<14: write()
        case 14..<16: for _ in 0..<70 { write() }
        case 16..<20: sendOwn()
        case 20..<40: if let any = (0..<world.timelines.asked).randomElement(using: &random) { world.timelines.run(any) }
        case 40..<58: if let any = (0..<world.timelines.answered).randomElement(using: &random) { world.timelines.deliver(any) }
        case 58..<68: collect()
        case 68..<80: clientReads(mayThrow: true)
        case 80..<90: serverReads()
        case 90..<93: advance()
        case 93..<95: client.outbox.append(SyncUL(xid: XID(uid: random.oneIn(2) ? 2 : 6)))
        case 95..<97: flush()
        case 97: client.retryNotices()
        case 98: heartbeat()
        default: if random.oneIn(8) { reconnect() } else if random.oneIn(8) { longSilence() }
        }
    }

    /// No read takes longer than the time from one flush to the next.
    private func flush() {
        guard mayFlush else { return }
        mayFlush = false
        world.cursors.flush()
    }

    // MARK: - The others

    private func write() {
        guard let writer = Self.writers.randomElement(using: &random) else { return }
        let peer: Int64 = writer.account == Self.me.account ? [2, 6].randomElement(using: &random) ?? 2 : 4
        world.send(from: writer, to: peer)
    }

    // MARK: - The device

    private func sendOwn() {
        let peer: UInt64 = random.oneIn(2) ? 2 : 6
        connection.session.receive(
            UpFrame.sync(
                SyncUL(meta: Meta(id: nextClientID, to: XID(uid: peer), ns: 1, payload: .init(bytes: Body().bytes)))
            ).bytes())
        nextClientID += 1
    }

    private func heartbeat() {
        connection.session.receive(UpFrame.unread.bytes())
    }

    /// Takes what the session has sent.
    private func collect() {
        for frame in connection.turn() {
            down.append(frame)
            inspect(frame)
        }
    }

    private func clientReads(mayThrow: Bool) {
        guard !down.isEmpty else { return }
        let throwing = mayThrow && random.oneIn(6)
        let before = client.shown
        let frame = down.removeFirst()
        client.receive(frame, throwing: throwing)
        if throwing, !frame.isEmptyPage { throwings += 1 }
        for (uid, ids) in client.shown { check(uid, ids[(before[uid]?.count ?? 0)...]) }
    }

    private func serverReads() {
        guard !client.outbox.isEmpty else { return }
        let request = client.outbox.removeFirst()
        if let uid = request.xid?.uid { confirmed[uid] = max(confirmed[uid] ?? 0, request.key) }
        connection.session.receive(UpFrame.sync(request).bytes())
    }

    private func reconnect() {
        reconnects += 1
        connection.session.connectionClosed()
        down = []
        client = ModelClient()
        busySince = [:]
        confirmedBefore = confirmed
        connection = TestConnection(world, Self.me)
        heartbeat()
    }

    // MARK: - Time

    private func advance() {
        let step = Int64.random(in: 0...400, using: &random)
        world.clock.advance(by: step)
        unsettled += step
    }

    private func longSilence() {
        settle()
        world.clock.advance(by: Int64.random(in: 10_000...60_000, using: &random))
        client.retryNotices()
    }

    /// Lets everything that is under way arrive.
    private func settle() {
        repeat {
            world.timelines.settle()
            collect()
            while !down.isEmpty { clientReads(mayThrow: false) }
            while !client.outbox.isEmpty { serverReads() }
            collect()
        } while !down.isEmpty || world.timelines.asked > 0 || world.timelines.answered > 0
        unsettled = 0
    }

    // MARK: - What must hold

    /// One outstanding notice for each conversation.
    private func inspect(_ frame: DownFrame) {
        let now = world.clock.now()
        switch frame {
        case .notice(let xid):
            if let since = busySince[xid.uid], now.since(since) < Limits.syncPatience - 6_000 {
                faults.append("a second notice for \(xid.uid) after \(now.since(since)) ms")
            }
            busySince[xid.uid] = now
        case .sync(let page) where page.clientMid == 0:
            guard let uid = page.xid?.uid else { return }
            busySince[uid] = page.nextKey == 0 ? nil : now
        default: break
        }
    }

    private func check(_ uid: UInt64, _ fresh: ArraySlice<UInt64>) {
        let known = visible(uid)
        for id in fresh {
            if let last = client.shown[uid]?.prefix(upTo: fresh.startIndex).last, id <= last {
                faults.append("\(id) of \(uid) was shown after \(last)")
            }
            if id <= confirmedBefore[uid] ?? 0 { faults.append("\(id) of \(uid) was confirmed on an earlier connection") }
            seen[uid, default: []].insert(id)
        }
        if zip(fresh, fresh.dropFirst()).contains(where: >=) { faults.append("a page of \(uid) is out of order") }
        if let last = fresh.last, known.prefix(while: { $0 <= last }).contains(where: { seen[uid]?.contains($0) != true }) {
            faults.append("\(last) of \(uid) was shown before an earlier one")
        }
    }

    private func visible(_ uid: UInt64) -> [UInt64] {
        world.timelines.items(GatewayWorld.app, Self.me.account.user, UserID(Int64(uid)))
            .filter { $0.sender != Self.me.account.user || $0.device != Self.me.device }
            .map { UInt64($0.id.rawValue) }
    }

    private func checkNothingIsMissing() {
        guard faults.isEmpty else { return }
        for uid: UInt64 in [2, 6] {
            let missing = visible(uid).filter { seen[uid]?.contains($0) != true }
            if !missing.isEmpty { faults.append("\(missing.count) of \(uid) were never shown") }
        }
        heartbeat()
        world.timelines.settle()
        if connection.turn().list?.entries.isEmpty != true { faults.append("something stays undelivered for ever") }
    }
}

extension DownFrame {
    fileprivate var isEmptyPage: Bool { if case .sync(let page) = self { page.metas.isEmpty } else { true } }
}
