import Synchronization

/// How much the frame door takes on. An operator's settings.
public struct AdmissionLimits: Sendable {
    /// Connections in all.
    public let connections: Int
    /// Connections of one client address.
    public let connectionsPerAddress: Int
    /// Logins that may be checked at the same time; beyond that a client is told `ServerBusy`.
    public let logins: Int

    public init(connections: Int = 100_000, connectionsPerAddress: Int = 20_000, logins: Int = 2_000) {
        self.connections = connections
        self.connectionsPerAddress = connectionsPerAddress
        self.logins = logins
    }
}

/// Counts connections and logins under way, and says when it is enough.
public final class Admission: Sendable {
    private struct Connections {
        var count = 0
        var byAddress: [String: Int] = [:]
    }

    private let limits: AdmissionLimits
    private let connections = Mutex(Connections())
    private let logins = Atomic<Int>(0)

    public init(limits: AdmissionLimits) { self.limits = limits }

    /// Takes a connection in, or says that there are too many.
    func enter(from address: String) -> Bool {
        connections.withLock { connections in
            let ofAddress = connections.byAddress[address, default: 0]
            guard connections.count < limits.connections, ofAddress < limits.connectionsPerAddress else { return false }
            connections.count += 1
            connections.byAddress[address] = ofAddress + 1
            return true
        }
    }

    func leave(from address: String) {
        connections.withLock { connections in
            connections.count -= 1
            let rest = connections.byAddress[address, default: 1] - 1
            connections.byAddress[address] = rest > 0 ? rest : nil
        }
    }

    /// Connections open now.
    public var connectionCount: Int { connections.withLock { $0.count } }

    /// Takes on a login, or says that too many are being checked.
    func beginLogin() -> Bool {
        guard logins.wrappingAdd(1, ordering: .relaxed).newValue <= limits.logins else {
            endLogin()
            return false
        }
        return true
    }

    func endLogin() { logins.wrappingSubtract(1, ordering: .relaxed) }
}
