import HearthCore
import NIOCore
import Observability
import SocketIO
import XSYNC

/// One client that began with polling, on one event loop: the transport of its frame session from the first poll to the
/// last message of the WebSocket it moves to.
///
/// Requests and the WebSocket's messages come from other event loops, hop here, and hop back.
final class PollingConnection {
    let id: String
    /// Where the first poll came from.
    let clientAddress: String
    private let services: GatewayServices
    private let loop: SessionLoop
    private let directory: PollingDirectory
    /// Called once, when the session is over.
    private let onEnd: @Sendable () -> Void
    private var engine: PollingSession
    private var life: ConnectionLife
    private var polls: [Int: PendingPoll] = [:]
    private var socket: PollingSocket?
    private var socketOpenedAt: Instant

    init(
        id: String, address: String, services: GatewayServices, loop: SessionLoop, directory: PollingDirectory,
        onEnd: @escaping @Sendable () -> Void
    ) {
        self.id = id
        clientAddress = address
        self.services = services
        self.loop = loop
        self.directory = directory
        self.onEnd = onEnd
        engine = PollingSession(
            sessionID: id, waitingLimit: services.limits.unsentBytes, largestFrame: services.limits.frameBytes)
        life = ConnectionLife(services: services, loop: loop)
        socketOpenedAt = services.clock.now()
    }

    /// The open packet waits for the first poll.
    func start() {
        life.begin(self)
        directory.add(id, PollingAddress(self, eventLoop: loop.eventLoop))
    }

    // MARK: - Requests

    func poll(_ number: Int, _ poll: PendingPoll) {
        polls[number] = poll
        perform(engine.poll(number))
    }

    func abandon(poll number: Int) {
        let actions = engine.abandon(poll: number)
        perform(actions)
        polls.removeValue(forKey: number)?.reply(.refusal(.badRequest))
    }

    func post(_ payload: Result<[EngineIOMessage], PayloadError>) -> PollingAnswer {
        guard engine.isPolling else { return refuse(.unknownSession) }
        switch payload {
        case .success(let messages):
            received { $0.post(messages) }
            return .ok
        case .failure(let error):
            perform(engine.end(.badPayload(error)))
            return refuse(.badRequest)
        }
    }

    // MARK: - The WebSocket

    func open(_ socket: PollingSocket) {
        guard engine.openSocket() else { return socket.close(code: 1008) }
        self.socket = socket
        socketOpenedAt = services.clock.now()
    }

    func receive(_ messages: [EngineIOMessage], from socket: Int) {
        guard self.socket?.number == socket else { return }
        received { engine in messages.flatMap { engine.receive(fromSocket: $0) } }
    }

    func socketClosed(_ socket: Int) {
        guard self.socket?.number == socket else { return }
        self.socket = nil
        perform(engine.socketClosed())
    }

    // MARK: - Inside

    /// Takes in what a request or the WebSocket brought; one flush for all of it.
    private func received(_ read: (inout PollingSession) -> [PollingSession.Action]) {
        // After the goodbye only a poll is of use; whoever goes on without one is silent.
        if engine.isListening { life.heard() }
        perform(read(&engine))
        life.session?.flushIfNeeded()
        flush()
    }

    private func perform(_ actions: [PollingSession.Action]) {
        for action in actions {
            switch action {
            case .answer(let poll, let messages): answer(poll, messages)
            case .refuse(let poll): polls.removeValue(forKey: poll)?.reply(refuse(.badRequest))
            case .frame(let bytes): life.session?.receive(bytes)
            case .write(let messages): socket?.write(messages)
            case .closeSocket: closeSocket(code: 1002)
            case .upgraded: directory.remove(id)
            case .end(let reason): end(reason)
            }
        }
    }

    private func refuse(_ refusal: PollingRefusal) -> PollingAnswer {
        services.counters.add(.pollingRefused)
        return .refusal(refusal)
    }

    private func answer(_ number: Int, _ messages: [EngineIOMessage]) {
        guard let poll = polls.removeValue(forKey: number) else { return }
        let payload = PollingPayload(messages, base64: poll.base64)
        poll.reply(PollingAnswer(200, payload.contentType, Array(payload.bytes.readableBytesView)))
    }

    private func closeSocket(code: UInt16) {
        socket?.close(code: code)
        socket = nil
    }

    private func end(_ reason: PollingSession.EndReason) {
        guard let session = life.end(self) else { return }
        directory.remove(id)
        closeSocket(code: reason.closeCode)
        if let counter = reason.counter { services.counters.add(counter) }
        onEnd()
        // This may be a call of the session's own, which is to be finished first.
        loop.eventLoop.assumeIsolated().execute { session.connectionClosed() }
    }
}

extension PollingConnection: FrameTransport {
    func send(_ frame: DownFrame) {
        var message = ByteBufferAllocator().buffer(capacity: 256)
        message.writeInteger(SocketIO.binaryPrefix)
        frame.write(into: &message)
        perform(engine.send(message))
    }

    func flush() { perform(engine.flush()) }

    /// Its messages come in requests and over a connection of another loop, whose pace is not this one's to set.
    func rest() {}

    func drop() { perform(engine.end(.silent)) }

    func disconnect() {
        perform(engine.dropProbe())
        perform(engine.disconnect())
    }
}

extension PollingConnection: LoopConnection {
    func closeIfSilent(_ now: Instant) {
        if now.since(socketOpenedAt) > SessionLimits.probe { perform(engine.dropProbe()) }
        if life.isSilent(now, patience: SessionLimits.engineSilence) { perform(engine.end(.silent)) }
    }
}

extension PollingSession.EndReason {
    /// The WebSocket close code that goes with it.
    fileprivate var closeCode: UInt16 {
        switch self {
        case .closed(let reason): reason.closeCode
        case .clientGone: 1000
        case .silent: 1001
        case .badPayload, .overlappingPolls: 1002
        case .tooSlow: 1008
        }
    }

    fileprivate var counter: Counter? {
        switch self {
        case .silent: .connectionsIdle
        case .tooSlow: .connectionsSlow
        case .badPayload: .framesUndecodable
        case .closed(let reason): reason.isViolation ? .framesUndecodable : nil
        case .overlappingPolls, .clientGone: nil
        }
    }
}
