/// Why a client could not do what it was asked to.
public enum ClientError: Error, Hashable, Sendable {
    /// The long connection's answer: `Status.code` (see `SyncStatus`) and its reason.
    case refused(status: Int, reason: String)
    /// The REST answer: `code` and `message` of its envelope.
    case api(code: Int, message: String)
    /// The server ended the login with a `UserNotice` of this type: kicked, password changed, frozen and the like.
    case loggedOut(notice: Int)
    /// The connection was lost, or there is none.
    case disconnected
    /// No answer came in time. What was sent may have arrived.
    case timedOut
    /// No connection could be made; the text says why.
    case unreachable(String)
    /// The other side does not keep to the protocol, or the caller's own words are none (a bad address).
    case protocolViolation(String)
}
