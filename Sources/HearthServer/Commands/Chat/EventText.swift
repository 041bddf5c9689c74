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
        case .read(let operation): line(operation, "has read up to")
        case .delivered(let operation): line(operation, "got")
        case .played(let operation): line(operation, "has played")
        case .readAll(let operation): line(operation, "has read all up to")
        case .markedUnread(let operation): line(operation, "marked as unread")
        case .recalled(let operation): line(operation, "recalled")
        case .deleted(let operation): line(operation, "deleted")
        case .appended(let edit): line(edit.operation, "added to") + ": \(edit.content)"
        case .replaced(let edit): line(edit.operation, "changed") + " to: \(edit.content)"
        case .conversationDeleted(let conversation, _): "  conversation with \(name(conversation)) deleted"
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

    private func line(_ operation: MessageOperation, _ deed: String) -> String {
        let place =
            switch operation.conversation {
            case .user(operation.actor): ""
            case .user(let user): " in the chat with \(name(user))"
            case .group: " in \(name(operation.conversation))"
            }
        return "  \(name(operation.actor)) \(deed) \(operation.message.rawValue)\(place)"
    }

    /// Hours and minutes of this machine's time zone.
    private static func time(_ instant: Instant) -> String {
        var seconds = time_t(instant.milliseconds / 1_000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return [parts.tm_hour, parts.tm_min].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
