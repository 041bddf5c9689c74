import HearthCore

extension RateLimits {
    /// What somebody does in an app, at the rate that the app has for it.
    /// - Throws: the failure of the limit.
    public func check(_ limit: RateLimit, _ subject: RateSubject, in app: AppDirectory.Entry) throws(Failure) {
        try check(limit, subject, in: app.app.number, app.settings.rates[limit])
    }

    /// What is done for no app that is known: at the standard rate.
    /// - Throws: the failure of the limit.
    public func check(_ limit: RateLimit, _ subject: RateSubject) throws(Failure) {
        try check(limit, subject, in: AppNumber(0), limit.standard)
    }

    /// - Throws: the failure of the limit.
    public func check(
        _ limit: RateLimit, _ subject: RateSubject, in app: AppNumber, _ rate: Rate, now: Instant? = nil
    ) throws(Failure) {
        guard take(limit, subject, in: app, rate, now: now) else { throw refusal(limit, in: app) }
    }

    /// A message of a user: his own limit, then that of all users together.
    /// - Throws: `MessageRateLimitExceeded`.
    public func checkMessage(of account: Account, _ rates: Rates, now: Instant? = nil) throws(Failure) {
        let user = RateSubject.user(account.user)
        try check(.messagesUser, user, in: account.app, rates[.messagesUser], now: now)
        do throws(Failure) {
            try check(.messagesApp, .app, in: account.app, rates[.messagesApp], now: now)
        } catch {
            giveBack(.messagesUser, user, in: account.app, rates[.messagesUser])
            throw error
        }
    }

    /// An account that somebody makes: the limit of where he is, then that of the app.
    /// - Throws: `ServerTooManyRequest`.
    public func checkRegistration(from address: String, in app: AppDirectory.Entry) throws(Failure) {
        let subject = RateSubject.address(address)
        try check(.registrationsAddress, subject, in: app)
        do throws(Failure) {
            try check(.registrationsApp, .app, in: app)
        } catch {
            giveBack(.registrationsAddress, subject, in: app.app.number, app.settings.rates[.registrationsAddress])
            throw error
        }
    }

    /// Looks at a one-time code that somebody sent: only a wrong one counts, and while there are too many none is looked at.
    ///
    /// One is taken before and put back after a right one, so that nobody gets further by trying many beside each other.
    /// - Throws: `TooManyFailedTries`, and what `look` throws.
    public func checkCode<Value: Sendable>(
        from address: String, in app: AppDirectory.Entry, _ look: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let (subject, rate) = (RateSubject.address(address), app.settings.rates[.codesAddress])
        try check(.codesAddress, subject, in: app)
        do throws(Failure) {
            let value = try await look()
            giveBack(.codesAddress, subject, in: app.app.number, rate)
            return value
        } catch {
            if error.name != .invalidVerificationCode { giveBack(.codesAddress, subject, in: app.app.number, rate) }
            throw error
        }
    }
}
