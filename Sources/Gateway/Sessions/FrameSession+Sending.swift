import HearthCore
import IM
import NIOCore
import Observability
import XSYNC

extension FrameSession {
    /// A message going up. Every answer carries the client's own number of it, so that its sender learns.
    func submit(_ meta: Meta, _ login: Login) {
        let message: OutgoingMessage
        do throws(Failure) {
            guard login.sendsInFlight < SessionLimits.sendsInFlight else { throw Failure(.serverBusy) }
            message = try OutgoingMessage(meta, from: login.device)
        } catch {
            services.counters.add(.sendsRefused)
            return answer(meta.id, Peer(wire: meta.to?.uid ?? 0) ?? .system, .refused(error))
        }
        login.sendsInFlight += 1
        let reply = mailbox()
        let peer = message.target.peer
        services.sends.submit(message) { [id = meta.id] result in reply(.sent(clientID: id, peer: peer, result)) }
    }

    func finishSend(_ login: Login, _ clientID: UInt64, _ peer: Peer, _ result: SendResult) {
        login.sendsInFlight -= 1
        answer(clientID, peer, result)
        guard case .accepted(let message) = result, let place = message.place else { return }
        // What this device sent itself it need not be given, if it stood at the end.
        guard let cursor = login.queues[peer]?.sent(message.id, after: place.previous) else { return }
        services.reader.confirm(login.device, place.conversation, upTo: cursor)
    }

    private func answer(_ clientID: UInt64, _ peer: Peer, _ result: SendResult) {
        var ack = SyncDL(xid: XID(uid: peer.wire), clientMid: clientID)
        switch result {
        case .accepted(let message):
            services.counters.add(.sendsAccepted)
            ack.serverMid = UInt64(message.id.rawValue)
            ack.serverTime = UInt64(services.clock.now().milliseconds)
        case .duplicate(let message):
            services.counters.add(.sendsRepeated)
            ack.serverMid = UInt64(message.id.rawValue)
            ack.serverTime = UInt64(services.clock.now().milliseconds)
        case .refused(let failure):
            services.counters.add(.sendsRefused)
            ack.status = StatusValue(failure)
        }
        send(.sync(ack))
    }

    /// A message that is not stored goes straight to who is here, with no next key.
    func push(_ message: AcceptedMessage, to login: Login) {
        let sender = message.message.sender
        let meta = MetaDL(message.item, for: login.device.account.user, peer: .user(sender.account.user))
        let xid = XID(uid: UInt64(sender.account.user.rawValue))
        // A page that ends a sync which is under way would lift the client's hold on notices too early;
        // a closing page does no harm, as the next notice asks again.
        send(.sync(SyncDL(metas: [meta], xid: xid, isEagerSync: true)))
    }
}

extension MessageTarget {
    var peer: Peer {
        switch self {
        case .user(let user): .user(user)
        case .group(let group): .group(group)
        }
    }
}

extension OutgoingMessage {
    /// Reads a Meta and checks its form. Server-owned fields are cleared, the sender is the session's.
    /// - Throws: `MessageInvalid`, `InvalidParam`, `MessageInvalidType`, `ServerRtcNotOpen`.
    init(_ meta: Meta, from sender: DeviceAddress) throws(Failure) {
        guard meta.id > 0, let clientID = Int64(exactly: meta.id) else { throw Failure(.invalidParam) }
        switch meta.namespace {
        case .message: break
        case .conversation: throw Failure(.messageInvalidType)
        case .rtcSignal: throw Failure(.serverRtcNotOpen)
        default: throw Failure(.invalidParam)
        }
        let header: MessageBodyHeader
        do {
            header = try MessageBodyHeader.read(meta.payload)
        } catch {
            throw Failure(.messageInvalid)
        }
        // Clients would read such a body otherwise than this server did.
        guard !header.isAmbiguous else { throw Failure(.messageInvalid) }
        self.init(
            sender: sender, target: try Self.target(meta, header), clientID: clientID, contentType: header.contentType,
            isEphemeral: header.qos == 1, payload: MessageBody.sanitised(payload: meta.payload, header: header))
    }

    private static func target(_ meta: Meta, _ header: MessageBodyHeader) throws(Failure) -> MessageTarget {
        // TEXT to RTC; an unknown kind string in a client becomes -1 (floo-web, src/sdk/model/messageBody.js).
        guard (0...8).contains(header.contentType) else { throw Failure(.invalidParam) }
        switch (header.type, Peer(wire: meta.to?.uid ?? 0)) {
        case (2, .user(let user)): return .user(user)
        case (3, .group(let group)): return .group(group)
        case (1, _): throw Failure(.messageInvalidType)
        default: throw Failure(.messageInvalid)
        }
    }
}
