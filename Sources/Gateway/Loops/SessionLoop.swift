import HearthCore
import Live
import NIOCore
import Synchronization

/// What the connections of one event loop share: their mail and the look-out for silent ones.
///
/// A commit of hundreds of messages concerns hundreds of connections; each loop is woken once for all
/// of its own, and each connection touched is flushed once.
final class SessionLoop: Sendable {
    private struct Mail: Sendable {
        let session: NIOLoopBound<FrameSession>
        let login: Int
        let event: SessionEvent
    }

    let eventLoop: any EventLoop
    /// What was delivered on this loop.
    let trail: DeliveryTrail.Lane
    private let mail = Mutex<[Mail]>([])
    private let connections: NIOLoopBoundBox<[ObjectIdentifier: any LoopConnection]>

    init(_ eventLoop: any EventLoop, trail: DeliveryTrail.Lane = DeliveryTrail.Lane(capacity: 64)) {
        self.eventLoop = eventLoop
        self.trail = trail
        connections = NIOLoopBoundBox.makeBoxSendingValue([:], eventLoop: eventLoop)
    }

    /// Hands an event to a session. From any thread.
    ///
    /// - Parameter login: which login of the connection it belongs to; mail for an earlier one is dropped.
    func post(_ event: SessionEvent, to session: NIOLoopBound<FrameSession>, login: Int) {
        let isFirst = mail.withLock { mail in
            mail.append(Mail(session: session, login: login, event: event))
            return mail.count == 1
        }
        if isFirst { eventLoop.execute { self.deliver() } }
    }

    private func deliver() {
        let batch = mail.withLock { mail in
            defer { mail = [] }
            return mail
        }
        for item in batch { item.session.value.receive(item.event, login: item.login) }
        for item in batch { item.session.value.flushIfNeeded() }
    }

    // MARK: - Connections, on the loop only

    func add(_ connection: any LoopConnection) { connections.value[ObjectIdentifier(connection)] = connection }

    func remove(_ connection: any LoopConnection) { connections.value[ObjectIdentifier(connection)] = nil }

    /// Closes who has been silent for too long.
    func sweep(_ now: Instant) {
        for connection in connections.value.values { connection.closeIfSilent(now) }
    }

    /// Ends every connection.
    func disconnectAll() {
        for connection in connections.value.values { connection.disconnect() }
    }
}

/// A connection as its loop sees it.
protocol LoopConnection: AnyObject {
    func closeIfSilent(_ now: Instant)
    func disconnect()
}
