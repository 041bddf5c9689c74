import HearthCore
import IM
import SwiftProtobuf
import XSYNC

extension OutgoingMessage {
    /// Reads a Meta and checks its form. Server-owned fields are cleared, the sender is the session's.
    /// - Parameter settings: what the app allows its users; asked for where it matters.
    /// - Parameter admit: whether it may be looked at; it is told whether this says something to somebody. Asked before anything is copied.
    /// - Throws: what `admit` does; `MessageInvalid`, `MessageBadArg`, `InvalidParam`, `MessageInvalidType`, `ServerRtcNotOpen`.
    init(
        _ meta: Meta, from sender: DeviceAddress, settings: () -> AppSettings,
        admit: (_ isSaid: Bool) throws(Failure) -> Void = { _ in }, now: Instant
    ) throws(Failure) {
        guard meta.id > 0, let clientID = Int64(exactly: meta.id) else { throw Failure(.invalidParam) }
        let read = meta.namespace == .message ? Self.header(of: meta) : nil
        if case .success(let header) = read { try admit(header.isSaid) } else { try admit(false) }
        switch meta.namespace {
        case .message: break
        case .conversation:
            self = try Self.clear(meta, from: sender, clientID, now)
            return
        case .rtcSignal: throw Failure(.serverRtcNotOpen)
        default: throw Failure(.invalidParam)
        }
        let header: MessageBodyHeader
        switch read {
        case .success(let found): header = found
        case .failure(.notText): throw Failure(.messageBadArg)
        case .failure, nil: throw Failure(.messageInvalid)
        }
        // Clients would read such a body otherwise than this server did.
        guard !header.isAmbiguous else { throw Failure(.messageInvalid) }
        // TEXT to RTC; an unknown kind string in a client becomes -1 (floo-web, src/sdk/model/messageBody.js).
        guard (0...8).contains(header.contentType) else { throw Failure(.invalidParam) }
        if header.type == 1 {
            let (operation, target) = try Self.operation(meta, header, settings)
            guard let rest = try? MessageBody.operationRest(of: meta.payload) else { throw Failure(.messageInvalid) }
            self.init(
                sender: sender, target: target, action: .operation(operation), clientID: clientID, payload: rest, receivedAt: now,
                isForFriendsOnly: operation.kind.isEdit && settings().chatFriendsOnly)
        } else {
            let target = try Self.target(meta, header)
            var isForFriendsOnly = false
            if case .user = target { isForFriendsOnly = settings().chatFriendsOnly }
            self.init(
                sender: sender, target: target, clientID: clientID, contentType: header.contentType,
                isEphemeral: header.qos == 1, payload: MessageBody.sanitised(payload: meta.payload, header: header),
                receivedAt: now, isForFriendsOnly: isForFriendsOnly)
        }
    }

    private static func header(of meta: Meta) -> Result<MessageBodyHeader, WireError> {
        do throws(WireError) {
            return .success(try MessageBodyHeader.read(meta.payload))
        } catch {
            return .failure(error)
        }
    }

    private static func target(_ meta: Meta, _ header: MessageBodyHeader) throws(Failure) -> MessageTarget {
        switch (header.type, Peer(wire: meta.to?.uid ?? 0)) {
        case (2, .user(let user)): return .user(user)
        case (3, .group(let group)): return .group(group)
        default: throw Failure(.messageInvalid)
        }
    }

    /// What is asked for, and in which conversation: operations for the sender's own devices name it in `operation.xid`, all
    /// others by their receiver (xsync.md 7).
    private static func operation(
        _ meta: Meta, _ header: MessageBodyHeader, _ settings: () -> AppSettings
    ) throws(Failure) -> (Operation, MessageTarget) {
        guard let raw = header.operation, let kind = ItemKind(rawValue: Int(raw.type)), (1...9).contains(kind.rawValue) else {
            throw Failure(.messageInvalid)
        }
        guard raw.mid <= Limits.largestClientInteger, raw.mid > 0 || kind == .readAll else { throw Failure(.invalidParam) }
        let named: XID?
        switch kind {
        case .readAll, .readCancel, .delete: named = raw.xid
        default: named = meta.to ?? raw.xid
        }
        let target: MessageTarget
        if let named {
            guard let peer = Peer(wire: named.uid) else { throw Failure(.invalidParam) }
            target = MessageTarget(peer)
        } else {
            target = .unnamed
        }
        let policy = kind == .recall ? RecallPolicy(settings()) : .disabled
        return (Operation(kind, on: MessageID(clamping: raw.mid), recalls: policy), target)
    }

    /// A conversation to be deleted; the receiver is absent then.
    private static func clear(
        _ meta: Meta, from sender: DeviceAddress, _ clientID: Int64, _ now: Instant
    ) throws(Failure) -> OutgoingMessage {
        guard let body = try? Im_Floo_Protobuf_Conversation(serializedBytes: Array(meta.payload.readableBytesView)) else {
            throw Failure(.messageInvalid)
        }
        guard body.type == .oper, body.operation.type == .delete || body.operation.type == .deleteEverywhere,
            body.operation.hasXid
        else { throw Failure(.messageInvalid) }
        guard let peer = Peer(wire: body.operation.xid.uid) else { throw Failure(.invalidParam) }
        return OutgoingMessage(
            sender: sender, target: MessageTarget(peer), action: .clear(everywhere: body.operation.type == .deleteEverywhere),
            clientID: clientID, payload: [], receivedAt: now)
    }
}

extension MessageBodyHeader {
    /// Whether it says something to somebody: in a new message, or with other words in an old one.
    fileprivate var isSaid: Bool {
        guard type == 1 else { return true }
        return operation.flatMap { ItemKind(rawValue: Int($0.type)) }?.isSaid ?? false
    }
}
