import HearthCore
import IM
import NIOCore
import Observability
import XSYNC

extension FrameSession {
    /// SYNC: send one item, read history, or read a queue.
    func sync(_ payload: ByteBuffer) {
        let request: SyncUL
        do {
            request = try SyncUL.read(payload)
        } catch {
            services.counters.add(.framesUndecodable)
            return refuse(Failure(.pbParserError))
        }
        guard case .loggedIn(let login) = state else {
            return send(
                .sync(
                    SyncDL(
                        status: StatusValue(Failure(.userNotLogin)), xid: request.xid ?? XID(),
                        clientMid: request.meta?.id ?? 0)))
        }
        if let meta = request.meta { return submit(meta, login) }
        // What the client was asked for, or confirms, is the server's own doing: others set the pace of that.
        let isInvited = request.xid.flatMap { Peer(wire: $0.uid) }.map { isAsked(login, $0, request) } ?? false
        do throws(Failure) {
            if !isInvited { try admitSync(login) }
        } catch {
            return send(
                .sync(SyncDL(status: StatusValue(error), xid: request.xid ?? XID(), isFullSync: request.isFullSync)))
        }
        guard let xid = request.xid, let peer = Peer(wire: xid.uid) else { return refuse(Failure(.invalidParam)) }
        if request.isFullSync {
            readHistory(login, peer, request)
        } else {
            readQueue(login, peer, key: MessageID(clamping: request.key))
        }
    }

    private func isAsked(_ login: Login, _ peer: Peer, _ request: SyncUL) -> Bool {
        guard !request.isFullSync, let queue = login.queues[peer] else { return false }
        let now = services.clock.now()
        return queue.isFlagged(now) && !queue.isReading || request.key > 0 && queue.awaitsConfirmation(now)
    }

    /// Something new is in a queue: one notice, until the client has synced to the end.
    func arrived(_ login: Login, _ peer: Peer, _ conversation: ConversationID, _ newest: MessageID) {
        forgetQueuesIfMany(login)
        if login.queues[peer, default: QueueState()].arrived(newest, in: conversation, now: services.clock.now()) {
            send(.notice(XID(uid: peer.wire)))
            noteNotice(login, peer, conversation, newest)
        }
    }

    // MARK: - Queues

    private func readQueue(_ login: Login, _ peer: Peer, key: MessageID) {
        forgetQueuesIfMany(login)
        var queue = login.queues[peer, default: QueueState()]
        guard queue.isOpen else {
            if key > .zero { queue.keyBeforeOpening = max(queue.keyBeforeOpening, key) }
            let isOpening = queue.isReading
            queue.isReading = true
            login.queues[peer] = queue
            return isOpening ? () : open(login, peer)
        }
        confirm(login, &queue, key)
        guard !queue.isReading else {
            queue.isAskedAgain = true
            login.queues[peer] = queue
            return
        }
        login.queues[peer] = queue
        readPage(login, peer)
    }

    private func open(_ login: Login, _ peer: Peer) {
        guard login.opensInFlight < SessionLimits.opensInFlight else {
            guard login.opensWaiting.count < SessionLimits.opensWaiting else {
                login.queues[peer] = nil
                return send(.sync(SyncDL(status: StatusValue(Failure(.serverBusy)), xid: XID(uid: peer.wire))))
            }
            return login.opensWaiting.append(peer)
        }
        login.opensInFlight += 1
        let reply = mailbox()
        services.reader.open(login.device, with: peer) { reply(.opened(peer, $0)) }
    }

    func finishOpening(_ login: Login, _ peer: Peer, _ result: Result<OpenConversation?, Failure>) {
        login.opensInFlight -= 1
        defer { openNext(login) }
        guard var queue = login.queues[peer] else { return }
        switch result {
        case .success(let found?):
            queue.isReading = false
            queue.open(found, from: login.began)
            confirm(login, &queue, queue.keyBeforeOpening)
            login.queues[peer] = queue
            readPage(login, peer)
        case .success(nil) where queue.newest > .zero && !queue.wasMissing:
            // Its first message was committed while this was looked up; or he is not in it any more.
            login.queues[peer]?.wasMissing = true
            open(login, peer)
        case .success(nil):
            // Somebody nobody wrote with: an empty page, and nothing to remember.
            login.queues[peer] = nil
            close(login, peer)
        case .failure(let failure):
            login.queues[peer] = nil
            send(.sync(SyncDL(status: StatusValue(failure), xid: XID(uid: peer.wire))))
        }
    }

    /// Whoever waits longest has his turn.
    private func openNext(_ login: Login) {
        guard login.opensInFlight < SessionLimits.opensInFlight, let next = login.opensWaiting.popFirst() else { return }
        open(login, next)
    }

    private func confirm(_ login: Login, _ queue: inout QueueState, _ key: MessageID) {
        let before = queue.cursor
        guard key > .zero, let conversation = queue.conversation, let cursor = queue.confirm(key) else { return }
        note(.confirmed, login, conversation, after: before, upTo: cursor)
        services.reader.confirm(login.device, conversation, upTo: cursor)
    }

    /// Answers from memory if that is all there is, else from the store.
    private func readPage(_ login: Login, _ peer: Peer) {
        while let queue = login.queues[peer], let conversation = queue.conversation {
            // The page that is out goes on with its confirmation; this only answers who asked twice.
            if queue.awaitsConfirmation(services.clock.now()) { return send(.sync(SyncDL(xid: XID(uid: peer.wire)))) }
            // Memory comes first: it knows of a commit before the word of it has come here.
            // Memory that has nothing although more is known of was begun too late.
            let recent = services.reader.recent(login.device, with: peer, conversation, after: queue.cursor)
            guard let items = recent, !items.isEmpty || queue.isAtEnd else {
                if queue.isAtEnd { return close(login, peer) }
                login.queues[peer]?.isReading = true
                let reply = mailbox()
                return services.reader.page(login.device, with: peer, conversation, after: queue.cursor) {
                    reply(.page(peer, newest: queue.newest, $0))
                }
            }
            guard let last = items.last else { return close(login, peer) }
            if give(login, peer, items, upTo: last.id) { return }
        }
    }

    /// - Parameter newest: the newest id known of when the read began.
    func finishPage(_ login: Login, _ peer: Peer, newest: MessageID, _ result: Result<[TimelineItem], Failure>) {
        guard var queue = login.queues[peer] else { return }
        queue.isReading = false
        let isAskedAgain = queue.isAskedAgain
        queue.isAskedAgain = false
        login.queues[peer] = queue
        switch result {
        case .failure(let failure):
            send(.sync(SyncDL(status: StatusValue(failure), xid: XID(uid: peer.wire))))
        case .success(let items):
            // A confirmation may have come during the read.
            let rest = items.drop { $0.id <= queue.cursor }
            guard let last = rest.last else {
                return finishEmptyPage(login, peer, newest: items.isEmpty ? newest : queue.cursor)
            }
            if !give(login, peer, rest, upTo: last.id) { return readPage(login, peer) }
        }
        if isAskedAgain { readPage(login, peer) }
    }

    /// Nothing is left up to `newest`, as far as the store knew: what there was has been removed, and nobody asks for it again.
    private func finishEmptyPage(_ login: Login, _ peer: Peer, newest: MessageID) {
        guard var queue = login.queues[peer], let conversation = queue.conversation else { return }
        if newest > queue.cursor {
            services.reader.confirm(login.device, conversation, upTo: queue.skipped(upTo: newest))
            login.queues[peer] = queue
        }
        // But of a moment that is past: look again.
        return queue.isAtEnd ? close(login, peer) : readPage(login, peer)
    }

    /// Sends a page, unless this device is to see none of it: then its place moves on by itself.
    /// - Returns: whether something was sent.
    private func give(_ login: Login, _ peer: Peer, _ items: ArraySlice<TimelineItem>, upTo last: MessageID) -> Bool {
        guard var queue = login.queues[peer], let conversation = queue.conversation else { return true }
        let device = login.device
        let visible = items.filter { login.sees($0, in: peer) && !$0.isLeftOut }
        if visible.isEmpty {
            let cursor = queue.skipped(upTo: last)
            login.queues[peer] = queue
            services.reader.confirm(device, conversation, upTo: cursor)
            return false
        }
        queue.servedPage(upTo: last, now: services.clock.now())
        login.queues[peer] = queue
        let metas = visible.map { MetaDL($0, for: device.account.user, peer: peer) }
        send(.sync(SyncDL(metas: metas, nextKey: UInt64(last.rawValue), xid: XID(uid: peer.wire))))
        note(.given, login, conversation, after: queue.cursor, upTo: last)
        return true
    }

    /// The closing page: the client's hold on notices of this queue is lifted.
    private func close(_ login: Login, _ peer: Peer) {
        login.queues[peer]?.closed()
        send(.sync(SyncDL(xid: XID(uid: peer.wire))))
    }

    /// A connection that has touched very many queues forgets those at rest.
    private func forgetQueuesIfMany(_ login: Login) {
        guard login.queues.count >= login.forgetAt else { return }
        let now = services.clock.now()
        login.queues = login.queues.filter { $0.value.isReading || $0.value.isFlagged(now) }
        // Not for each of many that are all busy.
        login.forgetAt = max(SessionLimits.rememberedQueues, 2 * login.queues.count)
    }
}

extension TimelineItem {
    /// 0 is always delivered, 1 to 10 may be dropped in very large groups (floo-ios, core/include/bmx_message.h).
    var isLeftOut: Bool {
        mayBeLeftOut && (try? MessageBodyHeader.read(ByteBuffer(bytes: payload)).priority) ?? 0 > 0
    }
}
