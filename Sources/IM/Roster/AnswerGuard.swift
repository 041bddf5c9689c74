import HearthCore
import Synchronization

/// Keeps people from guessing the answer that makes friends: after a number of wrong ones within an hour no answer of theirs counts,
/// not even the right one.
///
/// Memory is bounded; what was not touched for longest is forgotten. Each server counts by itself.
final class AnswerGuard: Sendable {
    /// Wrong answers of one to one within `memory`.
    static let allowed = 5
    /// Milliseconds for which a wrong answer counts.
    static let memory: Int64 = 3_600_000
    /// Pairs of people remembered.
    static let most = 100_000

    private struct Way: Hashable {
        let applicant: Account
        let target: UserID
    }

    private let clock: any WallClock
    /// When there were answers that were wrong, or of which nobody knows yet.
    private let tries: Mutex<RecentTable<Way, [Instant]>>

    init(clock: any WallClock, most: Int = AnswerGuard.most) {
        self.clock = clock
        tries = Mutex(RecentTable(most: most))
    }

    /// The step as it may be taken: without its answer where there were too many. An answer that is let through counts as a wrong one
    /// until `takeBack`: so a burst tries no more than one after the other would.
    func admit(_ step: RosterStep, of applicant: Account) -> RosterStep {
        guard case .apply(let request, let until) = step.command, request.hasAnswer else { return step }
        let way = Way(applicant: applicant, target: step.other)
        let now = clock.now()
        let isAdmitted = tries.withLock { tries in
            var recent = (tries[way] ?? []).filter { now.since($0) < Self.memory }
            guard recent.count < Self.allowed else { return false }
            recent.append(now)
            tries[way] = recent
            return true
        }
        return isAdmitted ? step : RosterStep(step.other, .apply(request.withoutAnswer, until: until))
    }

    /// The step that `admit` gave held no wrong answer, or nobody looked at it.
    func takeBack(_ step: RosterStep, of applicant: Account) {
        guard case .apply(let request, _) = step.command, request.hasAnswer else { return }
        let way = Way(applicant: applicant, target: step.other)
        tries.withLock { tries in
            guard var recent = tries[way], !recent.isEmpty else { return }
            recent.removeLast()
            tries[way] = recent.isEmpty ? nil : recent
        }
    }
}

extension RosterRequest {
    /// Nothing is no answer: it is no try either.
    fileprivate var hasAnswer: Bool { !RosterTexts.trimmed(answer).isEmpty }

    fileprivate var withoutAnswer: RosterRequest { RosterRequest(user: user, alias: alias, reason: reason) }
}
