/// What happens to one client of the load.
enum LoadEvent {
    /// Connected: a login may be sent.
    case connected
    case loggedIn
    /// The server refused the login with this status.
    case loginRefused(status: UInt64)
    /// The conversation list came: how many it names, and how many of those have something unread.
    case listed(conversations: Int, unread: Int)
    /// The server has stored a message or operation whose stamp was this, and given it this id.
    case acknowledged(id: UInt64, stamp: UInt64)
    /// The server refused a message or operation with this status.
    case sendRefused(status: UInt64)
    /// A message or operation came that was not here before.
    case delivered(id: UInt64, stamp: UInt64)
    /// A queue was read to its end.
    case caughtUp
    /// A page of history: its length, and the key of the next one, 0 at the end.
    case history(count: Int, next: UInt64)
    case disconnected
}

/// Hears of everything, on the event loop.
protocol LoadListener: AnyObject {
    func client(_ client: LoadClient, met event: LoadEvent)
}
