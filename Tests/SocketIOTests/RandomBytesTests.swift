import NIOCore
import SocketIO
import Testing

/// No input may trap, and after a close nothing more may come out.
struct RandomBytesTests {
    static let seeds = [
        #"451-["frame",{"_placeholder":true,"num":0}]"#, #"42/a,1["x",{"a":[1,"\u00e9",true]}]"#, "b4CAAQABgA", "40", "2probe",
        #"0{"sid":"s","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}"#,
    ]

    /// Characters that packets are made of, so that random text gets past the first byte.
    static let alphabet = Array(#"0123456789-/,[]{}":\u_ placeholdernumframetruefalse"#.utf8) + [0x00, 0xFF, 0xC3, 0xA9]

    @Test func randomMessagesNeverTrap() {
        var random = SplitMix(state: 1)
        for _ in 0..<30_000 {
            var server = SocketIOSession(handshake: EngineIOHandshake(sessionID: "s"))
            var client = SocketIOClientSession()
            var isClosed = false
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let message = Self.message(&random)
                let isText = Bool.random(using: &random)
                let action = isText ? server.receive(text: message) : server.receive(binary: message)
                _ = isText ? client.receive(text: message) : client.receive(binary: message)
                if isClosed { #expect(action == nil) }
                if case .close? = action { isClosed = true }
            }
        }
    }

    @Test func everyBinaryBehindAPlaceholderIsAFrameOrACloseAndNeverLonger() {
        var random = SplitMix(state: 2)
        for _ in 0..<5_000 {
            var server = SocketIOSession(handshake: EngineIOHandshake(sessionID: "s"))
            #expect(server.receive(text: SocketIO.placeholder) == nil)
            let message = Self.message(&random)
            switch server.receive(binary: message) {
            case .frame(let frame)?: #expect(SocketIO.binaryMessage(frame) == message)
            case .close?: #expect(message.getInteger(at: message.readerIndex, as: UInt8.self) != SocketIO.binaryPrefix)
            default: Issue.record("neither frame nor close")
            }
        }
    }

    /// Random bytes, random letters of packets, or a packet with a few bytes changed.
    private static func message(_ random: inout SplitMix) -> ByteBuffer {
        var bytes: [UInt8]
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        case 1: bytes = [4] + (0..<Int.random(in: 0...8, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        case 2: bytes = Array("45".utf8) + (0..<40).map { _ in alphabet.randomElement(using: &random) ?? 0 }
        default:
            bytes = Array((seeds.randomElement(using: &random) ?? "").utf8)
            for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = alphabet.randomElement(using: &random) ?? 0
                case 1: bytes.remove(at: index)
                default: bytes.insert(alphabet.randomElement(using: &random) ?? 0, at: index)
                }
            }
        }
        return ByteBuffer(bytes: bytes)
    }
}

/// The same numbers on every run (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
