import HearthCore
import NIOCore
import NIOEmbedded
import NIOWebSocket
import Observability
import SocketIO
import Testing
import XSYNC

@testable import Gateway

struct WebSocketTests {
    private let world = GatewayWorld()
    /// What a heartbeat is answered with before a login.
    private let refusal = DownFrame.unread(UnreadDL(status: StatusValue(Failure(.userNotLogin)))).bytes()

    private func binary(_ bytes: ByteBuffer) -> String { "binary \(Array(bytes.readableBytesView))" }

    // MARK: - Raw

    @Test func everyBinaryMessageIsAFrameOnARawSocket() throws {
        let socket = try SocketChannel(world, .raw)
        #expect(try socket.sent() == [])
        #expect(try socket.receive(.binary, UpFrame.unread.bytes()) == [binary(refusal)])
    }

    @Test func textClosesARawSocket() throws {
        let socket = try SocketChannel(world, .raw)
        #expect(try socket.receive(text: "2") == ["close 1003"])
        #expect(!socket.channel.isActive)
    }

    @Test func aPingIsAnsweredWithItsData() throws {
        let socket = try SocketChannel(world, .raw)
        #expect(try socket.receive(.ping, ByteBuffer(string: "abc")) == ["pong abc"])
    }

    @Test func aCloseIsAnsweredWithItsCodeAndNothingIsTakenAfterIt() throws {
        let socket = try SocketChannel(world, .raw)
        #expect(try socket.receive(.connectionClose, ByteBuffer(integer: UInt16(4_001))) == ["close 4001"])
        #expect(!socket.channel.isActive)
        #expect(world.counters.value(of: .connectionsClosed) == 1)
    }

    // MARK: - Socket.IO

    @Test func aSocketIOClientIsGreeted() throws {
        let socket = try SocketChannel.socketIO(world)
        #expect(
            try socket.sent() == [
                #"0{"sid":"sid","upgrades":[],"pingInterval":25000,"pingTimeout":20000}"#, "40",
            ])
    }

    @Test func aFrameIsATextAndABinaryBehindAPrefix() throws {
        let socket = try SocketChannel.socketIO(world)
        _ = try socket.sent()
        #expect(try socket.receive(.text, SocketIO.placeholder) == [])
        let answer = try socket.receive(.binary, SocketIO.binaryMessage(UpFrame.unread.bytes()))
        #expect(answer == [String(buffer: SocketIO.placeholder), binary(SocketIO.binaryMessage(refusal))])
    }

    @Test func enginePingsAreAnswered() throws {
        let socket = try SocketChannel.socketIO(world)
        _ = try socket.sent()
        #expect(try socket.receive(text: "2") == ["3"])
        #expect(try socket.receive(text: "2probe") == ["3probe"])
    }

    @Test(arguments: [("1", "close 1000"), ("41", "close 1000"), ("nonsense", "close 1002")])
    func aClientThatLeavesOrTalksNonsenseIsClosed(_ text: String, _ answer: String) throws {
        let socket = try SocketChannel.socketIO(world)
        _ = try socket.sent()
        #expect(try socket.receive(text: text) == [answer])
        #expect(!socket.channel.isActive)
    }

    @Test func aBinaryOutOfTurnIsNonsense() throws {
        let socket = try SocketChannel.socketIO(world)
        _ = try socket.sent()
        #expect(try socket.receive(.binary, SocketIO.binaryMessage(UpFrame.unread.bytes())) == ["close 1002"])
    }

    /// Without the `41` the client's library would come back by itself.
    @Test func theServersEndIsForGood() throws {
        let socket = try SocketChannel.socketIO(world)
        _ = try socket.sent()
        socket.loop.disconnectAll()
        #expect(try socket.sent() == ["41", "close 1001"])
        let raw = try SocketChannel(world, .raw)
        raw.loop.disconnectAll()
        #expect(try raw.sent() == ["close 1001"])
    }

    // MARK: - Limits

    /// A heartbeat of so many bytes. Field 15 is unknown and passed over.
    private func heartbeat(_ bytes: Int) -> ByteBuffer {
        var frame = UpFrame.unread.bytes()
        let padding = bytes - frame.readableBytes - 3
        frame.writeBytes([0x7A, UInt8(padding & 0x7F | 0x80), UInt8(padding >> 7)] + [UInt8](repeating: 0, count: padding))
        return frame
    }

    @Test func theLargestFrameIsTakenAndOneByteMoreEndsARawSocket() throws {
        let world = GatewayWorld(limits: ConnectionLimits(frameBytes: 4_096))
        let socket = try SocketChannel(world, .raw)
        #expect(try socket.receive(.binary, heartbeat(4_096)) == [binary(refusal)])
        #expect(world.counters.value(of: .framesUndecodable) == 0)
        #expect(try socket.receive(.binary, heartbeat(4_097)) == ["close 1009"])
        #expect(!socket.channel.isActive)
        #expect(world.counters.value(of: .framesUndecodable) == 1)
    }

    @Test(arguments: [("9", 1, "close 1002"), ("2", 1 + (64 << 10), "close 1009")])
    func whoeverBreaksTheProtocolIsCounted(_ letter: String, _ count: Int, _ answer: String) throws {
        let socket = try SocketChannel.socketIO(world)
        _ = try socket.sent()
        #expect(try socket.receive(text: String(repeating: letter, count: count)) == [answer])
        #expect(world.counters.value(of: .framesUndecodable) == 1)
    }

    @Test func whatNoWebSocketSendsIsCountedAndATroubledSocketIsNot() throws {
        for (error, count) in [(NIOWebSocketError.invalidFrameLength, 1), (ChannelError.inputClosed, 0)] as [(any Error, Int)] {
            let world = GatewayWorld()
            let socket = try SocketChannel(world, .raw)
            socket.channel.pipeline.fireErrorCaught(error)
            #expect(!socket.channel.isActive)
            #expect(world.counters.value(of: .framesUndecodable) == count)
        }
    }

    @Test func largerFramesMayWaitInGreaterNumber() {
        #expect(ConnectionLimits().heldBytes == 2 << 20 && ConnectionLimits().unsentBytes == 4 << 20)
        let large = ConnectionLimits(frameBytes: 8 << 20)
        #expect(large.heldBytes == 16 << 20 && large.unsentBytes == 32 << 20)
        let small = ConnectionLimits(frameBytes: 4_096)
        #expect(small.heldBytes == 2 << 20 && small.unsentBytes == 4 << 20, "a page is larger than a small frame")
    }

    // MARK: - Silence and slowness

    @Test func theIdleTimeIsASettingOfPlainSocketsAndTCP() throws {
        let world = GatewayWorld(limits: ConnectionLimits(idle: 7_000))
        let (engine, raw, tcp) = (try SocketChannel.socketIO(world), try SocketChannel(world, .raw), EmbeddedChannel())
        let loop = SessionLoop(tcp.embeddedEventLoop)
        try tcp.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try tcp.pipeline.syncOperations.addHandler(TCPHandler(services: world.services, loop: loop))
        for (milliseconds, isActive) in [(7_000, true), (1, false)] as [(Int64, Bool)] {
            world.clock.advance(by: milliseconds)
            for loop in [engine.loop, raw.loop, loop] { loop.sweep(world.clock.now()) }
            #expect(engine.channel.isActive)
            #expect(raw.channel.isActive == isActive && tcp.isActive == isActive)
        }
    }

    @Test func aSilentConnectionIsSweptAway() throws {
        let engine = try SocketChannel.socketIO(world)
        let raw = try SocketChannel(world, .raw)
        world.clock.advance(by: SessionLimits.engineSilence)
        engine.loop.sweep(world.clock.now())
        #expect(engine.channel.isActive)
        world.clock.advance(by: 1)
        engine.loop.sweep(world.clock.now())
        raw.loop.sweep(world.clock.now())
        #expect(!engine.channel.isActive)
        #expect(raw.channel.isActive)
        world.clock.advance(by: Limits.connectionIdle)
        raw.loop.sweep(world.clock.now())
        #expect(!raw.channel.isActive)
        #expect(world.counters.value(of: .connectionsIdle) == 2)
        #expect(world.counters.value(of: .connectionsClosed) == 2)
    }

    @Test func whoeverIsHeardIsNotSwept() throws {
        let socket = try SocketChannel.socketIO(world)
        world.clock.advance(by: SessionLimits.engineSilence)
        try socket.receive(text: "2")
        world.clock.advance(by: SessionLimits.engineSilence)
        socket.loop.sweep(world.clock.now())
        #expect(socket.channel.isActive)
    }

    @Test func fromASlowReaderNothingMoreIsRead() throws {
        let socket = try SocketChannel(world, .raw)
        socket.channel.isWritable = false
        socket.channel.pipeline.fireChannelWritabilityChanged()
        #expect(socket.autoRead == false)
        socket.channel.isWritable = true
        socket.channel.pipeline.fireChannelWritabilityChanged()
        #expect(socket.autoRead == true)
    }

    @Test func aReaderThatIsTooSlowIsClosed() throws {
        let unsent = world.services.limits.unsentBytes
        let socket = try SocketChannel(world, .raw)
        try socket.channel.pipeline.syncOperations.addHandler(WebSocketFrameEncoder(), position: .first)
        socket.channel.isWritable = false
        func fill(_ bytes: Int) {
            socket.channel.write(WebSocketFrame(fin: true, opcode: .binary, data: ByteBuffer(repeating: 0, count: bytes)), promise: nil)
        }
        fill(unsent / 2)
        socket.channel.pipeline.fireChannelRead(WebSocketFrame(fin: true, opcode: .binary, data: UpFrame.unread.bytes()))
        #expect(socket.channel.isActive)
        fill(unsent)
        socket.channel.pipeline.fireChannelRead(WebSocketFrame(fin: true, opcode: .binary, data: UpFrame.unread.bytes()))
        #expect(!socket.channel.isActive)
        #expect(world.counters.value(of: .connectionsSlow) == 1)
    }

    @Test func aHalfClosedConnectionIsClosed() throws {
        let socket = try SocketChannel(world, .raw)
        socket.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(!socket.channel.isActive)
        #expect(world.counters.value(of: .connectionsOpened) == 1)
        #expect(world.counters.value(of: .connectionsClosed) == 1)
    }
}

extension SocketChannel {
    /// Whether the handler lets the channel read by itself; nil before it has said so.
    fileprivate var autoRead: Bool? {
        channel.options.last { $0.option is ChannelOptions.Types.AutoReadOption }?.value as? Bool
    }
}
