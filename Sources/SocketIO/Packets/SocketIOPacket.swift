import NIOCore

/// A Socket.IO packet of protocol 4 (library version 2): what follows the `4` of an Engine.IO message
/// (socket.io-parser 3.3.2, index.js). Acknowledgements are left out: no SDK asks for one.
public struct SocketIOPacket: Hashable, Sendable {
    public enum Kind: UInt8, Sendable {
        case connect = 0
        case disconnect = 1
        case event = 2
        case error = 4
        case binaryEvent = 5
    }

    public let kind: Kind
    /// Binary messages that follow. 0 for everything but a binary event.
    public let attachments: Int
    /// Nil for the root namespace `/`.
    public let namespace: String?
    public let id: Int?
    /// JSON text, or nothing.
    public let json: String

    public init(_ kind: Kind, attachments: Int = 0, namespace: String? = nil, id: Int? = nil, json: String = "") {
        self.kind = kind
        self.attachments = kind == .binaryEvent ? attachments : 0
        self.namespace = namespace == "/" ? nil : namespace
        self.id = id
        self.json = json
    }

    /// Reads the text after the `4`.
    /// - Throws: `empty`, `unknownType`, `badNumber`, `notUTF8`. The JSON is not looked at.
    public init(_ text: ByteBuffer) throws(PacketError) {
        var rest = text
        guard let digit = rest.readInteger(as: UInt8.self) else { throw .empty }
        guard let kind = Kind(rawValue: digit &- UInt8(ascii: "0")) else { throw .unknownType(digit) }
        var attachments = 0
        if kind == .binaryEvent {
            guard let count = try rest.readDecimal(), rest.readByte(UInt8(ascii: "-")) else { throw .badNumber }
            attachments = count
        }
        let namespace = rest.nextByte == UInt8(ascii: "/") ? try rest.readText(until: UInt8(ascii: ",")) : nil
        let id = try rest.readDecimal()
        let json = try rest.readText(until: nil)
        self.init(kind, attachments: attachments, namespace: namespace, id: id, json: json)
    }

    /// The packet as a text message, the `4` of Engine.IO included.
    public var message: ByteBuffer {
        var text = "4\(kind.rawValue)"
        if kind == .binaryEvent { text += "\(attachments)-" }
        if let namespace { text += namespace + "," }
        if let id { text += String(id) }
        return ByteBuffer(string: text + json)
    }
}
