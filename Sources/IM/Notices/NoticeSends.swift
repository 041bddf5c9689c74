import HearthCore

/// Keeps notices in the system queues of those they are for, on the way that messages go: whoever is connected is woken, whoever
/// is not finds them with his next login.
public struct NoticeSends: Notifier {
    private let sends: SendQueue
    private let codec: any NoticeCodec
    private let ids: MessageIDs
    private let onTrouble: @Sendable (Failure) -> Void

    /// - Parameter onTrouble: told of every notice that could not be kept.
    public init(sends: SendQueue, codec: any NoticeCodec, ids: MessageIDs, onTrouble: @escaping @Sendable (Failure) -> Void) {
        self.sends = sends
        self.codec = codec
        self.ids = ids
        self.onTrouble = onTrouble
    }

    public func tell(_ notices: [Notice]) async {
        var messages: [OutgoingMessage] = []
        for notice in notices {
            do throws(Failure) {
                messages.append(try message(notice))
            } catch {
                onTrouble(error)
            }
        }
        for case .refused(let failure) in await sends.submit(messages) where failure.name != .userNotExist {
            onTrouble(failure)
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

extension Notice.Body {
    fileprivate var kind: ItemKind {
        switch self {
        case .roster: .rosterNotice
        case .ownInfoUpdated: .userNotice
        }
    }
}
