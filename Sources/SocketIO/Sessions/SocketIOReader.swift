import NIOCore

/// Understands the messages of one connection, whichever side it is on: puts the text of a frame and its
/// binary together. The sessions decide what that means for their side.
struct SocketIOReader: Sendable {
    enum Incoming: Hashable {
        /// Understood, and nothing to do.
        case nothing
        /// The bytes of a frame, without the prefix.
        case frame(ByteBuffer)
        /// The ping's data, which the answer repeats.
        case ping(ByteBuffer)
        case pong
        /// The JSON of the open packet.
        case opened(ByteBuffer)
        case connected
        case disconnected
        case closed
        /// The JSON of an error packet.
        case refused(String)
    }

    private enum Awaited {
        case nothing
        case frame
        /// The attachment of an event that nobody here listens to.
        case somethingElse
    }

    private let largestFrame: Int
    private var awaited = Awaited.nothing

    /// - Parameter largestFrame: bytes that a frame may have.
    init(largestFrame: Int) { self.largestFrame = largestFrame }

    mutating func read(text: ByteBuffer) throws(PacketError) -> Incoming {
        // Nearly every text message is this one: compared as bytes, never parsed.
        if text == SocketIO.placeholder {
            try expect(.frame)
            return .nothing
        }
        let isAttachment = text.nextByte == UInt8(ascii: "b")
        let longest = isAttachment ? SocketIO.largestAttachmentText(frameBytes: largestFrame) : SocketIO.largestText
        guard text.readableBytes <= longest else {
            throw isAttachment ? .frameTooLong : .textTooLong
        }
        return try read(EngineIOPacket(text: text))
    }

    mutating func read(binary: ByteBuffer) throws(PacketError) -> Incoming {
        try read(EngineIOPacket(binary: binary))
    }

    private mutating func read(_ packet: EngineIOPacket) throws(PacketError) -> Incoming {
        switch (packet.kind, packet.payload) {
        case (.message, .binary(let bytes)): try read(attachment: bytes)
        case (_, .binary): throw .unknownType(packet.kind.rawValue)
        case (.message, .text(let text)): try read(SocketIOPacket(text))
        case (.open, .text(let json)): .opened(json)
        case (.close, _): .closed
        case (.ping, .text(let data)): .ping(data)
        case (.pong, _): .pong
        case (.upgrade, _), (.noop, _): .nothing
        }
    }

    private mutating func read(attachment: ByteBuffer) throws(PacketError) -> Incoming {
        guard attachment.readableBytes <= largestFrame else { throw .frameTooLong }
        defer { awaited = .nothing }
        switch awaited {
        case .nothing: throw .unexpectedBinary
        case .frame: return .frame(attachment)
        case .somethingElse: return .nothing
        }
    }

    private mutating func read(_ packet: SocketIOPacket) throws(PacketError) -> Incoming {
        guard awaited == .nothing else { throw .missingBinary }
        let isRoot = packet.namespace == nil
        switch packet.kind {
        case .connect: return isRoot ? .connected : .nothing
        case .disconnect: return isRoot ? .disconnected : .nothing
        case .error: return isRoot ? .refused(packet.json) : .nothing
        case .event: _ = try SocketIOEvent(json: packet.json)
        case .binaryEvent: try read(event: SocketIOEvent(json: packet.json), attachments: packet.attachments, isRoot)
        }
        return .nothing
    }

    private mutating func read(event: SocketIOEvent, attachments: Int, _ isRoot: Bool) throws(PacketError) {
        guard attachments <= 1 else { throw .tooManyAttachments }
        guard attachments == 1 else { return }
        guard isRoot, event.name == "frame" else { return try expect(.somethingElse) }
        guard event.argument == .attachment(0) else { throw .badPlaceholder }
        try expect(.frame)
    }

    private mutating func expect(_ next: Awaited) throws(PacketError) {
        guard awaited == .nothing else { throw .missingBinary }
        awaited = next
    }
}
