import HearthCore
import IM
import Synchronization

/// Who is connected: the only per-user memory of the server.
///
/// Sessions enter after their login and leave when their connection closes. A message just committed
/// wakes the recipient's sessions and the sender's other ones.
public final class Hub: Announcer {
    let lanes: Lanes
    let groups: GroupFanOut
    let rest: (@Sendable (Int64) async -> Void)?
    let presence: PresenceQueue?

    /// - Parameters:
    ///   - audiences: who is to be woken for a message to a group.
    ///   - together: members of a group who are woken at a time.
    ///   - rest: returns after so many milliseconds: between the members of large groups. Nil to wake all of them at once, on the
    ///     thread of who announces.
    ///   - presence: whose chatrooms are told when he comes and goes; nil to tell none.
    public init(
        lanes count: Int = 16, audiences: GroupAudiences, together: Int = 25, rest: (@Sendable (Int64) async -> Void)? = nil,
        presence: ChatroomPresence? = nil
    ) {
        let lanes = Lanes(count)
        self.lanes = lanes
        self.rest = rest
        let groups = GroupFanOut(
            audiences, together: together, rest: rest,
            wake: { news, user in
                let account = Account(app: news.app, user: user)
                for session in lanes.sessions(of: account) where session.address != news.except {
                    session.post(.arrived(.group(news.group), news.conversation, newest: news.newest))
                }
            },
            push: { message, user in
                let sender = message.message.sender
                // The sender's own devices ignore what was not stored; what comes from no device, his too are told.
                guard user != sender.account.user || sender.device == DeviceSN(0) else { return }
                lanes.push(message, to: user)
            })
        self.groups = groups
        self.presence = presence.map { presence in
            PresenceQueue(presence, rest: rest ?? { _ in }, push: { groups.pushPresence($0) })
        }
    }

    /// Takes a session in. An older one of the same device is told to end; the user's other devices hear that this one is on.
    ///
    /// Notices are posted inside the lock, here and in `leave`: what happens to one device is heard in its order.
    public func enter(_ session: any LiveSession) {
        let account = session.address.account
        let device = session.address.device
        lanes[account].sessions.withLock { sessions in
            let before = sessions[account] ?? []
            guard !before.contains(where: { $0 === session }) else { return }
            let others = before.filter { $0.address.device != device }
            sessions[account] = others + [session]
            groups.came(account.user)
            if before.isEmpty { presence?.note(account, .presence) }
            Self.post(.sameGUID, about: device, to: before.filter { $0.address.device == device })
            Self.post(.cameOn, about: device, to: others)
        }
    }

    /// Lets a session go; the user's other devices hear it. One that has been replaced is not there any more: its device
    /// is still on.
    public func leave(_ session: any LiveSession) {
        let account = session.address.account
        lanes[account].sessions.withLock { sessions in
            guard let before = sessions[account] else { return }
            let rest = before.filter { $0 !== session }
            guard rest.count < before.count else { return }
            sessions[account] = rest.isEmpty ? nil : rest
            if rest.isEmpty {
                groups.went(account.user)
                presence?.note(account, .absence)
            }
            Self.post(.wentOff, about: session.address.device, to: rest)
        }
    }

    /// The sessions of one user, now.
    public func sessions(of account: Account) -> [any LiveSession] {
        lanes.sessions(of: account)
    }

    /// How many devices are connected.
    public var count: Int {
        lanes.count
    }

    /// All devices that are connected.
    public var devices: [DeviceAddress] { lanes.devices }

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
        case .group: if let news = GroupNews(message) { groups.tell(news) }
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
        switch message.message.target {
        case .user(let user): lanes.push(message, to: user)
        case .group:
            guard let conversation = message.conversation else { return }
            groups.push(message, in: conversation, members: message.members)
        case .unnamed: return
        }
    }
}

extension Hub: LiveDevices {
    public func connected(_ account: Account) -> Set<DeviceSN> { Set(sessions(of: account).map(\.address.device)) }

    public func tell(_ event: DeviceEvent, _ account: Account, device: DeviceSN?) {
        lanes[account].sessions.withLock { Self.post(event, about: device, to: $0[account] ?? []) }
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
        lanes[account].sessions.withLock { sessions in
            Self.post(event, about: nil, to: (sessions[account] ?? []).filter { $0.tokenID == token })
        }
    }
}

extension Hub: GroupAnnouncer {
    /// Members hear of what is in the timeline, those who have gone out with it too; and each of what is his alone.
    public func announce(_ commit: GroupCommit) {
        if let news = GroupNews(commit) {
            groups.tell(news)
            for user in commit.left {
                for session in sessions(of: Account(app: commit.app, user: user)) {
                    session.post(.arrived(.group(commit.group), commit.conversation, newest: news.newest))
                }
            }
        }
        for own in commit.own {
            for session in sessions(of: Account(app: commit.app, user: own.reader)) {
                session.post(.arrived(.system, own.conversation, newest: own.newest))
            }
        }
        for message in commit.pushed {
            groups.push(message, in: commit.conversation, members: commit.members)
            // They are in the list of members no more.
            for user in commit.left { lanes.push(message, to: user) }
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
