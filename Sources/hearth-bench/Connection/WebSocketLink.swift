import FlooClient
import NIOCore
import SocketIO
import XSYNC

/// One WebSocket to the server in a single handler: the upgrade, frames read in place, and all that is sent during one
/// read gathered into one write. The generator shares its cores with the server, so every microsecond here is one less there.
///
/// Frames are masked, as they must be, but with a key of zeros: that saves this side the work and the server none of it.
final class WebSocketLink: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum Phase {
        case upgrading
        /// Waits for the root namespace of Socket.IO.
        case joining
        case open
        case closed
    }

    private let transport: Transport
    private let host: String
    private var client: LoadClient?
    private var context: ChannelHandlerContext?
    private var phase = Phase.upgrading
    private var inbound = ByteBuffer()
    private var outbound = ByteBuffer()
    private var frame = ByteBuffer()

    init(_ client: LoadClient, _ transport: Transport, host: String) {
        self.client = client
        self.transport = transport
        self.host = host
    }

    // MARK: - Out

    /// Takes a frame for the next flush.
    func send(_ up: UpFrame) {
        frame.clear()
        if transport == .socketIO {
            append(.text, SocketIO.placeholder)
            frame.writeInteger(SocketIO.binaryPrefix)
        }
        up.write(into: &frame)
        append(.binary, frame)
    }

    func flush() {
        guard outbound.readableBytes > 0, let context else { return }
        context.writeAndFlush(wrapOutboundOut(outbound), promise: nil)
        outbound.clear()
    }

    /// Leaves without a word, as a page that is left does.
    func close() { context?.close(promise: nil) }

    private enum Opcode: UInt8 {
        case text = 0x81
        case binary = 0x82
        case pong = 0x8A
    }

    private func append(_ opcode: Opcode, _ bytes: ByteBuffer) {
        let count = bytes.readableBytes
        outbound.writeInteger(opcode.rawValue)
        if count < 126 {
            outbound.writeInteger(UInt8(count) | 0x80)
        } else if count <= UInt16.max {
            outbound.writeMultipleIntegers(UInt8(126 | 0x80), UInt16(count))
        } else {
            outbound.writeMultipleIntegers(UInt8(127 | 0x80), UInt64(count))
        }
        outbound.writeInteger(UInt32(0))
        outbound.writeImmutableBuffer(bytes)
    }

    // MARK: - In

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        let path = transport == .socketIO ? "/socket.io/?EIO=3&transport=websocket" : "/"
        // The key of RFC 6455's example: nothing here depends on it.
        let request = """
            GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
            Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
            """
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if inbound.readableBytes > 0 { inbound.writeBuffer(&bytes) } else { inbound = bytes }
        if phase == .upgrading, !readUpgrade() { return }
        let buffer = inbound
        let used = buffer.withUnsafeReadableBytes { readFrames($0) }
        inbound.moveReaderIndex(forwardBy: used)
        if inbound.readableBytes == 0 { inbound = ByteBuffer() }
    }

    func channelReadComplete(context: ChannelHandlerContext) { flush() }

    /// False until the answer to the upgrade is whole.
    private func readUpgrade() -> Bool {
        let view = inbound.readableBytesView
        guard let end = view.firstRange(of: [13, 10, 13, 10]) else { return false }
        guard view.starts(with: "HTTP/1.1 101".utf8) else {
            close()
            return false
        }
        inbound.moveReaderIndex(forwardBy: end.upperBound - view.startIndex)
        phase = .joining
        if transport == .raw { becomeReady() }
        return true
    }

    private func becomeReady() {
        phase = .open
        client?.connected(self)
    }

    /// Handles every whole frame; returns the bytes they take. A server's frames are not masked.
    private func readFrames(_ bytes: UnsafeRawBufferPointer) -> Int {
        var index = 0
        while bytes.count - index >= 2 {
            var start = index + 2
            var length = Int(bytes[index + 1] & 0x7f)
            if length >= 126 {
                let size = length == 126 ? 2 : 8
                guard bytes.count - start >= size else { return index }
                length = bytes[start..<start + size].reduce(0) { $0 << 8 | Int($1) }
                start += size
            }
            guard length >= 0, bytes.count - start >= length else { return index }
            receive(bytes[index] & 0x0f, UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
            index = start + length
        }
        return index
    }

    private func receive(_ opcode: UInt8, _ message: UnsafeRawBufferPointer) {
        switch opcode {
        case 1: receive(text: message)
        case 2: client?.receive(transport == .raw ? message : UnsafeRawBufferPointer(rebasing: message.dropFirst()))
        case 8: close()
        case 9: append(.pong, ByteBuffer(bytes: message))
        default: break
        }
    }

    /// Of Socket.IO's texts only "40", the joined namespace, means anything here: frames are in the binary messages.
    private func receive(text: UnsafeRawBufferPointer) {
        guard phase == .joining, text.count == 2, text[0] == UInt8(ascii: "4"), text[1] == UInt8(ascii: "0") else { return }
        becomeReady()
    }

    // MARK: - The end

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelInactive(context: ChannelHandlerContext) { finish() }
    func handlerRemoved(context: ChannelHandlerContext) { finish() }

    private func finish() {
        guard phase != .closed else { return }
        phase = .closed
        context = nil
        let client = client
        self.client = nil
        client?.disconnected()
    }
}
