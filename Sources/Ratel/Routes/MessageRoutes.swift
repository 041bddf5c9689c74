import HearthCore
import IM
import Web

extension Ratel {
    /// Messages over REST (rest.md section 7).
    static let messages: [Row] = sending + ownMessages

    /// For an app's own servers.
    private static let sending: [Row] = [
        .admin(
            .write, "/message/send", "Sends a message to users or groups, as a user or as the system", MessageDraft.field,
            MessageReceivers.field, Field.user("from_user_id", "Who it is from; else the header user_id, else the system.").optional,
            answer: sent, failures: sendFailures
        ) { services, caller, draft, receivers, named async throws(Failure) in
            // An app's own server has no limits, but where it is somebody else he has.
            let account = named.map { Account(app: caller.app.app.number, user: $0) }
            if let user = caller.account, account == nil || account == user {
                try services.rates.checkMessage(of: user, caller.app.settings.rates)
            }
            return try await services.send(
                draft, from: account ?? caller.account ?? caller.system, to: receivers, caller.app.settings)
        },
        .admin(
            .write, "/message/notify", "Sends a message of the system to users or groups", MessageDraft.field,
            MessageReceivers.field,
            Field.integer("from_user_id", "Of no meaning: the message is the system's.").optional, answer: sent,
            failures: [.userNotExist, .groupNotExist, .messageInvalid, .messageBadArg, .messageCensored, .serverRtcNotOpen]
        ) { services, caller, draft, receivers, _ async throws(Failure) in
            try await services.send(draft, from: caller.system, to: receivers, caller.app.settings)
        },
        .admin(
            .write, "/message/broadcast", "Sends a message of the system to every user of the app", MessageDraft.field,
            Field.integer("type", "Of no meaning: it goes to users.").optional,
            answer: .data([Schema.Property("success", .boolean), Schema.Property("send_num", .integer())]),
            failures: [.messageInvalid, .messageBadArg, .messageCensored, .serverRtcNotOpen]
        ) { services, caller, draft, _ async throws(Failure) in
            let broadcast = try await services.sends.broadcast(draft, in: caller.app.app.number, settings: caller.app.settings)
            return .data(["success": .bool(broadcast.failure == nil), "send_num": .integer(Int64(broadcast.sent))])
        },
    ]

    private static let sent = AnswerShape(
        .boolean,
        beside: [Schema.Property("msg_ids", .list(.integer()), isOptional: true, "Where there is one receiver (rest.md 1.4).")])

    private static let sendFailures: [FailureName] = [
        .userFrozen, .userBanned, .userRemoved, .rosterBlockListExist, .rosterNotFriend, .groupNotExist, .groupMemberPermissionRequired,
        .groupMemberBanned, .groupRecoveryMode, .messageInvalid, .messageBadArg, .messageCensored, .messageRateLimitExceeded, .generalError,
        .serverRtcNotOpen,
    ]

    private static let ownMessages: [Row] = [
        .user(
            .write, "/message/recall", "Takes a message back; an admin token may at any time", .message(), .peer("conversation_id"),
            answer: .done,
            failures: [
                .invalidParam, .messageOutRecallTime, .messageRecallDisabled, .messageInvalidType, .groupAdminPermissionRequired,
            ]
        ) { services, caller, id, peer async throws(Failure) in
            try await services.messages.recall(
                id, in: peer, by: caller.account, caller.isAdmin ? .always : RecallPolicy(caller.app.settings))
            return .data(true)
        },
        .user(
            [.get], "/message/ack", "Says that the caller has read a message", .message(), Field.peer("conversation_id").optional,
            // Every device is told, also the one that is named here: it has not asked by itself.
            Field.integer("device_sn").optional, answer: .done, failures: [.invalidParam, .messageInvalidType]
        ) { services, caller, id, peer, _ async throws(Failure) in
            try await services.messages.acknowledge(id, in: peer, by: caller.account)
            return .data(true)
        },
        .user(
            [.get], "/message/unread", "How much is unread, for the conversations that have any",
            answer: AnswerShape(.list(UnreadCount.schema))
        ) { services, caller async throws(Failure) in
            .data(.array(try await services.messages.unread(caller.account).map(\.json)))
        },
        .user(
            [.get], "/message/conversation", "Messages of a conversation, newest first, from msg_id_start towards the past",
            .peer("opposite_id"), Field.integer("msg_id_start", in: 0...Int64.max, "0 is the newest."),
            Field.integer("limit", in: 1...Int64(Limits.historyItems.most)), answer: UserMessages.Page.shape
        ) { services, caller, peer, start, limit async throws(Failure) in
            let page = try await services.messages.page(
                caller.account, with: peer, before: MessageID(clamping: UInt64(clamping: start)), limit: Int(limit))
            return .data(page.json(for: caller.account.user, with: peer))
        },
        .user(
            [.delete], "/message/conversation", "Deletes a conversation on all devices of the caller; the other side keeps its own",
            Field.peer("conversation_id").inQuery, answer: .done
        ) { services, caller, peer async throws(Failure) in
            try await services.messages.clear(peer, of: caller.account)
            return .data(true)
        },
    ]
}

extension RatelServices {
    /// The ids stand in the answer where there is one receiver (rest.md 1.4).
    fileprivate func send(
        _ draft: MessageDraft, from sender: Account, to receivers: MessageReceivers, _ settings: AppSettings
    ) async throws(Failure) -> Reply {
        let sent = try await sends.send(draft, from: sender, to: receivers, settings: settings)
        let ids = receivers.targets.count == 1 ? JSON.array(sent.map { .integer($0.rawValue) }) : nil
        return .data(true, ["msg_ids": ids])
    }
}

extension MessageDraft {
    /// MessageRequest of the vendor's documentation, without sender and receivers.
    fileprivate static let field: Field<MessageDraft> = .together(
        Field.integer(
            "content_type", in: 0...12,
            "0 text, 1 image, 2 audio, 3 video, 4 file, 5 location, 6 command, 7 forward; 9 read ack, 10 recall, 11 append, 12 replace."),
        Field.messageText("content", "Needed for a text.").optional, Field.messageText("attachment").or(""),
        Field.messageText("config").or(""), Field.messageText("ext").or(""),
        Field.integer("related_mid", "The message that 9 to 12 are about.").optional,
        Field.flag("online_only", "Not kept for who is away.").or(false),
        Field.integer("transaction_id", "The same request with the same number is carried out once; 0 for none.").optional
    ) { type, content, attachment, config, ext, related, isOnlineOnly, transaction throws(Failure) in
        guard type != 0 || content != nil else { throw .invalidParameter("content") }
        let body = BodyFields(contentType: 0, content: content ?? "", attachment: attachment, config: config, ext: ext)
        return try MessageDraft(
            contentType: type, related: related, body: body, isOnlineOnly: isOnlineOnly, transaction: transaction)
    }
}

extension MessageReceivers {
    fileprivate static let field: Field<MessageReceivers> = .together(
        Field.integer("type", in: 1...2, "1 to users, 2 to groups."), Field.integers("targets", "Ids of users or of groups.").or([])
    ) { type, ids throws(Failure) in try MessageReceivers(type: type, ids: ids) }
}
