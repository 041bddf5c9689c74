import HearthCore

/// Why the devices of an app are to fetch the server's addresses and to log in again. The words are those of the admin API.
public enum ReconnectNotice: String, Sendable, CaseIterable {
    /// The users live on another cluster now: their tokens end too.
    case clusterChanged = "cluster_changed"
    /// The addresses are others; tokens stay.
    case dnsUpdate = "dns_update"

    /// What the kick table says of it.
    public var event: DeviceEvent {
        switch self {
        case .clusterChanged: .clusterChanged
        case .dnsUpdate: .dnsChanged
        }
    }

    /// Whether the tokens that users hold come to their end.
    public var endsTokens: Bool { self == .clusterChanged }
}

/// How often the devices of an app were told to connect anew, and with which notice the last time.
public struct Reconnection: Sendable, Equatable {
    public let number: Int64
    /// Nil while they never were.
    public let notice: ReconnectNotice?

    public static let none = Reconnection(number: 0, notice: nil)

    public init(number: Int64, notice: ReconnectNotice?) {
        self.number = number
        self.notice = notice
    }
}
