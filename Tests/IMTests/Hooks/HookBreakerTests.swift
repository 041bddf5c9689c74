import HearthCore
import TestSupport
import Testing

@testable import IM

struct HookBreakerTests {
    private let hook = BeforeHook(url: "", breaker: 3, rest: 10_000)
    private let clock = VirtualClock()

    private func note(_ breaker: inout HookBreaker, _ isGood: Bool, _ leave: HookBreaker.Leave = .usual) {
        breaker.note(isGood: isGood, leave, hook, now: clock.now())
    }

    /// One that has just opened.
    private func opened() -> HookBreaker {
        var breaker = HookBreaker()
        for _ in 0..<3 { note(&breaker, false) }
        return breaker
    }

    @Test func failuresInARowOpenItAndASuccessBetweenThemDoesNot() {
        var breaker = HookBreaker()
        for isGood in [false, false, true, false, false] { note(&breaker, isGood) }
        #expect(breaker.state == .closed(failures: 2))
        #expect(breaker.admit(hook, now: clock.now()) == .usual)
        note(&breaker, false)
        #expect(breaker.state == .open(until: clock.now().advanced(by: 10_000)))
        #expect(breaker.admit(hook, now: clock.now()) == nil)
    }

    @Test func afterItsRestOneCallFindsOut() {
        for isGood in [true, false] {
            var breaker = opened()
            clock.advance(by: 9_999)
            #expect(breaker.admit(hook, now: clock.now()) == nil)
            clock.advance(by: 1)
            #expect(breaker.admit(hook, now: clock.now()) == .trial)
            #expect(breaker.admit(hook, now: clock.now()) == nil, "one alone")
            note(&breaker, isGood, .trial)
            #expect(breaker.state == (isGood ? .closed(failures: 0) : .open(until: clock.now().advanced(by: 10_000))))
        }
    }

    @Test func whatBeganBeforeItOpenedSaysNothing() {
        var breaker = opened()
        note(&breaker, true)
        note(&breaker, false)
        #expect(breaker == opened())
        clock.advance(by: 10_000)
        #expect(breaker.admit(hook, now: clock.now()) == .trial)
        note(&breaker, true)
        #expect(breaker.word == "trying")
    }

    @Test func aClockThatWasSetBackDoesNotKeepItOpen() {
        var breaker = opened()
        clock.advance(by: -86_400_000)
        #expect(breaker.admit(hook, now: clock.now()) == .trial)
    }

    @Test func withZeroItNeverOpens() {
        let hook = BeforeHook(url: "", breaker: 0)
        var breaker = HookBreaker()
        for _ in 0..<1_000 { breaker.note(isGood: false, .usual, hook, now: clock.now()) }
        #expect(breaker.admit(hook, now: clock.now()) == .usual)
        breaker = opened()
        #expect(breaker.admit(hook, now: clock.now()) == .usual)
    }
}
