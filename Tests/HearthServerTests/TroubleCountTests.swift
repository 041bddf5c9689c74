import HearthCore
import Synchronization
import Testing

@testable import HearthServer

struct TroubleCountTests {
    @Test func troublesAreToldAtOnceAndThenOnceAMinute() {
        let clock = MovedClock()
        let count = TroubleCount(clock: clock)
        let (first, second) = (AppID("first"), AppID("second"))
        #expect(count.add(first) == 1)
        for _ in 1...5 { #expect(count.add(first) == nil) }
        #expect(count.add(second) == 1)
        clock.move(by: TroubleCount.interval - 1)
        #expect(count.add(first) == nil)
        clock.move(by: 1)
        #expect(count.add(first) == 7)
        #expect(count.add(first) == nil)
        clock.move(by: TroubleCount.interval)
        #expect(count.add(first) == 2)
    }
}

private final class MovedClock: WallClock {
    private let milliseconds = Mutex<Int64>(1_000)

    func now() -> Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }
    func move(by milliseconds: Int64) { self.milliseconds.withLock { $0 += milliseconds } }
}
