import HearthCore
import IM
import Web

/// What calls take from the limits of who calls. Calls with a user's token are counted where the token is looked at.
extension RatelServices {
    /// A call of somebody who is not logged in. An app's own server goes on beyond the limit.
    /// - Parameter limit: of such calls in particular.
    /// - Throws: `ServerTooManyRequest`, or the failure of `limit`.
    func checkCall(_ caller: AppCaller, _ limit: RateLimit?) async throws(Failure) {
        let (subject, app) = (RateSubject.address(caller.address), caller.app)
        for limit in [.callsAddress, limit].compactMap(\.self) {
            guard !rates.take(limit, subject, in: app.app.number, app.settings.rates[limit]) else { continue }
            guard try await isAdmin(caller) else { throw rates.refusal(limit, in: app.app.number) }
        }
    }

    /// An account that somebody wants, unless it is an app's own server that does.
    /// - Throws: `ServerTooManyRequest`.
    func checkRegistration(_ caller: AppCaller) async throws(Failure) {
        guard try await !isAdmin(caller) else { return }
        try rates.checkRegistration(from: caller.address, in: caller.app)
    }

    /// Something that a user adds to what a group keeps.
    /// - Throws: the failure of the limit.
    func check(_ limit: RateLimit, _ caller: GroupCaller) throws(Failure) {
        guard !caller.isAdmin else { return }
        try rates.check(limit, .user(caller.actor.user), in: caller.app)
    }
}
