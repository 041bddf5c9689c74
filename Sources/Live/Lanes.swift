import HearthCore
import IM
import Synchronization

/// The sessions of all accounts, with a lock of its own for each part of them.
struct Lanes: Sendable {
    final class Lane: Sendable {
        let sessions = Mutex<[Account: [any LiveSession]]>([:])
    }

    let lanes: [Lane]

    init(_ count: Int) { lanes = (0..<count).map { _ in Lane() } }

    subscript(account: Account) -> Lane {
        lanes[Int(truncatingIfNeeded: UInt64(bitPattern: account.user.rawValue) / 2 % UInt64(lanes.count))]
    }

    func sessions(of account: Account) -> [any LiveSession] { self[account].sessions.withLock { $0[account] ?? [] } }

    var count: Int {
        lanes.reduce(0) { sum, lane in
            sum + lane.sessions.withLock { sessions in sessions.values.reduce(0) { $0 + $1.count } }
        }
    }

    var devices: [DeviceAddress] {
        lanes.flatMap { lane in lane.sessions.withLock { sessions in sessions.values.flatMap { $0.map(\.address) } } }
    }

    /// Gives what is not stored to the devices of one user, but for the one it is from.
    func push(_ message: AcceptedMessage, to user: UserID) {
        let sender = message.message.sender
        for session in sessions(of: Account(app: sender.account.app, user: user)) where session.address != sender {
            session.post(.pushed(message))
        }
    }
}
