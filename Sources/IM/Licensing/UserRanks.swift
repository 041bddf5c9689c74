import HearthCore
import Synchronization

/// Remembers for a moment who is the first user beyond a number, so that logins do not count.
final class UserRanks: Sendable {
    /// Milliseconds for which an answer is good. Shorter where it refuses somebody: another user may have been removed, and he is
    /// let in then.
    static let lifetime: (letsIn: Int64, refuses: Int64) = (2_000, 250)

    /// Whose users, and the number.
    struct Subject: Hashable {
        /// Nil for all apps together.
        let app: AppNumber?
        let most: Int64
    }

    private struct Answer {
        var user: UserID?
        var at: Instant
        /// Somebody asks again; others take the old answer meanwhile.
        var isAsking = false
    }

    private let store: any LicenseStore
    private let clock: any WallClock
    private let answers = Mutex<[Subject: Answer]>([:])

    init(store: any LicenseStore, clock: any WallClock) {
        self.store = store
        self.clock = clock
    }

    /// The oldest user beyond the number; nil when nobody is.
    /// - Parameter user: who is to be let in by the answer.
    func first(beyond subject: Subject, for user: UserID) async throws(Failure) -> UserID? {
        let now = clock.now()
        let known: Answer? = answers.withLock { answers in
            guard let answer = answers[subject] else { return nil }
            // A clock that was set back makes no answer good for long.
            let lifetime = answer.user.map { $0 <= user } ?? false ? Self.lifetime.refuses : Self.lifetime.letsIn
            if answer.isAsking || (0..<lifetime).contains(now.since(answer.at)) { return answer }
            answers[subject]?.isAsking = true
            return nil
        }
        if let known { return known.user }
        do throws(Failure) {
            let user = try await store.user(after: subject.most, in: subject.app)
            answers.withLock { $0[subject] = Answer(user: user, at: now) }
            return user
        } catch {
            answers.withLock { $0[subject]?.isAsking = false }
            throw error
        }
    }

    /// Forgets everything: the license is another one.
    func clear() { answers.withLock { $0 = [:] } }
}
