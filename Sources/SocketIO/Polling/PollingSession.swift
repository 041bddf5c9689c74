import HearthCore
import NIOCore

/// The server's side of an Engine.IO session that begins with polling and may move to a WebSocket, no I/O: requests and
/// messages in, actions out (engine.io 3.x, lib/socket.js and lib/transports/polling.js).
///
/// What goes down waits in one queue, whatever carries it in the end, so a change of transport neither loses nor reorders
/// anything. Polls have numbers, given by the owner. After an `end` action every call answers with nothing but refusals.
public struct PollingSession: Sendable {
    public enum Action: Hashable, Sendable {
        /// Answer this poll with these messages.
        case answer(poll: Int, [EngineIOMessage])
        /// Answer this poll with "bad request".
        case refuse(poll: Int)
        /// A frame came in.
        case frame(ByteBuffer)
        /// Send these on the WebSocket.
        case write([EngineIOMessage])
        /// Close the WebSocket; the session goes on with polling.
        case closeSocket
        /// The WebSocket carries everything from here on; requests with the session's id are refused.
        case upgraded
        /// The session is over, and so is the WebSocket. Always the last action.
        case end(EndReason)
    }

    public enum EndReason: Hashable, Sendable {
        /// The client left, or broke the protocol.
        case closed(SocketIOSession.CloseReason)
        /// The body of a request is no payload.
        case badPayload(PayloadError)
        /// A poll came while another one waited.
        case overlappingPolls
        /// Whoever waited for the answer of a poll hung up, or the WebSocket is gone.
        case clientGone
        /// More waits for the client than may.
        case tooSlow
        /// Nothing was heard of the client for too long.
        case silent
    }

    enum Carrier: Hashable {
        case polling
        /// A WebSocket of this session is open and unproven. Answered: it has got its `3probe`.
        case probing(isAnswered: Bool)
        case socket
        case none
    }

    var carrier = Carrier.polling
    private var engine: SocketIOSession
    private let waitingLimit: Int
    private var waiting: [EngineIOMessage]
    private var waitingBytes = 0
    private var poll: Int?
    /// The goodbye is said and waits for a poll; nothing of the client is taken any more.
    private var isClosing = false

    /// - Parameters:
    ///   - waitingLimit: bytes that may wait for the client before the session ends.
    ///   - largestFrame: bytes that a frame of the client may have.
    public init(sessionID: String, waitingLimit: Int, largestFrame: Int = Limits.frameBytes) {
        let handshake = EngineIOHandshake(sessionID: sessionID, upgrades: ["websocket"])
        engine = SocketIOSession(handshake: handshake, largestFrame: largestFrame)
        self.waitingLimit = waitingLimit
        waiting = engine.open().compactMap { if case .sendText(let text) = $0 { .text(text) } else { nil } }
    }

    /// Whether requests are taken: not after the upgrade, nor after the end.
    public var isPolling: Bool { carrier == .polling || isProbing }

    /// Whether what the client sends still counts: not after the end, nor after the goodbye.
    public var isListening: Bool { carrier != .none && !isClosing }

    // MARK: - Requests

    /// A GET: answered at once or when there is something to say.
    public mutating func poll(_ number: Int) -> [Action] {
        guard isPolling else { return [.refuse(poll: number)] }
        guard poll == nil else { return [.refuse(poll: number)] + end(.overlappingPolls) }
        poll = number
        // The client holds its `5` back until no poll waits.
        return carrier == .probing(isAnswered: true) ? releasePoll() : flush()
    }

    /// Nobody waits for the answer of this poll any more.
    public mutating func abandon(poll number: Int) -> [Action] {
        guard poll == number else { return [] }
        poll = nil
        return end(.clientGone)
    }

    /// A POST: the messages of its payload.
    public mutating func post(_ messages: [EngineIOMessage]) -> [Action] {
        isPolling ? messages.flatMap { receive($0) } : []
    }

    // MARK: - Down

    /// Puts a frame in the queue.
    ///
    /// - Parameter binaryMessage: the frame behind `SocketIO.binaryPrefix`.
    public mutating func send(_ binaryMessage: ByteBuffer) -> [Action] {
        enqueue(.text(SocketIO.placeholder)) + enqueue(.binary(binaryMessage))
    }

    /// Hands over what waits, if there is something to carry it.
    public mutating func flush() -> [Action] {
        guard !waiting.isEmpty else { return [] }
        var actions: [Action]
        switch carrier {
        case .socket:
            actions = [.write(takeWaiting())]
        case .polling, .probing:
            guard let poll else { return [] }
            self.poll = nil
            actions = [.answer(poll: poll, takeWaiting())]
        case .none:
            return []
        }
        if isClosing { actions += end(.closed(.serverDisconnected)) }
        return actions
    }

    /// The end for good: `41` and a close packet, with the next poll if none waits.
    public mutating func disconnect() -> [Action] {
        guard isListening else { return [] }
        _ = engine.disconnect()
        waiting += [.text(SocketIO.disconnected), .close]
        isClosing = true
        return flush()
    }

    /// Ends the session. A poll that waits learns of it.
    public mutating func end(_ reason: EndReason) -> [Action] {
        guard carrier != .none else { return [] }
        carrier = .none
        waiting = []
        defer { poll = nil }
        return (poll.map { [.answer(poll: $0, [.close])] } ?? []) + [.end(reason)]
    }

    // MARK: - Inside

    mutating func receive(_ message: EngineIOMessage) -> [Action] {
        guard isListening else { return [] }
        let action =
            switch message {
            case .text(let data): engine.receive(text: data)
            case .binary(let data): engine.receive(binary: data)
            }
        switch action {
        case .frame(let bytes): return [.frame(bytes)]
        case .pong(let data): return enqueue(.text(SocketIO.pong(data)))
        case .sendText(let text): return enqueue(.text(text))
        case .close(let reason): return end(.closed(reason))
        case nil: return []
        }
    }

    /// Answers the poll that waits, with a noop if there is nothing else.
    mutating func releasePoll() -> [Action] {
        if !waiting.isEmpty { return flush() }
        defer { poll = nil }
        return poll.map { [.answer(poll: $0, [.noop])] } ?? []
    }

    private mutating func enqueue(_ message: EngineIOMessage) -> [Action] {
        guard isListening else { return [] }
        waiting.append(message)
        waitingBytes += message.cost
        return waitingBytes > waitingLimit ? end(.tooSlow) : []
    }

    private mutating func takeWaiting() -> [EngineIOMessage] {
        defer {
            waiting = []
            waitingBytes = 0
        }
        return waiting
    }
}
