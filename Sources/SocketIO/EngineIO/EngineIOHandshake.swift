import NIOCore

/// What the open packet tells the client. It reads all four keys; without `upgrades` it throws
/// (engine.io-client 3.5.2, lib/socket.js).
public struct EngineIOHandshake: Hashable, Sendable {
    public let sessionID: String
    /// Transports the client may change to: `["websocket"]` on polling, nothing on a WebSocket.
    public let upgrades: [String]
    /// Milliseconds from one ping of the client to the next.
    public let pingInterval: Int
    /// Milliseconds that either side waits for a packet after a ping was due.
    public let pingTimeout: Int

    public init(sessionID: String, upgrades: [String] = [], pingInterval: Int = 25_000, pingTimeout: Int = 20_000) {
        self.sessionID = sessionID
        self.upgrades = upgrades
        self.pingInterval = pingInterval
        self.pingTimeout = pingTimeout
    }

    /// Reads the JSON of an open packet. Unknown keys are skipped.
    /// - Throws: `badJSON`, also when a key is missing.
    public init(json: ByteBuffer) throws(PacketError) {
        var sessionID: String?
        var upgrades: [String]?
        var pingInterval: Int?
        var pingTimeout: Int?
        var cursor = JSONCursor(json)
        try cursor.readObject { (cursor, key) throws(PacketError) in
            switch key {
            case "sid": sessionID = try cursor.readString()
            case "upgrades": upgrades = try cursor.readStrings()
            case "pingInterval": pingInterval = try cursor.readNumber()
            case "pingTimeout": pingTimeout = try cursor.readNumber()
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        guard let sessionID, let upgrades, let pingInterval, let pingTimeout else { throw .badJSON }
        self.init(sessionID: sessionID, upgrades: upgrades, pingInterval: pingInterval, pingTimeout: pingTimeout)
    }

    public var json: String {
        let names = upgrades.map(JSONCursor.quoted).joined(separator: ",")
        return "{\"sid\":\(JSONCursor.quoted(sessionID)),\"upgrades\":[\(names)],"
            + "\"pingInterval\":\(pingInterval),\"pingTimeout\":\(pingTimeout)}"
    }

    /// The open packet as a text message: `0{...}`.
    public var message: ByteBuffer { ByteBuffer(string: "0" + json) }
}
