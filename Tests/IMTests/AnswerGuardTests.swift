import HearthCore
import TestSupport
import Testing

@testable import IM

struct AnswerGuardTests {
    private static let app = AppNumber(1)
    private static let anna = Account(app: app, user: UserID(2))
    private static let ben = UserID(4)

    private let clock = VirtualClock()
    private let answers: AnswerGuard

    init() { answers = AnswerGuard(clock: clock) }

    private func step(_ answer: String = "red", to user: UserID = ben) -> RosterStep {
        let request = RosterRequest(user: user, alias: "B", reason: "hi", answer: answer)
        return RosterStep(user, .apply(request, until: Instant(milliseconds: 9)))
    }

    /// Whether the answer counts.
    private func isAdmitted(_ step: RosterStep, of applicant: Account = anna, by answers: AnswerGuard? = nil) -> Bool {
        let given = (answers ?? self.answers).admit(step, of: applicant)
        guard given != step else { return true }
        let silent = RosterRequest(user: step.other, alias: "B", reason: "hi")
        #expect(given == RosterStep(step.other, .apply(silent, until: Instant(milliseconds: 9))))
        return false
    }

    @Test func fiveAnswersWithinAnHourAreEnough() {
        for _ in 1...5 {
            #expect(isAdmitted(step()))
            clock.advance(by: 1_000)
        }
        #expect(!isAdmitted(step("blue")))
        // Asking does not lengthen it: each counts for an hour.
        clock.advance(by: AnswerGuard.memory - 5_001)
        #expect(!isAdmitted(step()))
        clock.advance(by: 1)
        #expect(isAdmitted(step()) && !isAdmitted(step()))
    }

    @Test func othersAreNotConcerned() {
        for _ in 1...5 { _ = answers.admit(step(), of: Self.anna) }
        #expect(isAdmitted(step(to: UserID(6))))
        #expect(isAdmitted(step(), of: Account(app: Self.app, user: UserID(8))))
        #expect(isAdmitted(step(), of: Account(app: AppNumber(2), user: UserID(2))))
        #expect(!isAdmitted(step()))
    }

    @Test func whatWasNoWrongAnswerDoesNotCount() {
        for _ in 1...20 {
            let given = answers.admit(step(), of: Self.anna)
            #expect(given == step())
            answers.takeBack(given, of: Self.anna)
        }
        for _ in 1...5 { #expect(isAdmitted(step())) }
        // What was not let through leaves nothing to take back.
        answers.takeBack(answers.admit(step(), of: Self.anna), of: Self.anna)
        #expect(!isAdmitted(step()))
    }

    @Test func whoeverGivesNoAnswerTriesNone() {
        for _ in 1...20 {
            #expect(isAdmitted(step("")) && isAdmitted(step(" \n")))
            #expect(answers.admit(RosterStep(Self.ben, .accept), of: Self.anna) == RosterStep(Self.ben, .accept))
        }
        #expect(isAdmitted(step()))
    }

    @Test func theOldestAreForgottenFirst() {
        let answers = AnswerGuard(clock: clock, most: 10)
        for _ in 1...5 { _ = answers.admit(step(), of: Self.anna) }
        for user in 10..<14 { _ = answers.admit(step(to: UserID(Int64(user))), of: Self.anna) }
        #expect(!isAdmitted(step(), by: answers))
        for user in 20..<30 { _ = answers.admit(step(to: UserID(Int64(user))), of: Self.anna) }
        #expect(isAdmitted(step(), by: answers))
    }
}
