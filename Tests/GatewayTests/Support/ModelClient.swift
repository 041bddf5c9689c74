import XSYNC

/// A client as the vendor's JavaScript behaves (xsync.md 5.3 and 5.4): holds notices back while a sync of
/// that conversation runs, hands a page over, confirms it, and sometimes throws in between.
struct ModelClient {
    /// Messages shown, by conversation, in the order of showing.
    private(set) var shown: [UInt64: [UInt64]] = [:]
    /// Frames on their way up.
    var outbox: [SyncUL] = []
    private var isSyncing: Set<UInt64> = []
    private var heldBack: Set<UInt64> = []

    /// - Parameter throwing: whether the application throws while this frame's messages are handed to it.
    mutating func receive(_ frame: DownFrame, throwing: Bool) {
        switch frame {
        case .provision: return
        case .notice(let xid): notice(xid.uid)
        case .unread(let list): for entry in list.entries where entry.n > 0 { outbox.append(SyncUL(xid: entry.xid)) }
        case .sync(let page): receive(page, throwing)
        }
    }

    /// The timer of held-back notices.
    mutating func retryNotices() {
        let uids = heldBack.sorted()
        heldBack = []
        for uid in uids {
            isSyncing.remove(uid)
            notice(uid)
        }
    }

    private mutating func notice(_ uid: UInt64) {
        guard isSyncing.insert(uid).inserted else {
            heldBack.insert(uid)
            return
        }
        outbox.append(SyncUL(xid: XID(uid: uid)))
    }

    private mutating func receive(_ page: SyncDL, _ throwing: Bool) {
        guard page.status.code == .ok, page.clientMid == 0, let uid = page.xid?.uid else { return }
        if page.nextKey == 0 { isSyncing.remove(uid) }
        if throwing, !page.metas.isEmpty { return }
        shown[uid, default: []] += page.metas.map(\.id)
        if page.nextKey > 0 { outbox.append(SyncUL(xid: page.xid, key: page.nextKey)) }
    }
}
