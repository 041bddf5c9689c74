import HearthCore
import NIOCore
import SocketIO
import Testing

struct SocketIOSessionTests {
    typealias Action = SocketIOSession.Action

    static let placeholder = #"451-["frame",{"_placeholder":true,"num":0}]"#
    /// The heartbeat of every SDK.
    static let frame: [UInt8] = [0x08, 0x00, 0x10, 0x00, 0x18, 0x00]

    var session = SocketIOSession(handshake: EngineIOHandshake(sessionID: "Qz3k9Vb0"))

    @Test mutating func aSessionStartsWithTheOpenPacketAndConnect() {
        #expect(
            session.open() == [
                text(#"0{"sid":"Qz3k9Vb0","upgrades":[],"pingInterval":25000,"pingTimeout":20000}"#), text("40"),
            ])
    }

    @Test mutating func aFrameIsAPlaceholderAndABinary() {
        #expect(receive(Self.placeholder) == nil)
        #expect(receive([4] + Self.frame) == .frame(ByteBuffer(bytes: Self.frame)))
        #expect(receive(Self.placeholder) == nil)
        #expect(receive([4]) == .frame(ByteBuffer()))
    }

    @Test mutating func aFrameIsASliceOfItsMessage() throws {
        _ = receive(Self.placeholder)
        let message = ByteBuffer(bytes: [4] + Self.frame)
        guard case .frame(let frame)? = session.receive(binary: message) else {
            Issue.record("no frame")
            return
        }
        let start = message.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) }
        #expect(frame.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) } == start + 1)
    }

    @Test mutating func aPlaceholderInsideALargerBufferIsRecognised() {
        var buffer = ByteBuffer(string: "xx" + Self.placeholder + "yy")
        buffer.moveReaderIndex(forwardBy: 2)
        buffer.moveWriterIndex(to: buffer.writerIndex - 2)
        #expect(session.receive(text: buffer) == nil)
        #expect(receive([4] + Self.frame) == .frame(ByteBuffer(bytes: Self.frame)))
    }

    @Test(arguments: [
        #"451-["frame", {"_placeholder": true, "num": 0}]"#,
        #"451-["frame",{"num":0,"_placeholder":true}]"#,
        #"451-/,["frame",{"_placeholder":true,"num":0}]"#,
        #"451-17["frame",{"_placeholder":true,"num":0}]"#,
        #"451-/,17 [ "frame" , { "_placeholder" : true , "num" : 0 , "more" : [1,{"a":null}] } , "second", 3.5e1 ] "#,
        #"451-["\u0066rame",{"_placeholder":true,"num":0}]"#,
        "451-\n[\t\"frame\",\r\n{\"_placeholder\":true,\"num\":0}]",
    ])
    mutating func otherSpellingsOfThePlaceholderAreUnderstood(spelling: String) {
        #expect(receive(spelling) == nil)
        #expect(receive([4] + Self.frame) == .frame(ByteBuffer(bytes: Self.frame)))
    }

    @Test mutating func anAttachmentMayComeAsBase64() {
        #expect(receive(Self.placeholder) == nil)
        #expect(receive("b4CAAQABgA") == .frame(ByteBuffer(bytes: Self.frame)))
        #expect(receive(Self.placeholder) == nil)
        #expect(receive("b4CAAQAA==") == .frame(ByteBuffer(bytes: [8, 0, 16, 0])))
    }

    @Test mutating func pingsAreAnsweredWithTheirDataEvenBeforeTheBinary() {
        #expect(receive("2") == .pong(ByteBuffer()))
        #expect(receive("2probe") == .pong(ByteBuffer(string: "probe")))
        #expect(receive(Self.placeholder) == nil)
        #expect(receive("2ключ🔥") == .pong(ByteBuffer(string: "ключ🔥")))
        #expect(receive("3") == nil)
        #expect(receive([4] + Self.frame) == .frame(ByteBuffer(bytes: Self.frame)))
    }

    @Test(arguments: [
        "3", "5", "6", "40", "40/other,", "41/other,", "44\"oops\"", #"42["frame",1]"#, #"42["typing"]"#, #"42["打字",{"名":"值"}]"#,
        #"450-["frame"]"#, #"421["x"]"#, #"42/admin,["x"]"#,
    ])
    mutating func packetsThatMeanNothingHereAreIgnored(packet: String) {
        #expect(receive(packet) == nil)
        #expect(receive(Self.placeholder) == nil)
        #expect(receive([4] + Self.frame) == .frame(ByteBuffer(bytes: Self.frame)))
    }

    @Test(arguments: [#"451-["other",{"_placeholder":true,"num":0}]"#, #"451-/admin,["frame",{"_placeholder":true,"num":0}]"#])
    mutating func theAttachmentOfAnotherEventIsSwallowed(event: String) {
        #expect(receive(event) == nil)
        #expect(receive([4] + Self.frame) == nil)
        #expect(receive([4] + Self.frame) == .close(.badPacket(.unexpectedBinary)))
    }

    @Test(arguments: [("1", SocketIOSession.CloseReason.clientClosed), ("41", .clientDisconnected), ("41/,", .clientDisconnected)])
    mutating func theClientMayLeave(packet: String, reason: SocketIOSession.CloseReason) {
        #expect(receive(packet) == .close(reason))
        #expect(receive("2") == nil)
        #expect(session.disconnect() == [])
    }

    @Test mutating func theServerLeavesWithADisconnectPacket() {
        #expect(session.disconnect() == [text("41"), .close(.serverDisconnected)])
        #expect(session.disconnect() == [])
        #expect(session.open() == [])
        #expect(receive("2") == nil)
        #expect(receive([4]) == nil)
    }

    @Test(arguments: [
        ("", PacketError.empty), ("4", .empty), ("b", .empty), ("x", .unknownType(0x78)), ("7", .unknownType(0x37)),
        ("43[]", .unknownType(0x33)), ("461-[]", .unknownType(0x36)), ("49", .unknownType(0x39)), ("bxAAAA", .unknownType(0x78)),
        ("b2AAAA", .unknownType(2)), ("0{}", .unexpectedPacket), ("b4!!!!", .badBase64), ("b4A", .badBase64), ("b4AA=", .badBase64),
        ("b4CAAQABgA", .unexpectedBinary), ("45-[]", .badNumber), ("45[\"frame\"]", .badNumber), ("451[\"frame\"]", .badNumber),
        ("459999999999-[]", .badNumber), ("429999999999[\"x\"]", .badNumber), ("42", .badJSON), ("42{}", .badJSON), ("42[]", .badJSON),
        ("42[1]", .badJSON), ("42[\"x\"", .badJSON), ("42[\"x\"]]", .badJSON), ("42[\"x\",]", .badJSON), ("42[\"\\x\"]", .badJSON),
        ("42[\"\\u12\"]", .badJSON), ("42[\"line\nbreak\"]", .badJSON), ("42[\"x\",{\"a\"}]", .badJSON), ("42[\"x\",nul]", .badJSON),
        ("451-[\"frame\"]", .badPlaceholder), ("451-[\"frame\",1]", .badPlaceholder), ("451-[\"frame\",{}]", .badPlaceholder),
        (#"451-["frame",{"_placeholder":true,"num":1}]"#, .badPlaceholder),
        (#"451-["frame",{"_placeholder":false,"num":0}]"#, .badPlaceholder),
        (#"451-["frame",{"_placeholder":true,"num":"0"}]"#, .badPlaceholder),
        (#"451-["frame",{"_placeholder":true,"num":0.5}]"#, .badPlaceholder),
        (#"451-["frame",1,{"_placeholder":true,"num":0}]"#, .badPlaceholder),
        (#"452-["frame",{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}]"#, .tooManyAttachments),
        (#"4599-["other"]"#, .tooManyAttachments),
    ])
    mutating func textThatBreaksTheRulesCloses(packet: String, error: PacketError) {
        #expect(receive(packet) == .close(.badPacket(error)))
        #expect(receive("2") == nil)
    }

    @Test mutating func deepNestingCloses() {
        let deep = String(repeating: "[", count: 30_000)
        #expect(receive("42[\"x\"," + deep) == .close(.badPacket(.badJSON)))
    }

    @Test mutating func textThatIsNotUTF8Closes() {
        let action = session.receive(text: ByteBuffer(bytes: Array("42[\"".utf8) + [0xFF, 0x22, 0x5D]))
        #expect(action == .close(.badPacket(.notUTF8)))
    }

    @Test(arguments: [([], PacketError.empty), ([5, 1], .unknownType(5)), ([2], .unknownType(2)), ([0x42], .unknownType(0x42))])
    mutating func anotherBinaryThanAMessageCloses(bytes: [UInt8], error: PacketError) {
        _ = receive(Self.placeholder)
        #expect(receive(bytes) == .close(.badPacket(error)))
    }

    @Test mutating func binaryWithoutAPlaceholderCloses() {
        #expect(receive([4] + Self.frame) == .close(.badPacket(.unexpectedBinary)))
    }

    @Test(arguments: [placeholder, #"42["x"]"#, #"451-["other",{"_placeholder":true,"num":0}]"#, "40"])
    mutating func anotherSocketIOPacketBeforeTheBinaryCloses(packet: String) {
        _ = receive(Self.placeholder)
        #expect(receive(packet) == .close(.badPacket(.missingBinary)))
    }

    @Test mutating func textUpToTheLimitIsReadAndOneByteMoreCloses() {
        let most = "2" + String(repeating: "x", count: SocketIO.largestText - 1)
        #expect(receive(most) == .pong(ByteBuffer(string: String(most.dropFirst()))))
        #expect(receive(most + "x") == .close(.badPacket(.textTooLong)))
    }

    @Test mutating func aFrameUpToTheLimitIsReadAndOneByteMoreCloses() {
        let most = [UInt8](repeating: 7, count: Limits.frameBytes)
        _ = receive(Self.placeholder)
        #expect(receive([4] + most) == .frame(ByteBuffer(bytes: most)))
        _ = receive(Self.placeholder)
        #expect(receive([4] + most + [7]) == .close(.badPacket(.frameTooLong)))
    }

    @Test mutating func base64MayBeAsLongAsTheLargestFrame() {
        let zeros = String(repeating: "A", count: (Limits.frameBytes + 2) / 3 * 4 - 2)
        _ = receive(Self.placeholder)
        #expect(receive("b4" + zeros + "==") == .frame(ByteBuffer(repeating: 0, count: Limits.frameBytes)))
        _ = receive(Self.placeholder)
        #expect(receive("b4" + zeros + "AA") == .close(.badPacket(.frameTooLong)))
    }

    @Test func theLargestFrameIsASetting() {
        for form in [{ [4] + [UInt8](repeating: 0, count: $0) }, { Array("b4".utf8) + Base64Sample.zeros($0) }] as [(Int) -> [UInt8]] {
            var session = SocketIOSession(handshake: EngineIOHandshake(sessionID: "s"), largestFrame: 10)
            func receive(_ bytes: [UInt8]) -> Action? {
                bytes.first == 4 ? session.receive(binary: ByteBuffer(bytes: bytes)) : session.receive(text: ByteBuffer(bytes: bytes))
            }
            _ = session.receive(text: ByteBuffer(string: Self.placeholder))
            #expect(receive(form(10)) == .frame(ByteBuffer(repeating: 0, count: 10)))
            _ = session.receive(text: ByteBuffer(string: Self.placeholder))
            #expect(receive(form(11)) == .close(.badPacket(.frameTooLong)))
        }
    }

    @Test(arguments: [1, 2, 3, 10, 49_149, 49_150, 1 << 20]) func theLargestMessageHoldsTheLargestFrameInEveryForm(_ bytes: Int) {
        let most = SocketIO.largestMessage(frameBytes: bytes)
        #expect(most >= bytes + 1 && most >= 2 + Base64Sample.zeros(bytes).count && most >= SocketIO.largestText)
        #expect(most == max(SocketIO.largestText, 2 + Base64Sample.zeros(bytes).count), "and no more than that")
    }

    private func text(_ string: String) -> Action { .sendText(ByteBuffer(string: string)) }

    private mutating func receive(_ string: String) -> Action? { session.receive(text: ByteBuffer(string: string)) }

    private mutating func receive(_ bytes: [UInt8]) -> Action? { session.receive(binary: ByteBuffer(bytes: bytes)) }
}

private enum Base64Sample {
    /// So many bytes of zero as base64 with padding.
    static func zeros(_ count: Int) -> [UInt8] {
        let (groups, rest) = count.quotientAndRemainder(dividingBy: 3)
        return [UInt8](repeating: UInt8(ascii: "A"), count: groups * 4) + (rest == 0 ? [] : Array((rest == 1 ? "AA==" : "AAA=").utf8))
    }
}
