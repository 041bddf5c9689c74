import HearthCore
import NIOCore
import SocketIO

/// Socket.IO: one packet on its own, and the bytes as the messages of a connection, seen from both ends.
enum SocketIOSubject {
    static func check(_ bytes: [UInt8]) throws(Finding) {
        try checkPacket(ByteBuffer(bytes: bytes))
        try checkConnection(messages(bytes))
    }

    private static func checkPacket(_ text: ByteBuffer) throws(Finding) {
        guard let packet = try? SocketIOPacket(text) else { return }
        // "/" is the root and is left out; data that begins with a slash would then be taken for a namespace.
        guard packet.namespace != nil || packet.id != nil || packet.json.utf8.first != UInt8(ascii: "/") else { return }
        var written = packet.message
        written.moveReaderIndex(forwardBy: 1)
        try require((try? SocketIOPacket(written)) == packet, "a packet that was written reads otherwise: \(packet)")
    }

    /// Each message is a byte that says text (even) or binary (odd), a byte of length, and so many bytes. 255 stands for
    /// the placeholder, so that connections get beyond it.
    private static func messages(_ bytes: [UInt8]) -> [(isText: Bool, data: ByteBuffer)] {
        var rest = bytes[...]
        var messages: [(isText: Bool, data: ByteBuffer)] = []
        while let kind = rest.popFirst() {
            if kind == 255 {
                messages.append((true, SocketIO.placeholder))
                continue
            }
            let length = Int(rest.popFirst() ?? 0)
            messages.append((kind & 1 == 0, ByteBuffer(bytes: rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return messages
    }

    private static func checkConnection(_ messages: [(isText: Bool, data: ByteBuffer)]) throws(Finding) {
        var server = SocketIOSession(handshake: EngineIOHandshake(sessionID: "s"))
        var client = SocketIOClientSession()
        var isServerClosed = false
        var isClientClosed = false
        for message in messages {
            let action = message.isText ? server.receive(text: message.data) : server.receive(binary: message.data)
            let event = message.isText ? client.receive(text: message.data) : client.receive(binary: message.data)
            try require(!isServerClosed || action == nil, "the server's side goes on after its close: \(action as Any)")
            try require(!isClientClosed || event == nil, "the client's side goes on after its end: \(event as Any)")
            switch action {
            case .frame(let frame)?: try checkFrame(frame, of: message)
            case .close?: isServerClosed = true
            case .sendText?: throw Finding("text out of nothing")
            case .pong?, nil: break
            }
            switch event {
            case .disconnected?, .failed?: isClientClosed = true
            default: break
            }
        }
    }

    private static func checkFrame(_ frame: ByteBuffer, of message: (isText: Bool, data: ByteBuffer)) throws(Finding) {
        try require(frame.readableBytes <= Limits.frameBytes, "a frame beyond the limit")
        try require(message.isText || SocketIO.binaryMessage(frame) == message.data, "a frame is not what was sent")
    }
}
