import HearthCore
import IM
import NIOCore
import Observability
import XSYNC

extension FrameSession {
    /// A message or an operation going up. Every answer carries the client's own number of it, so that its sender learns.
    func submit(_ meta: Meta, _ login: Login) {
        let message: OutgoingMessage
        do throws(Failure) {
            guard login.sendsInFlight < SessionLimits.sendsInFlight, login.sendingBytes < services.limits.sendingBytes else {
                throw Failure(.serverBusy)
            }
            let now = services.clock.now()
            message = try OutgoingMessage(
                meta, from: login.device, settings: { login.granted.app.settings },
                admit: { isSaid throws(Failure) in try admit(login, isSaid: isSaid, now) }, now: now)
        } catch {
            return answer(meta.id, Peer(wire: meta.to?.uid ?? 0) ?? .system, .refused(error))
        }
        let bytes = message.payload.count
        login.sendsInFlight += 1
        login.sendingBytes += bytes
        let reply = mailbox()
        let peer = message.target.peer ?? .system
        services.sends.submit(message, by: .user, login.granted.app.settings) { [id = meta.id] result in
            reply(.sent(clientID: id, peer: peer, bytes: bytes, result))
        }
    }

    /// Whether somebody may go on at his pace. This comes before the memory of duplicates, which only the store has: who is
    /// refused costs an answer and no read.
    private func admit(_ login: Login, isSaid: Bool, _ now: Instant) throws(Failure) {
        let (account, rates) = (login.device.account, login.granted.app.rates)
        do throws(Failure) {
            guard !isSaid else { return try services.rates.checkMessage(of: account, rates, now: now) }
            try services.rates.check(
                .operationsUser, .user(account.user), in: account.app, rates[.operationsUser], now: now)
        } catch {
            noteLimited()
            throw error
        }
    }

    /// The same for a heartbeat or a request for messages.
    func admitSync(_ login: Login) throws(Failure) {
        let device = login.device
        do throws(Failure) {
            try services.rates.check(
                .syncsDevice, .device(device), in: device.account.app, login.granted.app.rates[.syncsDevice])
        } catch {
            noteLimited()
            throw error
        }
    }

    func finishSend(_ login: Login, _ clientID: UInt64, _ peer: Peer, _ result: SendResult) {
        login.sendsInFlight -= 1
        answer(clientID, peer, result)
        guard case .accepted(let message) = result, let place = message.place, let peer = place.target.peer else { return }
        if case .clear = message.message.action {
            // What came before is deleted here: it needs no delivery.
            guard let cursor = login.queues[peer]?.skipped(upTo: message.id) else { return }
            return services.reader.confirm(login.device, place.conversation, upTo: cursor)
        }
        guard !login.sees(message.item, in: peer) else { return }
        // What this device sent itself it need not be given, if it stood at the end.
        if let cursor = login.queues[peer]?.sent(message.id, after: place.previous) {
            services.reader.confirm(login.device, place.conversation, upTo: cursor)
        } else {
            skipInvisible(login, peer)
        }
    }

    /// Moves on over what nobody would show this device, so that no client has to ask for it.
    private func skipInvisible(_ login: Login, _ peer: Peer) {
        guard var queue = login.queues[peer], queue.isOpen, !queue.isReading, let conversation = queue.conversation,
            !queue.awaitsConfirmation(services.clock.now()),
            let items = services.reader.recent(login.device, with: peer, conversation, after: queue.cursor), let last = items.last,
            !items.contains(where: { login.sees($0, in: peer) })
        else { return }
        services.reader.confirm(login.device, conversation, upTo: queue.skipped(upTo: last.id))
        login.queues[peer] = queue
    }

    /// - Parameter peer: the conversation as the client named it; an acknowledgement names the one it was.
    private func answer(_ clientID: UInt64, _ peer: Peer, _ result: SendResult) {
        var ack = SyncDL(xid: XID(uid: peer.wire), clientMid: clientID)
        switch result {
        case .accepted(let message):
            services.counters.add(.sendsAccepted)
            acknowledge(message, in: &ack)
        case .duplicate(let message):
            services.counters.add(.sendsRepeated)
            acknowledge(message, in: &ack)
        case .refused(let failure):
            services.counters.add(.sendsRefused)
            ack.status = StatusValue(failure)
        }
        send(.sync(ack))
    }

    private func acknowledge(_ message: AcceptedMessage, in ack: inout SyncDL) {
        if let peer = message.target.peer { ack.xid = XID(uid: peer.wire) }
        ack.serverMid = UInt64(message.id.rawValue)
        ack.serverTime = UInt64(services.clock.now().milliseconds)
        ack.editTimestamp = UInt64(message.editedAt?.milliseconds ?? 0)
    }

    /// A message that is not stored goes straight to who is here, with no next key.
    func push(_ message: AcceptedMessage, to login: Login) {
        let sender = message.message.sender.account.user
        let peer: Peer = if case .group(let group) = message.message.target { .group(group) } else { .user(sender) }
        let meta = MetaDL(message.item, for: login.device.account.user, peer: peer)
        // A page that ends a sync which is under way would lift the client's hold on notices too early;
        // a closing page does no harm, as the next notice asks again.
        send(.sync(SyncDL(metas: [meta], xid: XID(uid: peer.wire), isEagerSync: true)))
    }
}
