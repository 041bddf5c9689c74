import HearthCore

/// Keeps notices in the system queues of those they are for, on the way that messages go: whoever is connected is woken, whoever
/// is not finds them with his next login.
///
/// What they tell of has happened, and nobody will tell it again: so they wait for room in the queue, and for a store that is away
/// for a moment.
public struct NoticeSends: Notifier {
    /// Milliseconds before each further try of one call.
    static let waits: [Int64] = [100, 400, 1_600]

    private let sends: SendQueue
    private let codec: any NoticeCodec
    private let ids: MessageIDs
    private let pause: @Sendable (_ milliseconds: Int64) async -> Void
    private let onTrouble: @Sendable (Failure) -> Void

    /// - Parameters:
    ///   - pause: returns after so long, also for a caller who was told to give up meanwhile.
    ///   - onTrouble: told of every notice that could not be kept.
    public init(
        sends: SendQueue, codec: any NoticeCodec, ids: MessageIDs, pause: @escaping @Sendable (_ milliseconds: Int64) async -> Void,
        onTrouble: @escaping @Sendable (Failure) -> Void
    ) {
        self.sends = sends
        self.codec = codec
        self.ids = ids
        self.pause = pause
        self.onTrouble = onTrouble
    }

    public func tell(_ notices: [Notice]) async {
        var waits = Self.waits[...]
        for start in stride(from: 0, to: notices.count, by: SendQueue.together) {
            await keep(encoded(notices[start..<min(start + SendQueue.together, notices.count)]), &waits)
        }
    }

    /// - Parameter waits: what is left of them for this and the later parts of the call.
    private func keep(_ messages: [OutgoingMessage], _ waits: inout ArraySlice<Int64>) async {
        var left = messages
        while !left.isEmpty {
            let results = await sends.submit(left)
            let wait = waits.first
            var again: [OutgoingMessage] = []
            for case (let message, .refused(let failure)) in zip(left, results) where failure.name != .userNotExist {
                if wait != nil, failure.mayPass { again.append(message) } else { onTrouble(failure) }
            }
            left = again
            if let wait, !left.isEmpty {
                waits.removeFirst()
                await pause(wait)
            }
        }
    }

    private func encoded(_ notices: ArraySlice<Notice>) -> [OutgoingMessage] {
        notices.compactMap { notice in
            do throws(Failure) {
                return try message(notice)
            } catch {
                onTrouble(error)
                return nil
            }
        }
    }

    /// It comes from the system, or from the device that knows it already: no device is given what it did itself.
    private func message(_ notice: Notice) throws(Failure) -> OutgoingMessage {
        let recipient = notice.recipient
        let system = Account(app: recipient.app, user: .system)
        let sender = notice.except.map { DeviceAddress(account: recipient, device: $0) }
        let now = ids.now()
        return OutgoingMessage(
            sender: sender ?? DeviceAddress(account: system, device: DeviceSN(0)),
            target: .user(sender == nil ? recipient.user : .system), action: .notice(notice.body.kind),
            clientID: try ids.next().rawValue, payload: try codec.encode(notice.body, at: now), receivedAt: now)
    }
}

extension Failure {
    /// The same may be taken a moment later.
    fileprivate var mayPass: Bool { name == .serverBusy || name == .serverNeedRetry }
}

extension Notice.Body {
    fileprivate var kind: ItemKind {
        switch self {
        case .roster: .rosterNotice
        case .group: .groupNotice
        case .ownInfoUpdated: .userNotice
        }
    }
}
