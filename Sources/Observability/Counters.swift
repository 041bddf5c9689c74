import Synchronization

/// What the server counts.
public enum Counter: Int, CaseIterable, Sendable {
    case connectionsOpened
    case connectionsRefused
    case connectionsClosed
    case connectionsIdle
    case connectionsSlow
    case logins
    case loginsRefused
    /// Requests of long polling that engine.io refuses: no such session, a second poll, and so on.
    case pollingRefused
    case framesReceived
    /// Frames that do not decode, and bytes of a peer that cannot hold one and end the connection.
    case framesUndecodable
    case sendsAccepted
    case sendsRepeated
    case sendsRefused

    /// The metric's name in the Prometheus text format.
    public var name: String {
        switch self {
        case .connectionsOpened: "hearth_connections_opened_total"
        case .connectionsRefused: "hearth_connections_refused_total"
        case .connectionsClosed: "hearth_connections_closed_total"
        case .connectionsIdle: "hearth_connections_closed_idle_total"
        case .connectionsSlow: "hearth_connections_closed_slow_total"
        case .logins: "hearth_logins_total"
        case .loginsRefused: "hearth_logins_refused_total"
        case .pollingRefused: "hearth_polling_requests_refused_total"
        case .framesReceived: "hearth_frames_received_total"
        case .framesUndecodable: "hearth_frames_undecodable_total"
        case .sendsAccepted: "hearth_sends_accepted_total"
        case .sendsRepeated: "hearth_sends_repeated_total"
        case .sendsRefused: "hearth_sends_refused_total"
        }
    }
}

/// Counts by name: one relaxed addition on the hot path.
public final class Counters: Sendable {
    private final class Cell: Sendable {
        let value = Atomic<Int>(0)
    }

    private let cells = Counter.allCases.map { _ in Cell() }

    public init() {}

    public func add(_ counter: Counter, _ count: Int = 1) {
        cells[counter.rawValue].value.wrappingAdd(count, ordering: .relaxed)
    }

    public func value(of counter: Counter) -> Int {
        cells[counter.rawValue].value.load(ordering: .relaxed)
    }

    /// All counts in the Prometheus text format.
    public func text() -> String {
        Counter.allCases.map { "# TYPE \($0.name) counter\n\($0.name) \(value(of: $0))\n" }.joined()
    }
}
