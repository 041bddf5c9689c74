import NIOCore

/// The fixed bytes of Socket.IO 2 on Engine.IO 3, as the vendor's web SDK speaks it
/// (floo-web, src/sdk/core/base/io/index.js; socket.io-parser 3.3.2 and engine.io-parser 2.2.1 inside it).
public enum SocketIO {
    /// The text message in front of every frame, both ways. The next binary message is the frame.
    public static let placeholder = ByteBuffer(string: #"451-["frame",{"_placeholder":true,"num":0}]"#)
    /// The first byte of every binary message: Engine.IO packet type 4, message.
    public static let binaryPrefix: UInt8 = 0x04
    /// The server's "you are in the root namespace"; the client logs in only after it.
    public static let connected = ByteBuffer(string: "40")
    /// The end of the session, either way. The client does not reconnect by itself after it.
    public static let disconnected = ByteBuffer(string: "41")
    /// The client's sign of life.
    public static let ping = ByteBuffer(string: "2")
    /// The longest text message that is read, in bytes. Attachments sent as base64 text may be longer.
    public static let largestText = 64 << 10

    /// Bytes of the largest WebSocket message of a connection whose frames have at most `frameBytes`: a frame as base64, or text.
    public static func largestMessage(frameBytes: Int) -> Int {
        max(largestText, largestAttachmentText(frameBytes: frameBytes))
    }

    /// Bytes of the longest frame as base64: `b4`, then four digits for three bytes.
    static func largestAttachmentText(frameBytes: Int) -> Int { 2 + (frameBytes + 2) / 3 * 4 }

    /// A frame as the binary message that follows `placeholder`: one copy, to put the prefix in front.
    public static func binaryMessage(_ frame: ByteBuffer) -> ByteBuffer {
        var message = ByteBufferAllocator().buffer(capacity: frame.readableBytes + 1)
        message.writeInteger(binaryPrefix)
        message.writeImmutableBuffer(frame)
        return message
    }

    /// The text message that answers a ping: it must repeat the ping's data.
    public static func pong(_ data: ByteBuffer) -> ByteBuffer {
        EngineIOPacket(.pong, .text(data)).message
    }
}
