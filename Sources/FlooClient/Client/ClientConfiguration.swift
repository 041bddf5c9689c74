import HearthCore
import NIOCore

/// Everything a client does not learn from its login.
public struct ClientConfiguration: Sendable {
    public var address: ServerAddress
    public var transport: Transport
    public var reconnect = ReconnectPolicy.standard
    /// Between two heartbeats; 50 s in the SDKs.
    public var heartbeat: TimeAmount = .seconds(50)
    /// For connecting, and for the answer to a login.
    public var loginTimeout: TimeAmount = .seconds(20)
    /// For the answer to a send or to a request for history, reconnects included.
    public var answerTimeout: TimeAmount = .seconds(60)
    /// The user agent that the server lists for the device.
    public var deviceInfo = "Hearth Swift client"
    /// Message numbers are made of it.
    public var clock: any WallClock = MachineClock()

    public init(address: ServerAddress, transport: Transport = .socketIO) {
        self.address = address
        self.transport = transport
    }
}
