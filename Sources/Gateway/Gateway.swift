// Gateway is the frame door: connections in, use cases called, frames out.
//
// A WebSocket handler turns messages into frames and owns one `FrameSession`, which is the same for
// Socket.IO and raw WebSockets and lives on the connection's event loop. Whatever happens elsewhere
// (a commit, a page read, a message from somebody else) comes back as mail through `SessionLoop`,
// one wake-up for many items and one flush for each connection touched.

import HearthCore
import IM
import Live
import Logging
import NIOCore
import Observability

/// What a session calls.
public struct GatewayServices: Sendable {
    public let signIn: SignIn
    public let sends: MessageGate
    public let reader: Reader
    public let hub: Hub
    public let lastSeen: LastSeen
    public let ids: MessageIDs
    public let clock: any WallClock
    public let randomness: any Randomness
    public let counters: Counters
    public let admission: Admission
    public let limits: ConnectionLimits
    public let rates: RateLimits
    public let logger: Logger

    public init(
        signIn: SignIn, sends: MessageGate, reader: Reader, hub: Hub, lastSeen: LastSeen, ids: MessageIDs, clock: any WallClock,
        randomness: any Randomness, counters: Counters, admission: Admission, limits: ConnectionLimits = ConnectionLimits(),
        rates: RateLimits = .off, logger: Logger
    ) {
        self.signIn = signIn
        self.sends = sends
        self.reader = reader
        self.hub = hub
        self.lastSeen = lastSeen
        self.ids = ids
        self.clock = clock
        self.randomness = randomness
        self.counters = counters
        self.admission = admission
        self.limits = limits
        self.rates = rates
        self.logger = logger
    }
}

/// Bounds of one connection that nobody changes.
enum SessionLimits {
    /// Frames that wait for a login under way; beyond that the connection is closed.
    static let heldFrames = 128
    /// Sends of one connection without an answer; beyond that a send is told `ServerBusy`.
    static let sendsInFlight = 1_024
    /// Conversations of one connection that are looked up at once; more wait in their order.
    static let opensInFlight = 32
    /// Those that wait; beyond that a sync is told `ServerBusy`.
    static let opensWaiting = 8_192
    /// Requests for history of one connection without an answer; beyond that one is told `ServerBusy`.
    static let historiesInFlight = 32
    /// Refusals for doing too much after which a connection is not read for a moment, each time.
    static let refusalsBeforeRest = 100
    /// That moment: what is refused costs the others of the loop a few percent at most.
    static let rest = TimeAmount.milliseconds(50)
    /// Queues a connection remembers its place in; a forgotten one is read from the store again.
    static let rememberedQueues = 512
    /// After a login that was refused for the moment, until the connection is closed.
    static let comeBack = TimeAmount.seconds(5)
    /// Silence allowed on Engine.IO: ping interval and ping timeout together.
    static let engineSilence: Int64 = 45_000
    /// Milliseconds that a WebSocket has to take a polling session over.
    static let probe: Int64 = 10_000
}
