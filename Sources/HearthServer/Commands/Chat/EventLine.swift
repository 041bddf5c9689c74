import FlooClient
import HearthCore
import Web
import XSYNC

/// An event as one line for a script: a JSON object that always has `event`.
enum EventLine {
    static func json(_ event: Event) -> JSON {
        switch event {
        case .message(let message): object("message", members(message) + [.init("text", .string(message.text))])
        case .typing(let message): object("typing", members(message))
        case .read(let operation): object("read", members(operation))
        case .delivered(let operation): object("delivered", members(operation))
        case .played(let operation): object("played", members(operation))
        case .readAll(let operation): object("read_all", members(operation))
        case .markedUnread(let operation): object("marked_unread", members(operation))
        case .recalled(let operation): object("recalled", members(operation))
        case .deleted(let operation): object("deleted", members(operation))
        case .appended(let edit): object("appended", members(edit))
        case .replaced(let edit): object("replaced", members(edit))
        case .conversationDeleted(let conversation, _): object("conversation_deleted", members(conversation))
        case .userNotice(let notice): object("user_notice", [.init("type", .integer(Int64(notice.type.rawValue)))])
        case .groupNotice(let notice):
            object(
                "group_notice",
                [.init("type", .integer(Int64(notice.type.rawValue))), .init("group", .integer(Int64(clamping: notice.gid.uid)))])
        case .rosterNotice(let notice):
            object(
                "roster_notice",
                [.init("type", .integer(Int64(notice.type.rawValue))), .init("from", .integer(Int64(clamping: notice.from.uid)))])
        case .item(let meta):
            object("item", [.init("id", .integer(Int64(clamping: meta.id))), .init("ns", .integer(Int64(meta.ns.rawValue)))])
        case .caughtUp(let uid): object("caught_up", [.init("with", .integer(Int64(clamping: uid)))])
        case .trouble(let error): object("trouble", [.init("reason", .string(error.text))])
        case .disconnected(let error): object("disconnected", [.init("reason", .string(error.text))])
        case .reconnected(let device): object("reconnected", [.init("device", .integer(Int64(device.rawValue)))])
        case .ended(let error): object("ended", [.init("reason", .string(error.text))])
        }
    }

    /// What a script waits for before it expects anything.
    static func online(_ user: UserID, _ device: DeviceSN) -> JSON {
        object("online", [.init("user", .integer(user.rawValue)), .init("device", .integer(Int64(device.rawValue)))])
    }

    static func sent(_ id: MessageID) -> JSON { object("sent", [.init("id", .integer(id.rawValue))]) }

    private static func object(_ event: String, _ members: [JSON.Member]) -> JSON { .object([.init("event", .string(event))] + members) }

    private static func members(_ message: Message) -> [JSON.Member] {
        [
            .init("id", .integer(message.id.rawValue)),
            .init("from", .integer(message.sender.rawValue)),
            .init("device", .integer(Int64(message.from.deviceSN))),
            .init("to", .integer(Int64(clamping: message.to.uid))),
            .init("group", .bool(message.group != nil)),
            .init("time", .integer(message.timestamp.milliseconds)),
        ]
    }

    /// The members of an operation: its own id, who did it where, and the message it was done to.
    private static func members(_ operation: MessageOperation) -> [JSON.Member] {
        [
            .init("id", .integer(operation.id.rawValue)),
            .init("mid", .integer(operation.message.rawValue)),
            .init("from", .integer(operation.actor.rawValue)),
            .init("device", .integer(Int64(operation.from.deviceSN))),
        ] + members(operation.conversation) + [.init("time", .integer(operation.timestamp.milliseconds))]
    }

    private static func members(_ edit: MessageEdit) -> [JSON.Member] {
        members(edit.operation)
            + [.init("edited", .integer(edit.editedAt.milliseconds)), .init("text", .string(edit.content))]
    }

    private static func members(_ conversation: Recipient) -> [JSON.Member] {
        let isGroup = if case .group = conversation { true } else { false }
        return [.init("with", .integer(Int64(clamping: conversation.wire))), .init("group", .bool(isGroup))]
    }
}
