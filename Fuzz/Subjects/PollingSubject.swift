import NIOCore
import SocketIO

/// Bodies of polling requests: what was read and written again reads the same, binary or not.
enum PollingSubject {
    static func check(_ bytes: [UInt8]) throws(Finding) {
        try check(ByteBuffer(bytes: bytes), isBinary: false)
        try check(ByteBuffer(bytes: bytes), isBinary: true)
    }

    private static func check(_ body: ByteBuffer, isBinary: Bool) throws(Finding) {
        guard let messages = try? PollingPayload.read(body, isBinary: isBinary) else { return }
        try require(!messages.isEmpty, "a payload without a packet")
        try require(messages.count <= PollingPayload.mostPackets, "more packets than may be")
        let written = PollingPayload(messages, base64: false)
        let again = try? PollingPayload.read(written.bytes, isBinary: written.isBinary, atMost: .max)
        try require(again == messages, "a payload that was written reads otherwise: \(messages)")
        try checkBase64(messages)
    }

    /// The same for clients that can take text only.
    private static func checkBase64(_ messages: [EngineIOMessage]) throws(Finding) {
        let packets = messages.compactMap(packet)
        guard packets.count == messages.count else { return }
        let written = PollingPayload(messages, base64: true)
        let again = try? PollingPayload.read(written.bytes, isBinary: false, atMost: .max).compactMap(packet)
        try require(!written.isBinary && again == packets, "a text payload that was written reads otherwise: \(messages)")
    }

    private static func packet(_ message: EngineIOMessage) -> EngineIOPacket? {
        switch message {
        case .text(let data): try? EngineIOPacket(text: data)
        case .binary(let data): try? EngineIOPacket(binary: data)
        }
    }
}
