import HearthCore

/// Where messages come in: what the app says of their texts is found out here, before they wait for their commit.
public final class MessageGate: Sendable {
    private let sends: SendQueue
    private let censor: Censor?
    private let hooks: BeforeHooks?

    /// - Parameters:
    ///   - censor: nil where no text is looked through.
    ///   - hooks: nil where nobody is asked about messages.
    public init(sends: SendQueue, censor: Censor? = nil, hooks: BeforeHooks? = nil) {
        self.sends = sends
        self.censor = censor
        self.hooks = hooks
    }

    /// Takes one message; answers as `SendQueue` does. Messages of one device keep their order.
    /// - Parameters:
    ///   - author: who is behind it.
    ///   - settings: of its app.
    public func submit(
        _ message: OutgoingMessage, by author: MessageAuthor, _ settings: AppSettings, completion: @escaping SendQueue.Completion
    ) {
        let message = moderated(message, by: author, settings)
        guard let hooks else { return sends.submit(message, completion: completion) }
        hooks.pass(message, by: author, settings) { [sends] message in sends.submit(message, completion: completion) }
    }

    /// Takes many messages of one caller, in their order, and answers each. No hook is asked: an app's own server alone sends many.
    public func submit(_ messages: [OutgoingMessage], by author: MessageAuthor, _ settings: AppSettings) async -> [SendResult] {
        await sends.submit(messages.map { moderated($0, by: author, settings) })
    }

    private func moderated(_ message: OutgoingMessage, by author: MessageAuthor, _ settings: AppSettings) -> OutgoingMessage {
        censor?.moderated(message, by: author, settings) ?? message
    }
}
