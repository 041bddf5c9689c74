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

    /// Asks who is in a conversation, and answers some time later.
    public typealias People = @Sendable (ConversationID, AppNumber, @escaping @Sendable ([UserID]) -> Void) -> Void

    private let lanes: [Lane]
    private let people: People

    /// - Parameter people: who is to be woken for a message to a group.
    public init(lanes: Int = 16, people: @escaping People = { _, _, answer in answer([]) }) {
        self.lanes = (0..<lanes).map { _ in Lane() }
        self.people = people
    }

    /// Takes a session in. An older one of the same device is told to end; the user's other devices hear that this one is on.
    ///
    /// Notices are posted inside the lock, here and in `leave`: what happens to one device is heard in its order.
    public func enter(_ session: any LiveSession) {
        let account = session.address.account
        let device = session.address.device
        lane(of: account).sessions.withLock { sessions in
            let before = sessions[account] ?? []
            guard !before.contains(where: { $0 === session }) else { return }
            let others = before.filter { $0.address.device != device }
            sessions[account] = others + [session]
            Self.post(.sameGUID, about: device, to: before.filter { $0.address.device == device })
            Self.post(.cameOn, about: device, to: others)
        }
    }

    /// Lets a session go; the user's other devices hear it. One that has been replaced is not there any more: its device
    /// is still on.
    public func leave(_ session: any LiveSession) {
        let account = session.address.account
        lane(of: account).sessions.withLock { sessions in
            guard let before = sessions[account] else { return }
            let rest = before.filter { $0 !== session }
            guard rest.count < before.count else { return }
            sessions[account] = rest.isEmpty ? nil : rest
            Self.post(.wentOff, about: session.address.device, to: rest)
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

    /// All devices that are connected.
    public var devices: [DeviceAddress] {
        lanes.flatMap { lane in lane.sessions.withLock { sessions in sessions.values.flatMap { $0.map(\.address) } } }
    }

    public func announce(_ messages: [AcceptedMessage]) {
        for message in messages { announce(message) }
    }

    private func announce(_ message: AcceptedMessage) {
        guard let place = message.place else {
            if message.message.isEphemeral { push(message) }
            return
        }
        let sender = message.message.sender.account
        if let readers = place.readers {
            for reader in readers { wake(reader, message, place) }
            return
        }
        switch place.target {
        case .user(let user):
            wake(user, message, place)
            if user != sender.user { wake(sender.user, message, place) }
        case .group:
            people(place.conversation, sender.app) { people in
                for user in people { self.wake(user, message, place) }
            }
        case .unnamed: return
        }
    }

    /// Tells the devices of one user, but for those that are shown nothing of it.
    private func wake(_ user: UserID, _ message: AcceptedMessage, _ place: AcceptedMessage.Place) {
        let sender = message.message.sender.account
        let sessions = sessions(of: Account(app: sender.app, user: user))
        guard !sessions.isEmpty, let peer = place.peer(for: user, sender: sender.user) else { return }
        let item = message.item
        for session in sessions
        where item.isVisible(to: session.address, in: peer) && item.kind.isFor(sdkVersion: session.sdkVersion) {
            session.post(.arrived(peer, place.conversation, newest: message.id))
        }
    }

    /// What is not stored goes to the others alone: the sender's other devices ignore their own.
    private func push(_ message: AcceptedMessage) {
        let sender = message.message.sender.account
        switch message.message.target {
        case .user(let user): push(message, to: user)
        case .group:
            guard let conversation = message.conversation else { return }
            people(conversation, sender.app) { people in
                for user in people where user != sender.user { self.push(message, to: user) }
            }
        case .unnamed: return
        }
    }

    private func push(_ message: AcceptedMessage, to user: UserID) {
        let sender = message.message.sender
        for session in sessions(of: Account(app: sender.account.app, user: user)) where session.address != sender {
            session.post(.pushed(message))
        }
    }

    private func lane(of account: Account) -> Lane {
        lanes[Int(truncatingIfNeeded: UInt64(bitPattern: account.user.rawValue) / 2 % UInt64(lanes.count))]
    }
}

extension Hub: LiveDevices {
    public func connected(_ account: Account) -> Set<DeviceSN> { Set(sessions(of: account).map(\.address.device)) }

    public func tell(_ event: DeviceEvent, _ account: Account, device: DeviceSN?) {
        lane(of: account).sessions.withLock { Self.post(event, about: device, to: $0[account] ?? []) }
    }

    /// The kick table, carried out.
    private static func post(_ event: DeviceEvent, about device: DeviceSN?, to sessions: [any LiveSession]) {
        guard !sessions.isEmpty else { return }
        let row = KickTable.row(event)
        let notice = DeviceNotice(row, about: device)
        for session in sessions where row.reaches(session.address.device, sdkVersion: session.sdkVersion, about: device) {
            session.post(.noticed(notice))
        }
    }
}

extension Hub: LiveTokens {
    public func isConnected(_ account: Account, token: String) -> Bool {
        sessions(of: account).contains { $0.tokenID == token }
    }

    public func tell(_ event: DeviceEvent, _ account: Account, token: String) {
        lane(of: account).sessions.withLock { sessions in
            Self.post(event, about: nil, to: (sessions[account] ?? []).filter { $0.tokenID == token })
        }
    }
}

extension AcceptedMessage.Place {
    /// The conversation as one of its people names it.
    fileprivate func peer(for user: UserID, sender: UserID) -> Peer? {
        if case .user = target, user != sender { return MessageTarget.user(sender).peer }
        return target.peer
    }
}
