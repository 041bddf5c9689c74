import HearthCore
import IM

/// Where one connection stands in one conversation: what it has been told, given and has confirmed.
///
/// Clients hold further notices of a conversation back while one is answered, and show whatever they are
/// given; so there is one outstanding notice, and nothing goes out twice on a connection
/// (floo-web, src/sdk/core/base/messageReceiver.js).
struct QueueState {
    /// Nil until the conversation has been looked up.
    var conversation: ConversationID?
    var isOpen = false
    /// The store did not know it although something had arrived.
    var wasMissing = false
    /// Everything up to here is confirmed.
    private(set) var cursor = MessageID.zero
    /// The newest id known of.
    private(set) var newest = MessageID.zero
    /// The last id that went out on this connection, and when.
    private var served = (id: MessageID.zero, at: Instant(milliseconds: 0))
    /// Since when the client holds back further notices of this queue; nil when it does not.
    private var flaggedAt: Instant?
    /// A confirmation that came before the conversation was looked up.
    var keyBeforeOpening = MessageID.zero
    /// A read is under way.
    var isReading = false
    /// The client asked again during the read.
    var isAskedAgain = false

    /// Whether the client holds notices back and has not done so for too long: one that threw never goes on.
    func isFlagged(_ now: Instant) -> Bool {
        guard let flaggedAt else { return false }
        return now.since(flaggedAt) < Limits.syncPatience
    }

    /// Whether the client may still be busy with what it was given, so that a reminder would only repeat it.
    func isBusy(_ now: Instant) -> Bool {
        isReading || isFlagged(now) || (served.id >= newest && now.since(served.at) < Limits.syncPatience)
    }

    /// The store's answer to where this device stands.
    /// - Parameter began: when this connection logged in. What was written in a chatroom before that is not for it.
    mutating func open(_ found: OpenConversation, from began: Instant) {
        isOpen = true
        conversation = found.id
        cursor = max(cursor, found.cursor, found.isTransient ? MessageID(at: began, node: 0) : .zero)
        newest = max(newest, found.newest)
    }

    /// The store holds messages up to this one: written by another server perhaps, which wakes nobody here.
    mutating func learned(_ id: MessageID) { newest = max(newest, id) }

    /// Something new. Returns whether the client is to be told.
    mutating func arrived(_ id: MessageID, in conversation: ConversationID, now: Instant) -> Bool {
        self.conversation = conversation
        newest = max(newest, id)
        guard id > cursor, !isReading, !isFlagged(now) else { return false }
        flaggedAt = now
        return true
    }

    /// The client has everything up to `key`. Returns the new cursor if that moved it.
    mutating func confirm(_ key: MessageID) -> MessageID? {
        let confirmed = min(key, newest)
        guard confirmed > cursor else { return nil }
        cursor = confirmed
        return confirmed
    }

    /// This device's own message was stored. Returns the new cursor if it stood right before it:
    /// an own message needs no delivery.
    mutating func sent(_ id: MessageID, after previous: MessageID) -> MessageID? {
        newest = max(newest, id)
        // The acknowledgement may come after a page that had this message in it, hidden: nothing moves back.
        guard isOpen, cursor >= previous, id > cursor else { return nil }
        cursor = id
        return id
    }

    /// Whether a page is out and its confirmation may still come. No other page goes out until then: one that
    /// went on behind it would, once confirmed, confirm as well what a client that threw has never shown.
    func awaitsConfirmation(_ now: Instant) -> Bool {
        served.id > cursor && now.since(served.at) < Limits.syncPatience
    }

    /// Nothing lies after the cursor as far as is known.
    var isAtEnd: Bool { newest <= cursor }

    /// A page went out.
    mutating func servedPage(upTo id: MessageID, now: Instant) {
        served = (id, now)
        newest = max(newest, id)
        flaggedAt = now
    }

    /// Items that are all hidden from this device need no confirmation. Returns the new cursor.
    mutating func skipped(upTo id: MessageID) -> MessageID {
        newest = max(newest, id)
        cursor = max(cursor, id)
        return cursor
    }

    /// The closing page went out: the client may be told again.
    mutating func closed() { flaggedAt = nil }
}
