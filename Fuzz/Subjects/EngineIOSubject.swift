import NIOCore
import SocketIO

/// Engine.IO packets and the open packet: what was read and written again reads the same.
enum EngineIOSubject {
    static func check(_ bytes: [UInt8]) throws(Finding) {
        let message = ByteBuffer(bytes: bytes)
        if let packet = try? EngineIOPacket(text: message) { try roundTrip(packet) }
        if let packet = try? EngineIOPacket(binary: message) { try roundTrip(packet) }
        guard let handshake = try? EngineIOHandshake(json: message) else { return }
        let again = try? EngineIOHandshake(json: ByteBuffer(string: handshake.json))
        try require(again == handshake, "an open packet that was written reads otherwise: \(handshake.json)")
    }

    private static func roundTrip(_ packet: EngineIOPacket) throws(Finding) {
        let again: EngineIOPacket? =
            switch packet.payload {
            case .text: try? EngineIOPacket(text: packet.message)
            case .binary: try? EngineIOPacket(binary: packet.message)
            }
        try require(again == packet, "a packet that was written reads otherwise: \(packet)")
    }
}
