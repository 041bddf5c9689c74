import HearthCore
import IM
import Web

extension Ratel {
    /// Messages over REST (rest.md section 7).
    var messageRoutes: [Route] { sendingRoutes + ownMessageRoutes }

    /// For an app's own servers.
    private var sendingRoutes: [Route] {
        [
            admin([.post, .put], "/message/send", "Sends a message to users or groups, as a user or as the system") {
                [services] request, caller async throws(Failure) in
                let fields = try request.parameters()
                return try await services.send(fields, from: try fields.sender(caller), caller.app.settings)
            },
            admin([.post, .put], "/message/notify", "Sends a message of the system to users or groups") {
                [services] request, caller async throws(Failure) in
                try await services.send(try request.parameters(), from: caller.system, caller.app.settings)
            },
            admin([.post, .put], "/message/broadcast", "Sends a message of the system to every user of the app") {
                [services] request, caller async throws(Failure) in
                let draft = try request.parameters().draft()
                let broadcast = try await services.sends.broadcast(draft, in: caller.app.app.number)
                return .data(["success": .bool(broadcast.failure == nil), "send_num": .integer(Int64(broadcast.sent))])
            },
        ]
    }

    private var ownMessageRoutes: [Route] {
        let path = "/message/conversation"
        return [
            acting([.post, .put], "/message/recall", "Takes a message back; an admin token may at any time") {
                [services] request, caller async throws(Failure) in
                let fields = try request.parameters()
                let id = try fields.messageID("msg_id")
                try await services.messages.recall(
                    id, in: try fields.peer("conversation_id"), by: caller.account,
                    caller.isAdmin ? .always : RecallPolicy(caller.app.settings))
                return .data(true)
            },
            user([.get], "/message/ack", "Says that the caller has read a message") { [services] request, account async throws(Failure) in
                let fields = try request.parameters()
                let id = try fields.messageID("msg_id")
                // Every device is told, also the one that is named here: it has not asked by itself.
                _ = try fields.integerIfPresent("device_sn")
                try await services.messages.acknowledge(id, in: try fields.peerIfPresent("conversation_id"), by: account)
                return .data(true)
            },
            user([.get], "/message/unread", "How much is unread, for the conversations that have any") {
                [services] _, account async throws(Failure) in
                .data(.array(try await services.messages.unread(account).map(\.json)))
            },
            user([.get], path, "Messages of a conversation, newest first, from msg_id_start towards the past; 0 is the newest") {
                [services] request, account async throws(Failure) in
                let fields = try request.parameters()
                let (peer, start) = (try fields.peer("opposite_id"), try fields.integer("msg_id_start"))
                guard let limit = Int(exactly: try fields.integer("limit")), (1...Limits.historyItems.most).contains(limit) else {
                    throw .invalidParameter("limit")
                }
                guard let key = UInt64(exactly: start) else { throw .invalidParameter("msg_id_start") }
                let page = try await services.messages.page(account, with: peer, before: MessageID(clamping: key), limit: limit)
                return .data(page.json(for: account.user, with: peer))
            },
            user([.delete], path, "Deletes a conversation on all devices of the caller; the other side keeps its own") {
                [services] request, account async throws(Failure) in
                try await services.messages.clear(try request.parameters().peer("conversation_id"), of: account)
                return .data(true)
            },
        ]
    }
}

extension RatelServices {
    /// The ids stand in the answer where there is one receiver (rest.md 1.4).
    fileprivate func send(_ fields: Parameters, from sender: Account, _ settings: AppSettings) async throws(Failure) -> Reply {
        let draft = try fields.draft()
        let receivers = try MessageReceivers(type: try fields.integer("type"), ids: try fields.integersIfPresent("targets") ?? [])
        let sent = try await sends.send(draft, from: sender, to: receivers, isForFriendsOnly: settings.chatFriendsOnly)
        let ids = receivers.targets.count == 1 ? JSON.array(sent.map { .integer($0.rawValue) }) : nil
        return .data(true, ["msg_ids": ids])
    }
}

extension Parameters {
    /// Who a message is from: the field, else the user whom the caller acts for, else the system.
    fileprivate func sender(_ caller: AdminCaller) throws(Failure) -> Account {
        if let named = try integerIfPresent("from_user_id") { return Account(app: caller.app.app.number, user: UserID(named)) }
        return caller.account ?? caller.system
    }

    /// MessageRequest of the vendor's documentation, without sender and receivers.
    fileprivate func draft() throws(Failure) -> MessageDraft {
        let contentType = try integer("content_type")
        let body = BodyFields(
            contentType: 0, content: contentType == 0 ? try string("content") : try stringIfPresent("content") ?? "",
            attachment: try stringIfPresent("attachment") ?? "", config: try stringIfPresent("config") ?? "",
            ext: try stringIfPresent("ext") ?? "")
        return try MessageDraft(
            contentType: contentType, related: try integerIfPresent("related_mid"), body: body,
            isOnlineOnly: try booleanIfPresent("online_only") ?? false, transaction: try integerIfPresent("transaction_id"))
    }

    fileprivate func messageID(_ name: String) throws(Failure) -> MessageID {
        guard let wire = UInt64(exactly: try integer(name)), wire > 0 else { throw .invalidParameter(name) }
        return MessageID(clamping: wire)
    }

    /// A conversation: the id of the other user or of the group, 0 for the system.
    fileprivate func peer(_ name: String) throws(Failure) -> Peer {
        guard let peer = try peerIfPresent(name) else { throw .invalidParameter(name) }
        return peer
    }

    fileprivate func peerIfPresent(_ name: String) throws(Failure) -> Peer? {
        guard let number = try integerIfPresent(name) else { return nil }
        guard let peer = UInt64(exactly: number).flatMap(Peer.init(wire:)) else { throw .invalidParameter(name) }
        return peer
    }
}
