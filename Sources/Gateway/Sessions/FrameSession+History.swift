import HearthCore
import IM
import XSYNC

extension FrameSession {
    /// History leaves the cursor alone.
    func readHistory(_ login: Login, _ peer: Peer, _ request: SyncUL) {
        guard login.historiesInFlight < SessionLimits.historiesInFlight else {
            return refuseHistory(peer, Failure(.serverBusy))
        }
        login.historiesInFlight += 1
        let amount = request.historyAmount(sdkVersion: login.granted.sdkVersion)
        let reply = mailbox()
        services.reader.history(
            login.device, with: peer, from: MessageID(clamping: request.key), amount: amount
        ) { reply(.history(peer, $0)) }
    }

    func finishHistory(_ login: Login, _ peer: Peer, _ result: Result<HistoryPage, Failure>) {
        login.historiesInFlight -= 1
        switch result {
        case .success(let page):
            let metas = page.items.map { MetaDL($0.item, for: login.device.account.user, peer: peer, status: $0.status) }
            send(
                .sync(
                    SyncDL(
                        metas: metas, nextKey: UInt64(page.next.rawValue), xid: XID(uid: peer.wire), isFullSync: true)))
        case .failure(let failure): refuseHistory(peer, failure)
        }
    }

    private func refuseHistory(_ peer: Peer, _ failure: Failure) {
        send(.sync(SyncDL(status: StatusValue(failure), xid: XID(uid: peer.wire), isFullSync: true)))
    }

    // MARK: - The conversation list

    /// UNREAD: the list after a login, the heartbeat later.
    func unread() {
        guard case .loggedIn(let login) = state else { return refuse(Failure(.userNotLogin), in: .unread) }
        do throws(Failure) {
            // The list after a login is asked for once, and nobody asks again.
            if login.hasListed { try admitSync(login) }
        } catch {
            return refuse(error, in: .unread)
        }
        // One read answers everybody who asks while it runs: a flood of heartbeats costs frames, not reads.
        login.listsOwed += 1
        guard login.listsOwed == 1 else { return }
        let isFirst = !login.hasListed
        login.hasListed = true
        let reply = mailbox()
        services.reader.list(login.device, undeliveredOnly: !isFirst) { reply(.listed(isFirst: isFirst, $0)) }
    }

    func finishList(_ login: Login, isFirst: Bool, _ result: Result<[ConversationState], Failure>) {
        let owed = login.listsOwed
        login.listsOwed = 0
        switch result {
        case .success(let lines):
            let now = services.clock.now()
            for line in lines { login.queues[line.peer]?.learned(line.newest) }
            // A queue whose sync is under way needs no reminder: the client would read it twice.
            let entries = lines.filter { isFirst || login.queues[$0.peer]?.isBusy(now) != true }.map { line in
                ConversationUnread(
                    xid: XID(uid: line.peer.wire), n: UInt32(clamping: line.undelivered), type: line.peer.listType)
            }
            send(.unread(UnreadDL(status: .ok, entries: entries)))
            for _ in 1..<max(owed, 1) { send(.unread(UnreadDL(status: .ok))) }
        case .failure(let failure):
            login.hasListed = login.hasListed && !isFirst
            for _ in 0..<owed { send(.unread(UnreadDL(status: StatusValue(failure)))) }
        }
    }
}

extension Peer {
    /// `ConvType`: 1 chat, 2 group, 0 neither.
    fileprivate var listType: Int {
        switch self {
        case .system: 0
        case .user: 1
        case .group: 2
        }
    }
}
