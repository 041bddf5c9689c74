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
        case .operation(let message): object("operation", members(message) + members(message.body.operation))
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

    private static func members(_ operation: Im_Floo_Protobuf_MessageOperation) -> [JSON.Member] {
        [
            .init("type", .integer(Int64(operation.type.rawValue))),
            .init("mid", .integer(Int64(clamping: operation.mid))),
        ]
    }
}
