import HearthCore
import NIOCore
import NIOEmbedded
import NIOWebSocket
import SocketIO
import Synchronization
import Testing
import XSYNC

@testable import Gateway

/// A client that began with polling, on an event loop that the test turns.
struct PollingConnectionTests {
    private let client = PollingClient()

    @Test func theFirstPollBringsTheHandshake() {
        let answer = client.poll()
        let open = #"0{"sid":"abc","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}"#
        #expect(client.text(answer) == "\(open.utf16.count):\(open)2:40")
        #expect(client.status(answer) == 200)
    }

    @Test func aFrameIsAnsweredByThePollThatWaits() throws {
        _ = client.poll()
        let waiting = client.poll()
        #expect(client.status(waiting) == nil)
        #expect(client.post(PollingClient.heartbeat) == 200)
        let messages = try PollingPayload.read(ByteBuffer(bytes: client.answer(waiting)?.body ?? []), isBinary: true)
        #expect(messages.count == 2 && messages.first == .text(SocketIO.placeholder))
        guard case .binary(let frame)? = messages.last else { throw Unexpected() }
        #expect(frame.getInteger(at: 0, as: UInt8.self) == 4)
    }

    @Test func withBase64EverythingIsText() {
        _ = client.poll()
        let waiting = client.poll(base64: true)
        _ = client.post(PollingClient.heartbeat)
        #expect(client.answer(waiting)?.contentType == "text/plain; charset=UTF-8")
        #expect(client.text(waiting).contains(":b4"))
    }

    @Test func aSilentClientIsForgottenAndItsPollAnswered() {
        _ = client.poll()
        let waiting = client.poll()
        client.pass(45_000)
        #expect(!client.isOver)
        client.pass(1)
        #expect(client.isOver && client.ended == 1)
        #expect(client.text(waiting) == "1:1")
        #expect(client.world.counters.value(of: .connectionsIdle) == 1)
        #expect(client.world.counters.value(of: .connectionsClosed) == 1)
    }

    @Test func postsKeepAClientAndPollsDoNot() {
        _ = client.poll()
        for _ in 0..<4 {
            client.pass(25_000)
            #expect(client.post([.text(ByteBuffer(string: "2"))]) == 200)
            #expect(client.text(client.poll()) == "1:3")
        }
        client.pass(40_000)
        _ = client.poll()
        client.pass(5_001)
        #expect(client.isOver)
    }

    @Test func whatWaitsForAClientThatDoesNotPollIsBounded() {
        _ = client.poll()
        var posts = 0
        while client.post(Array(repeating: PollingClient.heartbeat, count: 500).flatMap { $0 }) == 200, posts < 1_000 { posts += 1 }
        #expect(posts < 1_000 && client.isOver)
        #expect(client.world.counters.value(of: .connectionsSlow) == 1)
    }

    @Test func aSessionOfAnEarlierMomentIsUnknown() {
        _ = client.poll()
        #expect(client.post([.text(ByteBuffer(string: "1"))]) == 200)
        #expect(client.isOver)
        #expect(client.post(PollingClient.heartbeat) == 400)
        #expect(client.status(client.poll()) == 400)
    }

    @Test func aPollGivenUpEndsTheSession() {
        _ = client.poll()
        let waiting = client.poll()
        client.connection.abandon(poll: waiting)
        #expect(client.isOver && client.status(waiting) == 400)
        client.connection.abandon(poll: waiting)
        #expect(client.ended == 1)
    }

    @Test func whoeverBreaksTheProtocolIsCounted() {
        _ = client.poll()
        #expect(client.post([.text(ByteBuffer(string: "9"))]) == 200)
        #expect(client.isOver && client.world.counters.value(of: .framesUndecodable) == 1)
        #expect(client.world.counters.value(of: .pollingRefused) == 0)
        #expect(client.post(PollingClient.heartbeat) == 400)
        #expect(client.world.counters.value(of: .pollingRefused) == 1)
    }

    @Test func aBodyThatIsNoPayloadIsCounted() {
        _ = client.poll()
        #expect(client.connection.post(.failure(.truncated)).status == 400)
        #expect(client.isOver && client.world.counters.value(of: .framesUndecodable) == 1)
        #expect(client.world.counters.value(of: .pollingRefused) == 1)
    }

    @Test func aSecondPollIsCountedAndAClientThatHangsUpIsNot() {
        _ = client.poll()
        let waiting = client.poll()
        #expect(client.status(client.poll()) == 400 && client.text(waiting) == "1:1")
        #expect(client.world.counters.value(of: .pollingRefused) == 1)
        let other = PollingClient()
        _ = other.poll()
        other.connection.abandon(poll: other.poll())
        #expect(other.isOver && other.world.counters.value(of: .pollingRefused) == 0)
    }

    /// Whoever is told to go and neither polls nor stops sending would stay for ever.
    @Test func afterTheGoodbyePostsDoNotKeepAClient() {
        _ = client.poll()
        client.connection.disconnect()
        for _ in 0..<4 {
            client.pass(10_000)
            #expect(client.post([.text(ByteBuffer(string: "2"))]) == 200 && !client.isOver)
        }
        client.pass(5_001)
        #expect(client.isOver)
    }

    @Test func theLargestFrameIsASetting() {
        let client = PollingClient(GatewayWorld(limits: ConnectionLimits(frameBytes: 6)))
        _ = client.poll()
        #expect(client.post(PollingClient.heartbeat) == 200 && !client.isOver)
        let larger: [EngineIOMessage] = [.text(SocketIO.placeholder), .binary(ByteBuffer(bytes: [4, 8, 0, 16, 0, 24, 0, 0]))]
        #expect(client.post(larger) == 200 && client.isOver)
    }

    // MARK: - The WebSocket

    @Test func theWebSocketTakesOver() throws {
        _ = client.poll()
        let waiting = client.poll()
        let socket = try client.openSocket()
        try client.write("2probe", to: socket)
        #expect(try client.read(socket) == ["3probe"])
        #expect(client.text(waiting) == "1:6")
        try client.write("5", to: socket)
        #expect(client.directory.find("abc") == nil && client.ended == 0)
        try client.write("2x", to: socket)
        #expect(try client.read(socket) == ["3x"])
        #expect(client.status(client.poll()) == 400 && client.post(PollingClient.heartbeat) == 400)
        try client.write(String(buffer: SocketIO.placeholder), to: socket)
        try client.write(binary: [4, 8, 0, 16, 0, 24, 0], to: socket)
        #expect(try client.read(socket).count == 2, "a placeholder and a frame")
        socket.close(promise: nil)
        client.turn()
        #expect(client.isOver && client.ended == 1)
    }

    @Test func aWebSocketThatNeverProbesIsClosedAndTheSessionGoesOn() throws {
        _ = client.poll()
        let socket = try client.openSocket()
        client.pass(10_001)
        #expect(try client.read(socket) == ["close 1002"] && !socket.isActive)
        #expect(!client.isOver)
        let second = try client.openSocket()
        try client.write("2probe", to: second)
        #expect(try client.read(second) == ["3probe"])
    }

    @Test func aSecondWebSocketIsTurnedAway() throws {
        _ = client.poll()
        let first = try client.openSocket()
        let second = try client.openSocket()
        #expect(try client.read(second) == ["close 1008"])
        try client.write("2probe", to: first)
        #expect(try client.read(first) == ["3probe"])
    }

    @Test func theServersGoodbyeReachesTheWebSocket() throws {
        _ = client.poll()
        let socket = try client.openSocket()
        try client.write("2probe", to: socket)
        try client.write("5", to: socket)
        _ = try client.read(socket)
        client.connection.disconnect()
        client.turn()
        #expect(try client.read(socket) == ["41", "1", "close 1001"])
        #expect(client.isOver)
    }

    @Test func aGoodbyeDuringTheProbeDropsTheWebSocketAndTakesThePoll() throws {
        _ = client.poll()
        let waiting = client.poll()
        let socket = try client.openSocket()
        client.connection.disconnect()
        client.turn()
        #expect(try client.read(socket) == ["close 1002"])
        #expect(client.text(waiting) == "2:411:1" && client.isOver)
    }
}

private struct Unexpected: Error {}

private final class PollingClient {
    /// A frame that is answered before a login too.
    static let heartbeat: [EngineIOMessage] = [
        .text(SocketIO.placeholder), .binary(ByteBuffer(bytes: [4, 8, 0, 16, 0, 24, 0])),
    ]

    /// What came back, from whichever closure.
    private final class Answers: Sendable {
        let byPoll = Mutex<[Int: PollingAnswer]>([:])
        let ends = Mutex(0)
    }

    let world: GatewayWorld
    let eventLoop = EmbeddedEventLoop()
    let loop: SessionLoop
    let directory = PollingDirectory()
    let connection: PollingConnection
    private let answers = Answers()

    init(_ world: GatewayWorld = GatewayWorld()) {
        self.world = world
        loop = SessionLoop(eventLoop)
        connection = PollingConnection(
            id: "abc", address: "192.0.2.1", services: world.services, loop: loop, directory: directory
        ) { [answers] in
            answers.ends.withLock { $0 += 1 }
        }
        connection.start()
    }

    var isOver: Bool { ended > 0 && directory.find("abc") == nil }
    /// How often the end was told.
    var ended: Int { answers.ends.withLock { $0 } }

    func turn() { eventLoop.run() }

    func pass(_ milliseconds: Int64) {
        world.clock.advance(by: milliseconds)
        loop.sweep(world.clock.now())
        turn()
    }

    func poll(base64: Bool = false) -> Int {
        let number = directory.nextNumber()
        connection.poll(
            number,
            PendingPoll(base64: base64) { [answers] answer in
                answers.byPoll.withLock { #expect($0.updateValue(answer, forKey: number) == nil, "answered twice") }
            })
        turn()
        return number
    }

    func answer(_ poll: Int) -> PollingAnswer? { answers.byPoll.withLock { $0[poll] } }
    func status(_ poll: Int) -> Int? { answer(poll)?.status }
    func text(_ poll: Int) -> String { String(decoding: answer(poll)?.body ?? [], as: UTF8.self) }

    func post(_ messages: [EngineIOMessage]) -> Int {
        defer { turn() }
        return connection.post(.success(messages)).status
    }

    // MARK: - The WebSocket

    func openSocket() throws -> EmbeddedChannel {
        let address = PollingAddress(connection, eventLoop: eventLoop)
        let handler = UpgradeHandler(number: directory.nextNumber(), session: address, services: world.services)
        let channel = EmbeddedChannel(handler: handler, loop: eventLoop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        turn()
        return channel
    }

    func write(_ text: String, to socket: EmbeddedChannel) throws {
        try socket.writeInbound(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(string: text)))
        turn()
    }

    func write(binary: [UInt8], to socket: EmbeddedChannel) throws {
        try socket.writeInbound(WebSocketFrame(fin: true, opcode: .binary, data: ByteBuffer(bytes: binary)))
        turn()
    }

    func read(_ socket: EmbeddedChannel) throws -> [String] {
        var texts: [String] = []
        while let frame = try socket.readOutbound(as: WebSocketFrame.self) {
            switch frame.opcode {
            case .text: texts.append(String(buffer: frame.data))
            case .connectionClose: texts.append("close \(frame.data.getInteger(at: 0, as: UInt16.self) ?? 0)")
            default: texts.append("\(frame.data.readableBytes) bytes")
            }
        }
        return texts
    }

    deinit { connection.disconnect() }
}
