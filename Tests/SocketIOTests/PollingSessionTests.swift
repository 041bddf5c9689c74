import NIOCore
import SocketIO
import Testing

struct PollingSessionTests {
    private static let placeholder = EngineIOMessage.text(SocketIO.placeholder)

    private var session = PollingSession(sessionID: "s", waitingLimit: 10_000)

    /// Past the handshake.
    private static func opened() -> PollingSession {
        var session = PollingSession(sessionID: "s", waitingLimit: 10_000)
        _ = session.poll(0)
        return session
    }

    /// On its WebSocket.
    private static func upgraded() -> PollingSession {
        var session = opened()
        _ = session.openSocket()
        _ = session.receive(fromSocket: text("2probe"))
        _ = session.receive(fromSocket: text("5"))
        return session
    }

    @Test mutating func theFirstPollBringsTheOpenPacketAndConnect() {
        let open = #"0{"sid":"s","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}"#
        #expect(session.poll(1) == [.answer(poll: 1, [text(open), text("40")])])
        #expect(session.poll(2) == [])
    }

    @Test func aPollWaitsForAFrameOfBothMessages() {
        var session = Self.opened()
        #expect(session.poll(1) == [])
        #expect(session.send(frame(1)) == [])
        #expect(session.send(frame(2)) == [])
        #expect(
            session.flush() == [
                .answer(poll: 1, [Self.placeholder, .binary(frame(1)), Self.placeholder, .binary(frame(2))])
            ])
        #expect(session.flush() == [])
    }

    @Test func whatCameBetweenPollsWaitsForTheNext() {
        var session = Self.opened()
        _ = session.send(frame(1))
        #expect(session.flush() == [])
        #expect(session.poll(1) == [.answer(poll: 1, [Self.placeholder, .binary(frame(1))])])
    }

    @Test func aFrameMayBeSpreadOverPosts() {
        var session = Self.opened()
        #expect(session.post([Self.placeholder]) == [])
        #expect(session.post([.binary(ByteBuffer(bytes: [4, 9])), Self.placeholder]) == [.frame(ByteBuffer(bytes: [9]))])
        #expect(session.post([text("b4CQ==")]) == [.frame(ByteBuffer(bytes: [9]))])
    }

    @Test func aPingIsAnsweredByThePoll() {
        var session = Self.opened()
        _ = session.poll(1)
        #expect(session.post([text("2")]) == [])
        #expect(session.flush() == [.answer(poll: 1, [text("3")])])
    }

    @Test func aSecondPollEndsTheSession() {
        var session = Self.opened()
        _ = session.poll(1)
        #expect(session.poll(2) == [.refuse(poll: 2), .answer(poll: 1, [text("1")]), .end(.overlappingPolls)])
        #expect(session.poll(3) == [.refuse(poll: 3)])
        #expect(session.post([text("2")]) == [] && session.flush() == [] && session.disconnect() == [])
    }

    @Test func aPollThatNobodyWaitsForEndsTheSessionAndAnOlderOneDoesNot() {
        var session = Self.opened()
        #expect(session.abandon(poll: 0) == [])
        _ = session.poll(1)
        #expect(session.abandon(poll: 1) == [.end(.clientGone)])
    }

    @Test func theClientsGoodbyeEndsTheSession() {
        for (goodbye, reason) in [("1", .clientClosed), ("41", .clientDisconnected)] as [(String, SocketIOSession.CloseReason)] {
            var session = Self.opened()
            _ = session.poll(1)
            #expect(
                session.post([text(goodbye), Self.placeholder]) == [.answer(poll: 1, [text("1")]), .end(.closed(reason))])
        }
    }

    @Test func garbageEndsTheSession() {
        var session = Self.opened()
        #expect(session.post([text("9")]) == [.end(.closed(.badPacket(.unknownType(UInt8(ascii: "9")))))])
    }

    @Test func theServersGoodbyeTakesThePollThatWaitsOrTheNext() {
        var session = Self.opened()
        _ = session.send(frame(1))
        #expect(session.disconnect() == [])
        #expect(session.send(frame(2)) == [] && session.post([text("2")]) == [])
        let goodbye = [Self.placeholder, .binary(frame(1)), text("41"), text("1")]
        #expect(session.poll(1) == [.answer(poll: 1, goodbye), .end(.closed(.serverDisconnected))])

        session = Self.opened()
        _ = session.poll(1)
        #expect(session.disconnect() == [.answer(poll: 1, [text("41"), text("1")]), .end(.closed(.serverDisconnected))])
    }

    @Test func afterTheServersGoodbyeNothingIsTaken() {
        var session = Self.opened()
        #expect(session.isListening)
        _ = session.disconnect()
        #expect(!session.isListening && session.isPolling, "the goodbye waits for a poll")
        #expect(session.post([Self.placeholder, .binary(frame(1)), text("9")]) == [])
        #expect(session.poll(1).last == .end(.closed(.serverDisconnected)))
    }

    @Test func theLargestFrameIsASetting() {
        var session = PollingSession(sessionID: "s", waitingLimit: 10_000, largestFrame: 2)
        #expect(session.post([Self.placeholder, .binary(ByteBuffer(bytes: [4, 1, 2]))]) == [.frame(ByteBuffer(bytes: [1, 2]))])
        #expect(
            session.post([Self.placeholder, .binary(ByteBuffer(bytes: [4, 1, 2, 3]))]) == [.end(.closed(.badPacket(.frameTooLong)))])
    }

    @Test func whatFollowsTheEndInOneBodyIsNotTaken() {
        var session = Self.opened()
        let actions = session.post([text("9"), Self.placeholder, .binary(frame(1)), text("2")])
        #expect(actions == [.end(.closed(.badPacket(.unknownType(UInt8(ascii: "9")))))])
    }

    @Test func aClientThatDoesNotPollEndsItsSession() {
        var session = Self.opened()
        var sent = 0
        while session.send(frame(1)) == [] { sent += 1 }
        #expect((10...100).contains(sent))
        #expect(session.send(frame(1)) == [] && session.poll(1) == [.refuse(poll: 1)])
        session = Self.opened()
        var pings = 0
        while session.post([text("2")]) == [] { pings += 1 }
        #expect((10...200).contains(pings))
    }

    // MARK: - The WebSocket

    @Test func anUpgradeReleasesThePollAndMovesEverything() {
        var session = Self.opened()
        _ = session.poll(1)
        #expect(session.openSocket() == true)
        #expect(session.isProbing && session.isPolling)
        #expect(session.receive(fromSocket: text("2probe")) == [.write([text("3probe")]), .answer(poll: 1, [text("6")])])
        #expect(session.poll(2) == [.answer(poll: 2, [text("6")])], "the client cannot send its 5 before")
        #expect(session.send(frame(1)) == [] && session.flush() == [], "no poll, no upgrade yet")
        #expect(session.receive(fromSocket: text("5")) == [.upgraded, .write([Self.placeholder, .binary(frame(1))])])
        #expect(session.poll(3) == [.refuse(poll: 3)] && !session.isPolling)
        #expect(session.receive(fromSocket: text("2")) == [])
        #expect(session.flush() == [.write([text("3")])])
    }

    @Test func framesThatWaitGoToThePollDuringTheProbe() {
        var session = Self.opened()
        _ = session.openSocket()
        _ = session.receive(fromSocket: text("2probe"))
        _ = session.send(frame(1))
        #expect(session.poll(1) == [.answer(poll: 1, [Self.placeholder, .binary(frame(1))])])
        #expect(session.receive(fromSocket: text("5")) == [.upgraded])
    }

    @Test func aFrameBegunByPostEndsOnTheWebSocket() {
        var session = Self.opened()
        _ = session.post([Self.placeholder])
        _ = session.openSocket()
        _ = session.receive(fromSocket: text("2probe"))
        _ = session.receive(fromSocket: text("5"))
        #expect(session.receive(fromSocket: .binary(ByteBuffer(bytes: [4, 7]))) == [.frame(ByteBuffer(bytes: [7]))])
    }

    @Test func aPollThatStillWaitsIsAnsweredAtTheUpgrade() {
        var session = Self.opened()
        _ = session.openSocket()
        _ = session.receive(fromSocket: text("2probe"))
        #expect(session.receive(fromSocket: text("2probe")) == [.write([text("3probe")])])
        session = Self.opened()
        _ = session.poll(1)
        _ = session.openSocket()
        #expect(session.poll(2).last == .end(.overlappingPolls))
    }

    @Test(arguments: ["5", "2", "40", "", "3probe"]) func aWebSocketThatDoesNotProbeIsDropped(first: String) {
        var session = Self.opened()
        _ = session.openSocket()
        #expect(session.receive(fromSocket: text(first)) == [.closeSocket])
        #expect(session.isPolling && !session.isProbing)
        #expect(session.openSocket() == true, "another may try")
    }

    @Test func oneWebSocketAtATime() {
        var session = Self.opened()
        #expect(session.openSocket() && !session.openSocket())
        #expect(session.socketClosed() == [] && session.openSocket())
        #expect(session.dropProbe() == [.closeSocket] && session.dropProbe() == [])
        session = Self.upgraded()
        #expect(!session.openSocket() && session.dropProbe() == [])
    }

    @Test func theSessionEndsWithItsWebSocket() {
        var session = Self.upgraded()
        #expect(session.socketClosed() == [.end(.clientGone)])
        session = Self.upgraded()
        #expect(session.receive(fromSocket: text("1")) == [.end(.closed(.clientClosed))])
        session = Self.upgraded()
        #expect(session.disconnect() == [.write([text("41"), text("1")]), .end(.closed(.serverDisconnected))])
    }

    @Test func aGoodbyeDuringTheProbeGoesToTheWebSocket() {
        var session = Self.opened()
        _ = session.openSocket()
        _ = session.receive(fromSocket: text("2probe"))
        #expect(session.disconnect() == [])
        #expect(
            session.receive(fromSocket: text("5")) == [
                .upgraded, .write([text("41"), text("1")]), .end(.closed(.serverDisconnected)),
            ])
    }

    /// Whatever the order of polls, sends, probes and upgrades: frames come down once each and in order.
    @Test(arguments: 0..<300) func nothingIsLostOrReordered(seed: Int) {
        var random = Numbers(state: UInt64(seed))
        var session = Self.opened()
        var poll = 1
        var (isWaiting, isProbed, sent) = (false, false, UInt8(0))
        var down: [EngineIOMessage] = []
        func take(_ actions: [PollingSession.Action]) {
            for action in actions {
                switch action {
                case .answer(_, let messages):
                    isWaiting = false
                    down += messages
                case .write(let messages): down += messages
                case .end, .refuse, .closeSocket: Issue.record("unexpected \(action)")
                case .frame, .upgraded: break
                }
            }
        }
        for _ in 0..<60 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where session.isPolling && !isWaiting:
                poll += 1
                isWaiting = true
                take(session.poll(poll))
            case 1: if session.openSocket() { isProbed = false }
            case 2 where session.isProbing && !isProbed:
                isProbed = true
                take(session.receive(fromSocket: text("2probe")))
            case 3 where session.isProbing && isProbed && !isWaiting: take(session.receive(fromSocket: text("5")))
            case 4: take(session.flush())
            default:
                sent += 1
                take(session.send(frame(sent)))
            }
        }
        if session.isPolling, !isWaiting { take(session.poll(0)) }
        take(session.flush())
        let frames = down.filter { if case .binary = $0 { true } else { false } }
        #expect(frames == (1...sent).map { .binary(frame($0)) })
    }
}

private func text(_ string: String) -> EngineIOMessage { .text(ByteBuffer(string: string)) }
private func frame(_ byte: UInt8) -> ByteBuffer { ByteBuffer(bytes: [4, byte]) }

/// The same numbers on every run.
private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        return word ^ (word >> 27)
    }
}
