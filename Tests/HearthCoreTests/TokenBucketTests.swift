import Testing

@testable import HearthCore

struct TokenBucketTests {
    private static let start = Instant(milliseconds: 1_767_225_600_000)

    private func rate(_ burst: Int, per seconds: Int) throws -> Rate { try #require(Rate(burst, per: seconds)) }

    /// A bucket that can be tried in the middle of an expectation.
    private final class Tried {
        var bucket = TokenBucket()

        func take(at now: Instant, _ rate: Rate) -> Bool { bucket.take(at: now, rate) }

        /// How many are given at one moment, of a thousand tries.
        func taken(at now: Instant, _ rate: Rate) -> Int { (0..<1_000).count { _ in take(at: now, rate) } }
    }

    @Test(arguments: [(300, 10), (1, 1), (3, 1), (7, 86_400), (999, 7)])
    func aFullBucketGivesItsBurstAndIsFullAgainAfterItsTime(burst: Int, seconds: Int) throws {
        let rate = try rate(burst, per: seconds)
        let bucket = Tried()
        #expect(bucket.taken(at: Self.start, rate) == burst)
        #expect(!bucket.bucket.isFull(at: Self.start))
        // A millisecond more, for what was rounded up.
        let later = Self.start.advanced(by: Int64(seconds) * 1_000 + 1)
        #expect(bucket.bucket.isFull(at: later))
        #expect(bucket.taken(at: later, rate) == burst)
    }

    @Test func whatWasTakenComesBackEvenly() throws {
        let rate = try rate(10, per: 10)
        let bucket = Tried()
        #expect(bucket.taken(at: Self.start, rate) == 10)
        #expect(bucket.taken(at: Self.start.advanced(by: 999), rate) == 0)
        #expect(bucket.taken(at: Self.start.advanced(by: 1_000), rate) == 1)
        #expect(bucket.taken(at: Self.start.advanced(by: 4_500), rate) == 3)
        #expect(bucket.taken(at: Self.start.advanced(by: 5_000), rate) == 1)
    }

    @Test(arguments: 1...20)
    func overAnyTimeNoMoreIsGivenThanTheBurstAndWhatComesBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let burst = Int.random(in: 1...40, using: &random)
        let seconds = Int.random(in: 1...20, using: &random)
        let rate = try rate(burst, per: seconds)
        let steps: [ClosedRange<Int64>] = [0...0, 0...10, 0...2_000, 0...30_000]
        var (bucket, now, given) = (TokenBucket(), Self.start, [Instant]())
        for _ in 0..<600 {
            now = now.advanced(by: Int64.random(in: steps.randomElement(using: &random) ?? 0...0, using: &random))
            if bucket.take(at: now, rate) { given.append(now) }
        }
        #expect(!given.isEmpty)
        for first in given.indices {
            for last in first..<given.count {
                let back = given[last].since(given[first]) * Int64(burst) / (Int64(seconds) * 1_000)
                guard last - first + 1 > burst + Int(back) else { continue }
                Issue.record("\(last - first + 1) from \(first) on, at \(rate.text)")
                return
            }
        }
    }

    @Test func aClockThatGoesBackCostsAWaitAtMost() throws {
        let rate = try rate(5, per: 10)
        let bucket = Tried()
        #expect(bucket.taken(at: Self.start, rate) == 5)
        let back = Self.start.advanced(by: -3_600_000)
        #expect(bucket.taken(at: back, rate) == 0)
        #expect(bucket.taken(at: back.advanced(by: 2_000), rate) == 1)
        #expect(bucket.taken(at: back.advanced(by: 20_000), rate) == 5)
    }

    @Test func anotherRateHoldsAtOnce() throws {
        let bucket = Tried()
        let (slow, fast) = (try rate(2, per: 3_600), try rate(4, per: 1))
        #expect(bucket.taken(at: Self.start, slow) == 2)
        #expect(bucket.taken(at: Self.start.advanced(by: 250), fast) == 1)
        #expect(bucket.taken(at: Self.start.advanced(by: 1_250), fast) == 4)
        // A second from full: one of two that are half an hour apart.
        #expect(bucket.taken(at: Self.start.advanced(by: 1_250), slow) == 1)
        #expect(bucket.taken(at: Self.start.advanced(by: 1_250), .unlimited) == 1_000)
    }

    @Test func whatIsGivenBackCanBeTakenAgain() throws {
        let rate = try rate(1, per: 60)
        let bucket = Tried()
        #expect(bucket.take(at: Self.start, rate) && !bucket.take(at: Self.start, rate))
        bucket.bucket.giveBack(rate)
        #expect(bucket.take(at: Self.start, rate) && !bucket.take(at: Self.start, rate))
    }

    @Test func timesNobodyLivesInStopNothing() throws {
        let rate = try rate(1_000_000, per: 86_400)
        var bucket = TokenBucket()
        for milliseconds in [Int64.max, .min, 0, .max] { _ = bucket.take(at: Instant(milliseconds: milliseconds), rate) }
        bucket.giveBack(rate)
    }
}

struct RateTests {
    @Test(arguments: ["0", "1/1", "300/10", "1000000/86400"])
    func aRateIsReadAsItIsWritten(text: String) throws { #expect(try #require(Rate(text)).text == text) }

    @Test(arguments: [
        "", "0/1", "1/0", "-1/1", "1", "1/1/1", "/", "1/", "/1", "1000001/1", "1/86401", "a/b", "1.5/2", "+1/1", " 1/1",
        "99999999999999999999/1",
    ])
    func whatIsNoRateIsNotRead(text: String) { #expect(Rate(text) == nil) }

    @Test func everyLimitHasItsOwnNameAndANumberOfItsOwn() {
        #expect(Set(RateLimit.allCases.map(\.name)).count == RateLimit.allCases.count)
        #expect(RateLimit.allCases.map(\.rawValue) == Array(0..<RateLimit.allCases.count))
    }
}
