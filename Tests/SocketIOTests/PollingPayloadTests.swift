import HearthCore
import NIOCore
import Testing

@testable import SocketIO

struct PollingPayloadTests {
    private func read(_ text: String) throws(PayloadError) -> [EngineIOMessage] {
        try PollingPayload.read(ByteBuffer(string: text), isBinary: false)
    }

    private func read(_ bytes: [UInt8]) throws(PayloadError) -> [EngineIOMessage] {
        try PollingPayload.read(ByteBuffer(bytes: bytes), isBinary: true)
    }

    @Test func textPacketsStandOneAfterTheOther() throws {
        let open = #"0{"sid":"Qz3k9Vb0","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000}"#
        let payload = PollingPayload([text(open), text("40")], base64: false)
        #expect(String(buffer: payload.bytes) == "85:" + open + "2:40")
        #expect(!payload.isBinary)
        #expect(try read("85:" + open + "2:40") == [text(open), text("40")])
    }

    @Test(arguments: [("4é", 2), ("4漢字", 3), ("4😀", 3), ("4👩‍👩‍👧", 9), ("4\u{10FFFF}a", 4), ("", 0), ("2\n:1", 4)])
    func lengthsAreUTF16CodeUnits(packet: String, length: Int) throws {
        #expect(packet.utf16.count == length)
        #expect(String(buffer: PollingPayload([text(packet)], base64: false).bytes) == "\(length):\(packet)")
        #expect(try read("\(length):\(packet)1:2") == [text(packet), text("2")])
    }

    @Test func aBinaryPacketMakesTheWholePayloadBinary() throws {
        let messages = [text("451-é"), binary([4, 0, 255])]
        let payload = PollingPayload(messages, base64: false)
        #expect(payload.isBinary && payload.contentType == "application/octet-stream")
        #expect(Array(payload.bytes.readableBytesView) == [0, 6, 255] + "451-é".utf8 + [1, 3, 255, 4, 0, 255])
        #expect(try read([0, 6, 255] + "451-é".utf8 + [1, 3, 255, 4, 0, 255]) == messages)
        #expect(try read([1, 0, 1, 0, 255] + [UInt8](repeating: 4, count: 10)) == [binary([UInt8](repeating: 4, count: 10))])
    }

    @Test func withoutBinaryItIsBase64() throws {
        let payload = PollingPayload([text("451-"), binary([4, 8, 0, 16, 0, 24, 0])], base64: true)
        #expect(String(buffer: payload.bytes) == "4:451-10:b4CAAQABgA")
        #expect(payload.contentType == "text/plain; charset=UTF-8")
        for (bytes, digits) in [([1], "AQ=="), ([1, 2], "AQI="), ([255, 254, 253], "//79")] as [([UInt8], String)] {
            #expect(String(buffer: PollingPayload([binary([4] + bytes)], base64: true).bytes) == "6:b4" + digits)
            #expect(try EngineIOPacket(text: ByteBuffer(string: "b4" + digits)).payload == .binary(ByteBuffer(bytes: bytes)))
        }
    }

    @Test(
        arguments: [
            ("", .empty), (":", .badLength), ("a:4", .badLength), ("1", .badLength), ("2:4", .truncated), ("1:41:", .truncated),
            ("-1:4", .badLength), ("1234567890:4", .badLength), ("2:4😀", .badLength), ("1 :4", .badLength),
        ] as [(String, PayloadError)])
    func whatIsNoTextPayloadIsRefused(body: String, error: PayloadError) {
        #expect(throws: error) { try read(body) }
    }

    @Test(
        arguments: [
            ([0], .badLength), ([0, 255], .badLength), ([0, 1], .truncated), ([1, 2, 255, 4], .truncated), ([1, 10, 255, 4], .badLength),
            ([2, 1, 255, 4], .unknownKind(2)), ([0, 1, 255, 200], .notUTF8), ([1] + [UInt8](repeating: 9, count: 10) + [255], .badLength),
        ] as [([UInt8], PayloadError)])
    func whatIsNoBinaryPayloadIsRefused(body: [UInt8], error: PayloadError) {
        #expect(throws: error) { try read(body) }
    }

    @Test func textMustBeUTF8AndBoundsHold() throws {
        #expect(throws: PayloadError.notUTF8) {
            try PollingPayload.read(ByteBuffer(bytes: [0x31, 0x3A, 0xFF]), isBinary: false)
        }
        #expect(throws: PayloadError.tooLong) {
            try PollingPayload.read(ByteBuffer(string: "1:21:2"), isBinary: false, atMost: 5)
        }
        #expect(try PollingPayload.read(ByteBuffer(string: "1:21:2"), isBinary: false, atMost: 6).count == 2)
        #expect(throws: PayloadError.tooLong) {
            try PollingPayload.read(ByteBuffer(repeating: 4, count: Limits.httpBodyBytes + 1), isBinary: true)
        }
        let full = String(repeating: "1:2", count: PollingPayload.mostPackets)
        #expect(try read(full).count == PollingPayload.mostPackets)
        #expect(throws: PayloadError.tooManyPackets) { try read(full + "1:2") }
    }

    @Test func whatIsWrittenIsReadBack() throws {
        var random = SeededNumbers(state: 3)
        for _ in 0..<2_000 {
            let messages = (0..<Int.random(in: 1...6, using: &random)).map { _ in Self.message(&random) }
            let payload = PollingPayload(messages, base64: false)
            #expect(try PollingPayload.read(payload.bytes, isBinary: payload.isBinary) == messages)
            let plain = PollingPayload(messages, base64: true)
            let texts = try PollingPayload.read(plain.bytes, isBinary: false)
            #expect(try zip(texts, messages).allSatisfy { try Self.isSame($0, $1) } && texts.count == messages.count)
        }
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededNumbers(state: 4)
        let alphabet = Array("0123456789:b4é😀".utf8) + [0, 1, 2, 9, 255]
        for _ in 0..<30_000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            for isBinary in [false, true] {
                let messages = try? PollingPayload.read(ByteBuffer(bytes: bytes), isBinary: isBinary)
                let total = messages?.reduce(0) { $0 + $1.cost - 64 } ?? 0
                #expect(total <= bytes.count)
            }
        }
    }

    /// Text of any planes, or bytes.
    private static func message(_ random: inout SeededNumbers) -> EngineIOMessage {
        let letters: [Character] = ["4", "a", "é", "漢", "😀", "\u{10FFFF}", "\u{0}", "\n", ":", "9"]
        let count = Int.random(in: 0...20, using: &random)
        if Bool.random(using: &random) {
            return text("4" + String((0..<count).map { _ in letters.randomElement(using: &random) ?? "x" }))
        }
        return binary([4] + (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    private static func isSame(_ written: EngineIOMessage, _ message: EngineIOMessage) throws -> Bool {
        guard case .text(let text) = written, case .binary(let bytes) = message else { return written == message }
        return try EngineIOPacket(text: text) == EngineIOPacket(binary: bytes)
    }
}

private func text(_ string: String) -> EngineIOMessage { .text(ByteBuffer(string: string)) }
private func binary(_ bytes: [UInt8]) -> EngineIOMessage { .binary(ByteBuffer(bytes: bytes)) }

/// The same numbers on every run (SplitMix64).
private struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
