import HearthCore
import NIOCore
import XSYNC

/// What a client knows of its login, whatever connection carries it: frames in, actions out, no I/O and no time.
///
/// It outlives connections: `connected` starts it again on a new one, with all that was not acknowledged.
struct ClientSession {
    enum Action: Equatable {
        case send(UpFrame)
        case emit(Event)
        case loggedIn(DeviceSN)
        case loginRefused(ClientError)
        /// The server answered a send.
        case settled(clientID: UInt64, Result<Acknowledgement, ClientError>)
        /// The server answered a request for history.
        case history(ticket: Int, Result<HistoryPage, ClientError>)
        /// The server ended the login for good.
        case end(ClientError)
    }

    /// A queue that is being read.
    struct Sync {
        let xid: XID
        /// A notice came in the middle: read once more at the end.
        var again = false
        /// The heartbeat at which it last went on.
        var beat: Int
    }

    let identity: Identity
    let deviceInfo: String
    private(set) var deviceSN: UInt32 = 0
    private(set) var isOnline = false
    /// Items that came more than once and were not told again.
    var duplicates = 0
    var unacknowledged: [UInt64: Submission] = [:]
    var syncs: [UInt64: Sync] = [:]
    var seen = SeenIDs()
    var histories: [UInt64: [Int]] = [:]
    /// Whom the server has listed, oldest activity first.
    private(set) var conversations: [Recipient] = []
    private(set) var beat = 0
    private var lastClientID: UInt64 = 0
    private var lastTicket = 0

    init(_ identity: Identity, deviceInfo: String) {
        self.identity = identity
        self.deviceInfo = deviceInfo
    }

    /// The one who logs in, on this device.
    var me: XID { XID(uid: UInt64(clamping: identity.user.rawValue), deviceSN: deviceSN) }

    // MARK: - Connections

    mutating func connected() -> [Action] {
        isOnline = false
        return [
            .send(
                .provision(
                    ProvisionUL(xid: me, token: identity.token, deviceGUID: identity.guid, deviceInfo: deviceInfo)))
        ]
    }

    /// Syncs start anew after the next login, and nobody answers for history any more.
    mutating func disconnected() -> [Action] {
        isOnline = false
        syncs = [:]
        defer { histories = [:] }
        return histories.values.joined().sorted().map { .history(ticket: $0, .failure(.disconnected)) }
    }

    /// The heartbeat, which also asks for queues whose notice was lost.
    mutating func heartbeat() -> [Action] {
        guard isOnline else { return [] }
        beat += 1
        return [.send(.unread)]
    }

    mutating func receive(_ message: DownMessage) -> [Action] {
        switch message {
        case .provision(let answer): finishLogin(answer)
        case .unread(let list): receive(list)
        case .notice(let xid): startSync(xid)
        case .sync(let answer): receive(answer)
        }
    }

    /// The first list after a login has every conversation, later ones those with something new.
    private mutating func receive(_ list: Im_Floo_Protobuf_UnreadDL) -> [Action] {
        for entry in list.unread {
            guard let recipient = Recipient(wire: entry.xid.uid) else { continue }
            conversations.removeAll { $0 == recipient }
            conversations.append(recipient)
        }
        return list.unread.filter { $0.n > 0 }.flatMap { startSync($0.xid) }
    }

    private mutating func finishLogin(_ answer: Im_Floo_Protobuf_Provision) -> [Action] {
        guard answer.hasStatus, answer.hasXid else {
            return [.loginRefused(.protocolViolation("a Provision without status or xid"))]
        }
        guard answer.status.code == .ok else { return [.loginRefused(ClientError(answer.status))] }
        isOnline = true
        if answer.xid.deviceSn != 0 { deviceSN = answer.xid.deviceSn }
        let resent = unacknowledged.sorted { $0.key < $1.key }.map { Action.send(frame($0.key, $0.value)) }
        return [.loggedIn(DeviceSN(Int32(clamping: deviceSN))), .send(.unread)] + resent
    }

    // MARK: - Sending

    /// The clock in milliseconds, made unique: two sends of one millisecond must not collide.
    mutating func nextClientID(_ now: Instant) -> UInt64 {
        lastClientID = max(UInt64(clamping: now.milliseconds), lastClientID + 1)
        return lastClientID
    }

    /// Sends now, or after the next login; repeated at every login until the server has answered.
    mutating func submit(_ submission: Submission, now: Instant) -> (clientID: UInt64, actions: [Action]) {
        let id = nextClientID(now)
        unacknowledged[id] = submission
        return (id, isOnline ? [.send(frame(id, submission))] : [])
    }

    /// Nobody waits for it any more.
    mutating func forget(_ clientID: UInt64) { unacknowledged[clientID] = nil }

    /// The conversation is not in the list any more.
    mutating func forget(_ conversation: Recipient) { conversations.removeAll { $0 == conversation } }

    /// Tells a user that this one is typing: never repeated and not missed when offline.
    mutating func typing(to user: UserID, now: Instant) -> [Action] {
        let id = nextClientID(now)
        guard isOnline else { return [] }
        return [.send(frame(id, .typing(to: user)))]
    }

    private func frame(_ id: UInt64, _ submission: Submission) -> UpFrame {
        let receiver: XID? =
            switch submission.receiver {
            case .peer(let uid): XID(uid: uid)
            case .myself: me
            case .nobody: nil
            }
        let meta = Meta(
            id: id, from: me, to: receiver, timestamp: submission.timestamp, ns: submission.namespace.rawValue,
            payload: submission.payload)
        return .sync(SyncUL(meta: meta))
    }

    // MARK: - History

    /// Asks for messages before an id, or for the newest. The ticket comes back with the answer.
    mutating func history(of uid: UInt64, before id: MessageID?, count: Int) -> (ticket: Int, actions: [Action]) {
        lastTicket += 1
        guard isOnline else { return (lastTicket, [.history(ticket: lastTicket, .failure(.disconnected))]) }
        histories[uid, default: []].append(lastTicket)
        let request = SyncUL(
            xid: XID(uid: uid), key: UInt64(clamping: id?.rawValue ?? 0), isFullSync: true, fullSyncNum: Int32(clamping: count))
        return (lastTicket, [.send(.sync(request))])
    }
}

extension ClientError {
    /// A status that is not OK.
    init(_ status: Im_Floo_Protobuf_Status) { self = .refused(status: status.code.rawValue, reason: status.reason) }
}
