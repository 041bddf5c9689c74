import HearthCore
import IM
import Live

/// What comes back to a session from elsewhere.
enum SessionEvent: Sendable {
    case live(LiveEvent)
    case signedIn(Result<SignIn.Granted, Failure>)
    case sent(clientID: UInt64, peer: Peer, bytes: Int, SendResult)
    case opened(Peer, Result<OpenConversation?, Failure>)
    /// A page from the store, asked for when `newest` was the newest id known of.
    case page(Peer, newest: MessageID, Result<[TimelineItem], Failure>)
    case history(Peer, Result<HistoryPage, Failure>)
    case listed(isFirst: Bool, Result<[ConversationState], Failure>)
}
