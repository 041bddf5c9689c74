import HearthCore
import XSYNC

extension ClientSession {
    /// Reads a queue from where the server knows this device to be. One that is being read already is read again at
    /// its end; one that has not moved for two heartbeats is taken as lost.
    mutating func startSync(_ xid: Im_Floo_Protobuf_XID) -> [Action] {
        if let running = syncs[xid.uid], beat - running.beat < 2 {
            syncs[xid.uid]?.again = true
            return []
        }
        let queue = XID(uid: xid.uid, deviceSN: xid.deviceSn)
        syncs[xid.uid] = Sync(xid: queue, beat: beat)
        return [.send(.sync(SyncUL(xid: queue)))]
    }

    /// The rules of xsync.md 5.4, in their order.
    mutating func receive(_ answer: Im_Floo_Protobuf_SyncDL) -> [Action] {
        guard answer.hasStatus else { return [.emit(.trouble(.protocolViolation("a SyncDL without status")))] }
        if answer.clientMid > 0, !answer.isFullSync { return acknowledge(answer) }
        guard answer.status.code == .ok else { return fail(answer) }
        if answer.isFullSync { return takeHistory(answer) }
        return answer.metas.flatMap { deliver($0) } + goOn(answer)
    }

    private mutating func acknowledge(_ answer: Im_Floo_Protobuf_SyncDL) -> [Action] {
        guard let submission = unacknowledged.removeValue(forKey: answer.clientMid) else { return [] }
        guard answer.status.code == .ok else {
            return [.settled(clientID: answer.clientMid, .failure(ClientError(answer.status)))]
        }
        if let deleted = submission.deletes { forget(deleted) }
        return [.settled(clientID: answer.clientMid, .success(Acknowledgement(answer)))]
    }

    /// A bad status ends what was asked of that queue.
    private mutating func fail(_ answer: Im_Floo_Protobuf_SyncDL) -> [Action] {
        let error = ClientError(answer.status)
        let uid = answer.xid.uid
        if answer.isFullSync || syncs[uid] == nil, let ticket = nextTicket(uid) {
            return [.history(ticket: ticket, .failure(error))]
        }
        syncs[uid] = nil
        return [.emit(.trouble(error))]
    }

    /// Confirms a page by asking for the next, until the closing one. A page that was pushed is confirmed as well.
    private mutating func goOn(_ answer: Im_Floo_Protobuf_SyncDL) -> [Action] {
        let uid = answer.xid.uid
        guard answer.nextKey == 0 else {
            guard answer.hasXid else { return [.emit(.trouble(.protocolViolation("a page without xid")))] }
            let queue = XID(uid: uid, deviceSN: answer.xid.deviceSn)
            syncs[uid] = Sync(xid: queue, again: syncs[uid]?.again ?? false, beat: beat)
            return [.send(.sync(SyncUL(xid: queue, key: answer.nextKey)))]
        }
        guard answer.hasXid else { return [.emit(.trouble(.protocolViolation("a closing page without xid")))] }
        guard !answer.isEagerSync, let ended = syncs.removeValue(forKey: uid) else { return [] }
        return [.emit(.caughtUp(uid))] + (ended.again ? startSync(answer.xid) : [])
    }

    private mutating func takeHistory(_ answer: Im_Floo_Protobuf_SyncDL) -> [Action] {
        guard let ticket = nextTicket(answer.xid.uid) else { return [] }
        do throws(ClientError) {
            var messages: [Message] = []
            for meta in answer.metas { messages.append(try Message(meta)) }
            let next = answer.nextKey == 0 ? nil : MessageID(clamping: answer.nextKey)
            return [.history(ticket: ticket, .success(HistoryPage(messages: messages, next: next)))]
        } catch {
            return [.history(ticket: ticket, .failure(error))]
        }
    }

    /// Answers carry no number of their request: they come in the order of the requests.
    private mutating func nextTicket(_ uid: UInt64) -> Int? {
        guard let ticket = histories[uid]?.first else { return nil }
        histories[uid]?.removeFirst()
        return ticket
    }

    // MARK: - Items

    private mutating func deliver(_ meta: Im_Floo_Protobuf_Meta) -> [Action] {
        do throws(ClientError) {
            let event = try Event(meta, reader: identity.user)
            // What is not stored has no place among the ids.
            if case .typing = event { return [.emit(event)] }
            guard seen.insert(meta.id) else {
                duplicates += 1
                return []
            }
            switch event {
            case .userNotice(let notice) where notice.endsLogin:
                return [.emit(event), .end(.loggedOut(notice: notice.type.rawValue))]
            case .conversationDeleted(let conversation, _): forget(conversation)
            default: break
            }
            return [.emit(event)]
        } catch {
            return [.emit(.trouble(error))]
        }
    }
}

extension Im_Floo_Protobuf_UserNotice {
    /// The types after which the SDKs drop their token or stay away (xsync.md 9.3).
    fileprivate var endsLogin: Bool {
        switch type {
        case .passwordChanged, .frozen, .removed, .kickBySameDevice, .kickedByOtherDevice, .deviceRemoved, .clusterChanged: true
        default: false
        }
    }
}
