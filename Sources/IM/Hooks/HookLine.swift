import HearthCore

/// What is asked for one app.
struct HookLine {
    /// A message that a hook is to be asked about.
    struct Call: Sendable {
        let message: OutgoingMessage
        /// Its number among those of its device.
        let number: Int
        let hook: BeforeHook
        /// When its time is over.
        var end: Instant
    }

    enum Decision {
        case ask(Call, HookBreaker.Leave)
        /// Until another call has ended.
        case wait
        case skip(Call, HookTrouble)
    }

    /// Calls that wait for their turn, and bytes of their messages.
    static let waitingMost = 1_000
    static let waitingBytes = 16 << 20

    /// Calls of one device that wait for their turn; those behind them are held back, and their time has not begun.
    static let waitingOfDevice = 100
    /// Calls of one device that are held back, and bytes of their messages.
    static let heldOfDevice = (calls: 1_000, bytes: 4 << 20)
    /// Who sends so much has to send it again, whatever the app says of trouble: else a flood would be a way past the hook.
    static let flooded = HookTrouble("too many messages of one device wait")

    /// What one device has here.
    private struct Load {
        var running = 0
        var waiting = 0
        var held: [Call] = []
        var heldBytes = 0
        var isIdle: Bool { running == 0 && waiting == 0 && held.isEmpty }
    }

    private(set) var breaker = HookBreaker()
    private(set) var running = 0
    private(set) var waiting: [Call] = []
    private var waitingBytes = 0
    private var loads: [DeviceAddress: Load] = [:]
    private var url = ""
    var counts = HookCounts()

    /// What is to be done with a call that comes in.
    mutating func add(_ call: Call, now: Instant) -> Decision {
        if call.hook.url != url { (url, breaker) = (call.hook.url, HookBreaker()) }
        let load = loads[call.message.sender] ?? Load()
        // Those that wait although there is room are of devices that have their share.
        if load.waiting == 0, hasRoom(for: call) { return begin(call, now: now) }
        if load.waiting >= Self.waitingOfDevice { return hold(call, load) }
        guard waiting.count < Self.waitingMost, waitingBytes < Self.waitingBytes else {
            return .skip(call, HookTrouble("too many questions wait"))
        }
        wait(call)
        return .wait
    }

    /// Notes the end of a call.
    mutating func end(_ call: Call, _ leave: HookBreaker.Leave, _ trouble: HookTrouble?, now: Instant) {
        running -= 1
        change(call.message.sender) { $0.running -= 1 }
        // The answer of an address that was replaced meanwhile says nothing of the new one.
        guard call.hook.url == url else { return }
        if trouble?.isUnasked ?? false { return breaker.giveBack(leave, now: now) }
        breaker.note(isGood: trouble == nil, leave, call.hook, now: now)
    }

    /// What is to be done with those that wait, now that there may be room.
    mutating func next(now: Instant) -> [Decision] {
        var decisions: [Decision] = []
        while let index = waiting.firstIndex(where: { hasRoom(for: $0) }) {
            let call = waiting.remove(at: index)
            waitingBytes -= call.message.payload.count
            change(call.message.sender) { $0.waiting -= 1 }
            let decision = begin(call, now: now)
            admitHeld(of: call.message.sender, now: now)
            decisions.append(decision)
        }
        return decisions
    }

    /// Takes out all that wait, and all that is held back.
    mutating func takeWaiting() -> [Call] {
        let calls = waiting + loads.values.flatMap(\.held)
        (waiting, waitingBytes) = ([], 0)
        for device in Array(loads.keys) { change(device) { ($0.waiting, $0.held, $0.heldBytes) = (0, [], 0) } }
        return calls
    }

    /// One device may have half of the line's calls: the others are asked about beside it.
    private func hasRoom(for call: Call) -> Bool {
        let most = call.hook.concurrency
        return running < most && (loads[call.message.sender]?.running ?? 0) < max(1, most / 2)
    }

    private mutating func wait(_ call: Call) {
        waiting.append(call)
        waitingBytes += call.message.payload.count
        change(call.message.sender) { $0.waiting += 1 }
    }

    private mutating func hold(_ call: Call, _ load: Load) -> Decision {
        guard load.held.count < Self.heldOfDevice.calls, load.heldBytes < Self.heldOfDevice.bytes else { return .skip(call, Self.flooded) }
        change(call.message.sender) { load in
            load.held.append(call)
            load.heldBytes += call.message.payload.count
        }
        return .wait
    }

    /// The first that is held back comes into the line, and its time begins.
    private mutating func admitHeld(of device: DeviceAddress, now: Instant) {
        guard var call = loads[device]?.held.first else { return }
        change(device) { load in
            load.held.removeFirst()
            load.heldBytes -= call.message.payload.count
        }
        call.end = now.advanced(by: call.hook.timeout)
        wait(call)
    }

    private mutating func change(_ device: DeviceAddress, _ edit: (inout Load) -> Void) {
        edit(&loads[device, default: Load()])
        if loads[device]?.isIdle ?? false { loads[device] = nil }
    }

    private mutating func begin(_ call: Call, now: Instant) -> Decision {
        // Its end would say nothing of this address, and the breaker is this address's.
        guard call.hook.url == url else { return .skip(call, HookTrouble("the address of the hook was changed")) }
        guard call.end > now else { return .skip(call, HookTrouble("the questions before it took all of its time")) }
        guard let leave = breaker.admit(call.hook, now: now) else { return .skip(call, HookTrouble("the breaker is open")) }
        running += 1
        change(call.message.sender) { $0.running += 1 }
        return .ask(call, leave)
    }
}
