import HearthCore
import IM

extension SendBatch {
    /// Writes down for the app what its own server wants to hear of: new messages, edits and recalls.
    mutating func noteCallback(for accepted: AcceptedMessage, in pair: ConversationPair) {
        guard let kinds = callbacks[pair.app], kinds.contains(.message) else { return }
        switch (accepted.message.action, accepted.change) {
        case (.message, _): note(.sent, accepted.id, accepted.message.payload, accepted)
        case (_, .edited(let id, let payload, let at)): note(.edited, id, payload, accepted, at)
        case (_, .erased(let id)): note(.recalled, id, [], accepted)
        default: return
        }
    }

    private mutating func note(
        _ event: CallbackEvent.MessageEvent, _ id: MessageID, _ body: [UInt8], _ accepted: AcceptedMessage, _ at: Instant? = nil
    ) {
        let sender = accepted.message.sender.account
        mark(
            .callback(
                CallbackFacts(
                    app: sender.app, event: .message(event), at: at ?? accepted.id.instant, from: sender.user, target: accepted.target,
                    message: id, body: body)))
    }
}
