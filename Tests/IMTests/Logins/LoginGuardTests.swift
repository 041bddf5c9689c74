import HearthCore
import TestSupport
import Testing

@testable import IM

struct LoginGuardTests {
    private static let app = AppNumber(1)
    private static let alice = LoginGuard.Subject.user(Account(app: app, user: UserID(2)))
    private static let nobody = LoginGuard.Subject.name(app, "nobody")
    private static let address = LoginGuard.Subject.address(app, ClientNetwork("192.0.2.7"))
    private static let tooMany = Failure(.serverTokenRequestTooMany)

    private let clock = VirtualClock()
    private let tries: LoginGuard

    init() { tries = LoginGuard(clock: clock) }

    private func fail(_ subject: LoginGuard.Subject, allowed: Int = 3) throws {
        try tries.begin(subject, allowed: allowed)
        tries.end(subject, allowed: allowed, .wrong)
    }

    @Test(arguments: [alice, nobody])
    func waitsDoubleUpToAQuarterOfAnHour(subject: LoginGuard.Subject) throws {
        for _ in 1...3 { try fail(subject) }
        for seconds: Int64 in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900] {
            clock.advance(by: seconds * 1_000 - 1)
            // Asking does not lengthen the wait.
            for _ in 1...5 { #expect(throws: Self.tooMany) { try tries.begin(subject, allowed: 3) } }
            clock.advance(by: 1)
            try fail(subject)
        }
    }

    @Test func anHourWithoutAFailureForgetsThem() throws {
        for _ in 1...3 { try fail(Self.alice) }
        clock.advance(by: LoginGuard.memory)
        for _ in 1...3 { try fail(Self.alice) }
        #expect(throws: Self.tooMany) { try fail(Self.alice) }
    }

    @Test func aSuccessForgetsTheAccountsFailuresAndNotTheAddresss() throws {
        for subject in [Self.alice, Self.address] {
            for _ in 1...2 { try fail(subject) }
            try tries.begin(subject, allowed: 3)
            tries.end(subject, allowed: 3, .right)
            try fail(subject)
        }
        for _ in 1...2 { try fail(Self.alice) }
        #expect(throws: Self.tooMany) { try fail(Self.alice) }
        #expect(throws: Self.tooMany) { try fail(Self.address) }
    }

    @Test func troubleOfTheServerCountsForNothing() throws {
        for _ in 1...10 {
            try tries.begin(Self.alice, allowed: 3)
            tries.end(Self.alice, allowed: 3, .undecided)
        }
        try fail(Self.alice)
    }

    @Test func zeroMeansAnyNumber() throws {
        for _ in 1...1_000 { try fail(Self.alice, allowed: 0) }
    }

    @Test func othersAreUntouched() throws {
        for _ in 1...3 { try fail(Self.alice) }
        try fail(.user(Account(app: Self.app, user: UserID(4))))
        try fail(.user(Account(app: AppNumber(2), user: UserID(2))))
        try fail(Self.nobody)
    }

    /// Tries that run beside each other are not known to fail yet.
    @Test func aBurstIsBoundedAndLaterTriesComeOneByOne() throws {
        for _ in 1...LoginGuard.atOnce { try tries.begin(Self.alice, allowed: 3) }
        #expect(throws: Self.tooMany) { try tries.begin(Self.alice, allowed: 3) }
        for _ in 1...LoginGuard.atOnce { tries.end(Self.alice, allowed: 3, .wrong) }
        clock.advance(by: LoginGuard.longestWait)
        try tries.begin(Self.alice, allowed: 3)
        #expect(throws: Self.tooMany) { try tries.begin(Self.alice, allowed: 3) }
        tries.end(Self.alice, allowed: 3, .right)
        for _ in 1...LoginGuard.atOnce { try tries.begin(Self.alice, allowed: 3) }
    }

    @Test func manyMayComeFromOneAddressAtOnce() throws {
        for _ in 1...10_000 { try tries.begin(Self.address, allowed: 3) }
    }

    /// One whose password is being checked elsewhere does not hold up all others behind the same address.
    @Test func triesFromAnAddressThatWaitedRunBesideEachOther() throws {
        for _ in 1...3 { try fail(Self.address) }
        #expect(throws: Self.tooMany) { try tries.begin(Self.address, allowed: 3) }
        clock.advance(by: 1_000)
        for _ in 1...LoginGuard.atOnce { try tries.begin(Self.address, allowed: 3) }
        #expect(throws: Self.tooMany) { try tries.begin(Self.address, allowed: 3) }
    }

    @Test func failuresOfAnAddressFadeWhileNewOnesCome() throws {
        for _ in 1...3 { try fail(Self.address) }
        for seconds: Int64 in [1, 2, 4, 8, 16, 32, 64, 128] {
            clock.advance(by: seconds * 1_000 - 1)
            for _ in 1...5 { #expect(throws: Self.tooMany) { try tries.begin(Self.address, allowed: 3) } }
            clock.advance(by: 1)
            try fail(Self.address)
        }
        // 255 s are over, eleven failures known, and 256 s would be the wait.
        clock.advance(by: 255_999)
        #expect(throws: Self.tooMany) { try fail(Self.address) }
        clock.advance(by: 1)
        try fail(Self.address)
        clock.advance(by: LoginGuard.halving - 511_001)
        #expect(throws: Self.tooMany) { try fail(Self.address) }
        // Six are left, with a wait of 8 s that is over, and this is the seventh.
        clock.advance(by: 1)
        try fail(Self.address)
        clock.advance(by: LoginGuard.halving)
        try fail(Self.address)
        clock.advance(by: 4 * LoginGuard.halving)
        for _ in 1...3 { try fail(Self.address) }
        #expect(throws: Self.tooMany) { try fail(Self.address) }
    }

    @Test func failuresOfAnAccountDoNotFade() throws {
        for _ in 1...3 { try fail(Self.alice) }
        clock.advance(by: LoginGuard.memory - 1)
        try fail(Self.alice)
        #expect(throws: Self.tooMany) { try fail(Self.alice) }
    }

    @Test func memoryIsBoundedAndTheNewestAreKept() throws {
        let tries = LoginGuard(clock: clock, most: 100)
        func fail(_ number: Int64) throws {
            let subject = LoginGuard.Subject.user(Account(app: Self.app, user: UserID(number)))
            try tries.begin(subject, allowed: 1)
            tries.end(subject, allowed: 1, .wrong)
        }
        for number: Int64 in 1...1_000 { try fail(number) }
        for number: Int64 in 951...1_000 { #expect(throws: Self.tooMany) { try fail(number) } }
        try fail(1)
        var table = RecentTable<Int, Int>(most: 100)
        for key in 1...10_000 {
            table[key] = key
            #expect(table.count <= 100)
            #expect(table[key] == key)
        }
        table[10_000] = nil
        #expect(table[10_000] == nil)
    }
}
