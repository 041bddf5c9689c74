import HearthCore
import IM

extension SendBatch {
    /// Writes a notice into the conversation that its reader has with the system, which it may begin.
    /// - Throws: `UserNotExist` where there is nobody to be told any more.
    mutating func tell(_ message: OutgoingMessage) throws -> AcceptedMessage {
        guard let pair = ConversationPair(of: message), let reader = pair.readerOfSystem else { throw Failure(.messageInvalid) }
        guard let known = try facts.user(reader), known.status != .removed else { throw Failure(.userNotExist) }
        let found = try timeline(pair)
        let id = try ids.next(after: found?.given ?? .zero)
        return addOwn(message, id, [reader.user], reader.user, try found ?? facts.begin(pair), pair, nil)
    }
}

extension ConversationPair {
    /// What somebody has with the system.
    static func ofSystem(_ account: Account) -> ConversationPair {
        ConversationPair(app: account.app, low: UserID.system.rawValue, high: account.user.rawValue)
    }

    /// Who has this conversation with the system; nil where it is another's.
    var readerOfSystem: Account? {
        low == UserID.system.rawValue && high > low ? Account(app: app, user: UserID(high)) : nil
    }
}
