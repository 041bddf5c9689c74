import HearthCore
import IM
import Synchronization

/// Who is connected: the only per-user memory of the server.
///
/// Sessions enter after their login and leave when their connection closes. A message just committed
/// wakes the recipient's sessions and the sender's other ones.
public final class Hub: Announcer {
    /// A lock of its own for each part of the accounts.
    private final class Lane: Sendable {
        let sessions = Mutex<[Account: [any LiveSession]]>([:])
    }

    private let lanes: [Lane]

    public init(lanes: Int = 16) { self.lanes = (0..<lanes).map { _ in Lane() } }

    /// Takes a session in. An older one of the same device is told to end: the kick table's first row
    /// (KICK_BY_SAME_DEVICE; xsync.md section 11).
    public func enter(_ session: any LiveSession) {
        let account = session.address.account
        let older = lane(of: account).sessions.withLock { sessions in
            let all = sessions[account] ?? []
            let older = all.filter { $0.address.device == session.address.device && $0 !== session }
            sessions[account] = all.filter { $0.address.device != session.address.device } + [session]
            return older
        }
        for session in older { session.post(.ended(.sameDevice)) }
    }

    /// Lets a session go. One that has been replaced is not there any more, which is fine.
    public func leave(_ session: any LiveSession) {
        let account = session.address.account
        lane(of: account).sessions.withLock { sessions in
            guard let rest = sessions[account]?.filter({ $0 !== session }) else { return }
            sessions[account] = rest.isEmpty ? nil : rest
        }
    }

    /// The sessions of one user, now.
    public func sessions(of account: Account) -> [any LiveSession] {
        lane(of: account).sessions.withLock { $0[account] ?? [] }
    }

    /// How many devices are connected.
    public var count: Int {
        lanes.reduce(0) { sum, lane in
            sum + lane.sessions.withLock { sessions in sessions.values.reduce(0) { $0 + $1.count } }
        }
    }

    public func announce(_ messages: [AcceptedMessage]) {
        for message in messages { announce(message) }
    }

    private func announce(_ message: AcceptedMessage) {
        guard case .user(let recipient) = message.message.target else { return }
        let sender = message.message.sender
        let other = Account(app: sender.account.app, user: recipient)
        guard let place = message.place else {
            // Typing goes to the peer alone: the sender's other devices ignore their own.
            for session in sessions(of: other) where session.address != sender { session.post(.pushed(message)) }
            return
        }
        for session in sessions(of: other) where session.address != sender {
            session.post(.arrived(.user(sender.account.user), place.conversation, newest: message.id))
        }
        guard other != sender.account else { return }
        for session in sessions(of: sender.account) where session.address != sender {
            session.post(.arrived(.user(recipient), place.conversation, newest: message.id))
        }
    }

    private func lane(of account: Account) -> Lane {
        lanes[Int(truncatingIfNeeded: UInt64(bitPattern: account.user.rawValue) / 2 % UInt64(lanes.count))]
    }
}
