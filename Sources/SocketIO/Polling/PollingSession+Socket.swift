/// The move to a WebSocket: `2probe` up, `3probe` down and any waiting poll released, `5` up; from then on everything
/// goes through the WebSocket (engine.io 3.x, lib/socket.js, `maybeUpgrade`).
extension PollingSession {
    /// Whether a WebSocket is open that does not carry the session yet.
    public var isProbing: Bool {
        if case .probing = carrier { true } else { false }
    }

    /// A WebSocket with this session's id was opened. Returns whether it may try; otherwise close it.
    public mutating func openSocket() -> Bool {
        guard carrier == .polling else { return false }
        carrier = .probing(isAnswered: false)
        return true
    }

    /// A message came on the WebSocket.
    public mutating func receive(fromSocket message: EngineIOMessage) -> [Action] {
        switch (carrier, message) {
        case (.socket, _):
            return receive(message)
        case (.probing, .probe):
            carrier = .probing(isAnswered: true)
            return [.write([.probeAnswer])] + releasePoll()
        case (.probing(isAnswered: true), .upgrade):
            let released = releasePoll()
            guard isPolling else { return released }
            carrier = .socket
            return released + [.upgraded] + flush()
        case (.probing, _):
            return dropProbe()
        case (.polling, _), (.none, _):
            return []
        }
    }

    /// The WebSocket is gone.
    public mutating func socketClosed() -> [Action] {
        switch carrier {
        case .probing:
            carrier = .polling
            return []
        case .socket:
            return end(.clientGone)
        case .polling, .none:
            return []
        }
    }

    /// Gives the WebSocket up that has not taken over, for what it said or for want of time.
    public mutating func dropProbe() -> [Action] {
        guard isProbing else { return [] }
        carrier = .polling
        return [.closeSocket]
    }
}
