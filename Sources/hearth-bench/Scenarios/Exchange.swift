import NIOCore

/// Pairs of clients that do one kind of work in their conversations, closed loop or at a rate, and all that is measured of it.
final class Exchange: LoadListener {
    /// What came of all messages or operations since the beginning.
    struct Totals {
        var sent = 0
        var acknowledged = 0
        var delivered = 0
        var refused: [UInt64: Int] = [:]
        var cutOff = 0
    }

    let work: Work
    private let clients: [LoadClient]
    private let following: Work?
    private(set) var totals = Totals()
    /// Of the messages stamped while measured.
    private(set) var sendToAck = Histogram()
    private(set) var sendToDeliver = Histogram()
    /// Messages that came while measured.
    private(set) var deliveredInTime = 0
    private(set) var acknowledgedInTime = 0
    /// Somebody has no message left to do something to.
    private(set) var isUsedUp = false

    private var isClosedLoop = false
    private var isMeasuring = false
    private var measured: Range<UInt64> = .max..<(.max)
    private var schedule: RepeatedTask?

    /// - Parameters:
    ///   - clients: an even number, each one's neighbour being its partner.
    ///   - work: an operation takes the targets that an exchange before it has left.
    ///   - following: the operation to leave all messages for.
    init(_ clients: [LoadClient], _ work: Work = .send, before following: Work? = nil) {
        self.clients = clients
        self.work = work
        self.following = following
        for (index, client) in clients.enumerated() {
            client.partner = clients[index ^ 1].user.id
            client.listener = self
        }
    }

    var duplicates: Int { clients.reduce(0) { $0 + $1.duplicates } }
    var refusedSyncs: Int { clients.reduce(0) { $0 + $1.refusedSyncs } }
    /// Clients that wait for an answer to a sync.
    var reading: Int { clients.count { $0.isReading } }

    /// Each client keeps so many messages or operations unacknowledged.
    func beginClosedLoop(window: Int) {
        isClosedLoop = true
        for client in clients {
            for _ in 0..<window { act(client, stamp: Generator.now()) }
            client.flush()
        }
    }

    /// Messages or operations at a steady rate, whatever comes back. Each is stamped with the moment it was due.
    func beginOpenLoop(rate: Double, on eventLoop: any EventLoop) {
        let start = Generator.now()
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        schedule = eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(1)) { _ in
            bound.value.sendDue(since: start, rate: rate)
        }
    }

    private func sendDue(since start: UInt64, rate: Double) {
        let due = Int(Double(Generator.now() - start) * rate / 1e9)
        while totals.sent <= due, !isUsedUp {
            let client = clients[totals.sent % clients.count]
            act(client, stamp: start + UInt64(Double(totals.sent) / rate * 1e9))
            client.flush()
        }
    }

    func startMeasuring() {
        measured = Generator.now()..<(.max)
        isMeasuring = true
    }

    /// Returns the seconds measured. Messages on their way still count for the latencies.
    func stopMeasuring() -> Double {
        isMeasuring = false
        measured = measured.lowerBound..<Generator.now()
        return Double(measured.upperBound - measured.lowerBound) / 1e9
    }

    func stopSending() {
        isClosedLoop = false
        schedule?.cancel()
    }

    /// What SDKs do every 50 s: it finds what no notice told of.
    func beat() {
        for client in clients {
            client.list()
            client.flush()
        }
    }

    /// Everything sent has been answered, and everything stored has arrived.
    var isQuiet: Bool {
        totals.delivered >= totals.acknowledged * work.deliveries
            && totals.acknowledged + totals.refused.values.reduce(0, +) == totals.sent
    }

    private func act(_ client: LoadClient, stamp: UInt64) {
        if work == .send {
            client.send(stamp: stamp)
        } else if !client.operate(work, stamp: stamp) {
            isUsedUp = true
            return
        }
        totals.sent += 1
    }

    func client(_ client: LoadClient, met event: LoadEvent) {
        switch event {
        case .acknowledged(let id, let stamp):
            if following?.isOnOwn == true { client.targets.append(id) }
            let now = Generator.now()
            totals.acknowledged += 1
            if isMeasuring { acknowledgedInTime += 1 }
            if measured.contains(stamp) { sendToAck.record(now - stamp) }
            if isClosedLoop { act(client, stamp: now) }
        case .delivered(let id, let stamp):
            if following?.isOnOwn == false { client.targets.append(id) }
            totals.delivered += 1
            if isMeasuring { deliveredInTime += 1 }
            if measured.contains(stamp) { sendToDeliver.record(Generator.now() - stamp) }
        case .sendRefused(let status):
            totals.refused[status, default: 0] += 1
            if isClosedLoop { act(client, stamp: Generator.now()) }
        case .disconnected: totals.cutOff += 1
        default: break
        }
    }
}
