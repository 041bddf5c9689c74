import FlooClient
import Glibc
import HearthCore
import XSYNC

/// Events as lines for a person.
struct EventText {
    /// The one who is logged in.
    let me: UserID
    /// Names as far as known; ids stand for the others.
    var names: [UserID: String] = [:]

    /// Nil for what a person need not see.
    func line(_ event: Event) -> String? {
        switch event {
        case .message(let message): line(message)
        case .typing(let message): "  \(name(message.sender)) is typing"
        case .operation(let message): "  \(name(message.sender)) \(Self.words(message.body.operation))"
        case .userNotice(let notice): "  notice to this user: type \(notice.type.rawValue)"
        case .groupNotice(let notice): "  notice of group \(notice.gid.uid): type \(notice.type.rawValue)"
        case .rosterNotice(let notice): "  notice of the roster, from \(notice.from.uid): type \(notice.type.rawValue)"
        case .item, .caughtUp: nil
        case .trouble(let error): "! \(error.text)"
        case .disconnected(let error): "! connection lost, trying again: \(error.text)"
        case .reconnected: "! connected again"
        case .ended(let error): "! \(error.text)"
        }
    }

    func line(_ message: Message) -> String {
        let isObvious = message.group == nil && message.sender != me
        let place = isObvious ? "" : (message.group == nil ? " to " : " in ") + name(message.conversation(of: me))
        let text = message.body.ctype == .text ? message.text : "(content of kind \(message.body.ctype.rawValue))"
        return "\(Self.time(message.timestamp)) \(name(message.sender))\(place): \(text)"
    }

    func name(_ recipient: Recipient) -> String {
        switch recipient {
        case .user(let user): name(user)
        case .group(let group): "group \(group)"
        }
    }

    func name(_ user: UserID) -> String { user == me ? "me" : names[user] ?? "\(user)" }

    private static func words(_ operation: Im_Floo_Protobuf_MessageOperation) -> String {
        switch operation.type {
        case .readAck: "has read up to \(operation.mid)"
        case .readAll: "has read all"
        case .readCancel: "marked as unread"
        case .deliverAck: "got \(operation.mid)"
        case .recall: "recalled \(operation.mid)"
        case .delete: "deleted \(operation.mid)"
        case .playAck: "has played \(operation.mid)"
        default: "did something (type \(operation.type.rawValue)) to \(operation.mid)"
        }
    }

    /// Hours and minutes of this machine's time zone.
    private static func time(_ instant: Instant) -> String {
        var seconds = time_t(instant.milliseconds / 1_000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return [parts.tm_hour, parts.tm_min].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
