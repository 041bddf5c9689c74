import FlooClient
import HearthCore
import NIOCore
import XSYNC

/// A user of the load.
struct LoadUser: Sendable {
    let id: UInt64
    let token: String
    /// One device for each user if left out, so that the server need not make new ones.
    var device = 0

    var guid: String { "bench-\(id)-\(device)" }

    /// The same user on another device.
    func on(device: Int) -> LoadUser { LoadUser(id: id, token: token, device: device) }
}

/// One logged-in device that does what the SDKs do, at as little cost as possible: one notice leads to one sync, pages are
/// confirmed until the closing one. Lives on one event loop.
final class LoadClient {
    /// What is known of a queue.
    private struct Queue {
        var isReading = false
        /// A notice came in the middle: read once more at the end.
        var again = false
        /// The newest item that came.
        var newest: UInt64 = 0
    }

    private static let ok = UInt64(SyncStatus.ok.rawValue)

    let user: LoadUser
    /// Whom `send` writes to.
    var partner: UInt64 = 0
    weak var listener: (any LoadListener)?
    /// Whether it reads what lists and notices name, as the SDKs do.
    var readsByItself = true
    /// Messages that its next operations are about, the next one first.
    var targets = CircularBuffer<UInt64>()
    /// Items that came more than once.
    private(set) var duplicates = 0
    private(set) var isOnline = false
    /// Syncs that the server answered with a failure.
    private(set) var refusedSyncs = 0

    private var link: WebSocketLink?
    private var deviceSN: UInt32 = 0
    private var queues: [UInt64: Queue] = [:]
    private let size: Int
    private var body: StampedBody
    private var operation = OperationBody()
    private var nextID: UInt64
    private var unanswered = CircularBuffer<(id: UInt64, stamp: UInt64)>()

    /// - Parameters:
    ///   - firstID: the number of its first message; above all it has used before.
    ///   - size: bytes of the text of a message.
    init(_ user: LoadUser, firstID: UInt64, size: Int) {
        self.user = user
        self.size = size
        nextID = firstID
        body = StampedBody(size: size)
    }

    /// Whom it writes to from now on: a user, or a group that it is in.
    func write(to partner: UInt64, isGroup: Bool) {
        self.partner = partner
        body = StampedBody(size: size, type: isGroup ? .groupchat : .chat)
    }

    /// Whether an answer to a sync is still to come.
    var isReading: Bool { queues.values.contains { $0.isReading } }

    /// Messages the server has not answered.
    var inFlight: Int { unanswered.count }

    // MARK: - Up

    func login() {
        link?.send(
            .provision(ProvisionUL(xid: XID(uid: user.id, deviceSN: deviceSN), token: user.token, deviceGUID: user.guid)))
    }

    /// Sends one message to the partner. `flush()` must follow, unless this is called from a listener.
    func send(stamp: UInt64) { submit(body.stamped(stamp), timestamp: nextID, stamp) }

    /// Does something to the next target, likewise.
    /// - Returns: false when there is none.
    func operate(_ work: Work, stamp: UInt64) -> Bool {
        guard let target = targets.popFirst() else { return false }
        submit(operation.bytes(work, on: target, in: partner, stamp: stamp), timestamp: 0, stamp)
        return true
    }

    private func submit(_ payload: ByteBuffer, timestamp: UInt64, _ stamp: UInt64) {
        let meta = Meta(
            id: nextID, from: XID(uid: user.id, deviceSN: deviceSN), to: XID(uid: partner), timestamp: timestamp,
            ns: Namespace.message.rawValue, payload: payload)
        link?.send(.sync(SyncUL(meta: meta)))
        unanswered.append((nextID, stamp))
        nextID += 1
    }

    /// Asks for a page of the conversation with the partner.
    func history(before key: UInt64) {
        link?.send(.sync(SyncUL(xid: XID(uid: partner), key: key, isFullSync: true, fullSyncNum: 100)))
    }

    func list() { link?.send(.unread) }

    func flush() { link?.flush() }

    func close() { link?.close() }

    // MARK: - Down

    func connected(_ link: WebSocketLink) {
        self.link = link
        listener?.client(self, met: .connected)
    }

    func disconnected() {
        link = nil
        isOnline = false
        queues = [:]
        listener?.client(self, met: .disconnected)
    }

    /// One frame.
    func receive(_ frame: UnsafeRawBufferPointer) {
        var command: UInt64 = 0
        var payload = UnsafeRawBufferPointer(start: nil, count: 0)
        var fields = WireFields(frame)
        while let field = fields.next() {
            switch field.number {
            case 3: command = field.value
            case 4: payload = field.bytes
            default: break
            }
        }
        switch Command(rawValue: command) {
        case .unread: list(payload)
        case .sync: sync(payload)
        case .notice: notice(payload)
        case .provision: provision(payload)
        case nil: break
        }
    }

    private func provision(_ payload: UnsafeRawBufferPointer) {
        var status: UInt64 = 0
        var fields = WireFields(payload)
        while let field = fields.next() {
            switch field.number {
            case 1: status = WireFields.value(1, in: field.bytes)
            case 2: deviceSN = UInt32(truncatingIfNeeded: WireFields.value(2, in: field.bytes))
            default: break
            }
        }
        isOnline = status == Self.ok
        listener?.client(self, met: isOnline ? .loggedIn : .loginRefused(status: status))
    }

    private func list(_ payload: UnsafeRawBufferPointer) {
        var (conversations, unread) = (0, 0)
        var fields = WireFields(payload)
        while let field = fields.next() {
            guard field.number == 2 else { continue }
            conversations += 1
            var entry = WireFields(field.bytes)
            var uid: UInt64 = 0
            while let part = entry.next() {
                if part.number == 1 { uid = WireFields.value(1, in: part.bytes) }
                if part.number == 2, part.value > 0 {
                    unread += 1
                    if readsByItself { read(uid) }
                }
            }
        }
        listener?.client(self, met: .listed(conversations: conversations, unread: unread))
    }

    private func notice(_ payload: UnsafeRawBufferPointer) {
        var fields = WireFields(payload)
        var uid: UInt64 = 0
        while let field = fields.next() {
            if field.number == 1 { uid = WireFields.value(1, in: field.bytes) }
        }
        if readsByItself { read(uid) }
    }

    /// Reads a queue to its end, or later once more when it is being read.
    func read(_ uid: UInt64) {
        if queues[uid]?.isReading == true {
            queues[uid]?.again = true
        } else {
            queues[uid, default: Queue()].isReading = true
            link?.send(.sync(SyncUL(xid: XID(uid: uid))))
        }
    }

    // MARK: - Syncs

    private struct Answer {
        var status: UInt64 = 0
        var count = 0
        var nextKey: UInt64 = 0
        var uid: UInt64 = 0
        var clientID: UInt64 = 0
        var serverID: UInt64 = 0
        var isHistory = false
        var isPushed = false

        init(_ payload: UnsafeRawBufferPointer) {
            var fields = WireFields(payload)
            while let field = fields.next() {
                switch field.number {
                case 1: status = WireFields.value(1, in: field.bytes)
                case 2: count += 1
                case 3: nextKey = field.value
                case 4: uid = WireFields.value(1, in: field.bytes)
                case 5: clientID = field.value
                case 6: serverID = field.value
                case 8: isHistory = field.value != 0
                case 10: isPushed = field.value != 0
                default: break
                }
            }
        }
    }

    private func sync(_ payload: UnsafeRawBufferPointer) {
        let answer = Answer(payload)
        if answer.clientID > 0 { return acknowledge(answer) }
        if answer.isHistory { return listener?.client(self, met: .history(count: answer.count, next: answer.nextKey)) ?? () }
        if answer.count > 0 { take(payload, from: answer.uid) }
        if answer.isPushed { return }
        if answer.status == Self.ok, answer.nextKey > 0 {
            queues[answer.uid, default: Queue()].isReading = true
            link?.send(.sync(SyncUL(xid: XID(uid: answer.uid), key: answer.nextKey)))
            return
        }
        if answer.status != Self.ok { refusedSyncs += 1 }
        let again = queues[answer.uid]?.again ?? false
        queues[answer.uid]?.isReading = false
        queues[answer.uid]?.again = false
        if again { read(answer.uid) } else { listener?.client(self, met: .caughtUp) }
    }

    /// Answers come in the order of the sends, except refusals.
    private func acknowledge(_ answer: Answer) {
        guard let index = unanswered.firstIndex(where: { $0.id == answer.clientID }) else { return }
        let stamp = unanswered.remove(at: index).stamp
        let isTaken = answer.status == Self.ok
        listener?.client(self, met: isTaken ? .acknowledged(id: answer.serverID, stamp: stamp) : .sendRefused(status: answer.status))
    }

    private func take(_ payload: UnsafeRawBufferPointer, from uid: UInt64) {
        var newest = queues[uid]?.newest ?? 0
        var fields = WireFields(payload)
        while let field = fields.next() {
            guard field.number == 2 else { continue }
            var id: UInt64 = 0
            var body = UnsafeRawBufferPointer(start: nil, count: 0)
            var meta = WireFields(field.bytes)
            while let part = meta.next() {
                if part.number == 1 { id = part.value }
                if part.number == 6 { body = part.bytes }
            }
            guard id > newest else {
                duplicates += 1
                continue
            }
            newest = id
            listener?.client(self, met: .delivered(id: id, stamp: StampedBody.stamp(in: body)))
        }
        queues[uid, default: Queue()].newest = newest
    }
}
