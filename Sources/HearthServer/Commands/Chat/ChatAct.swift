import FlooClient
import HearthCore

/// What a person does to messages of the conversation he is in.
enum ChatAct: Equatable {
    case read
    case recall
    case edit(String)
    case delete

    /// Finds the message it is about, which is the newest that it can be about, and does it.
    /// - Parameter me: who is logged in.
    /// - Returns: a line for the person.
    func perform(in conversation: Recipient, by me: UserID, with client: FlooClient) async throws(ClientError) -> String {
        let recent = try await client.history(with: conversation, count: Limits.historyItems.most).messages
        guard let message = recent.first(where: { isAbout($0, me) }) else {
            return "! none of the last \(Limits.historyItems.most) messages here is \(self == .read ? "one to you" : "yours")"
        }
        let id = message.id
        switch self {
        case .read:
            // As the SDKs do: the first tells the author, the second whatever was made unread again.
            try await client.confirmRead(id, from: message.sender)
            try await client.markAllRead(in: conversation, upTo: id)
            return "  read up to \(id.rawValue)"
        case .recall:
            try await client.recall(id, in: conversation)
            return "  recalled \(id.rawValue): \(message.text)"
        case .edit(let text):
            try await client.replace(id, with: text, in: conversation)
            return "  changed \(id.rawValue) to: \(text)"
        case .delete:
            try await client.delete(id, in: conversation)
            return "  deleted \(id.rawValue): \(message.text)"
        }
    }

    private func isAbout(_ message: Message, _ me: UserID) -> Bool {
        switch self {
        case .read: message.sender != me
        case .recall, .delete: message.sender == me
        case .edit: message.sender == me && message.body.ctype == .text
        }
    }
}
