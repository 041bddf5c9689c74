import HearthCore
import TestSupport
import Testing

@testable import IM

struct RateLimitsTests {
    private let clock = VirtualClock()
    private let limits: RateLimits
    private let app = AppNumber(1)
    private let rate: Rate

    init() throws {
        limits = RateLimits(clock: clock)
        rate = try #require(Rate(2, per: 10))
    }

    private func mayGoOn(_ limit: RateLimit, _ subject: RateSubject, in app: AppNumber? = nil) -> Bool {
        limits.take(limit, subject, in: app ?? self.app, rate)
    }

    private func useUp(_ limit: RateLimit, _ subject: RateSubject) { while mayGoOn(limit, subject) {} }

    @Test func whatOneUsesUpOthersHave() {
        let device = DeviceAddress(account: Account(app: app, user: UserID(2)), device: DeviceSN(1))
        let second = DeviceAddress(account: device.account, device: DeviceSN(2))
        useUp(.messagesUser, .user(UserID(2)))
        useUp(.syncsDevice, .device(device))
        #expect(!mayGoOn(.messagesUser, .user(UserID(2))) && !mayGoOn(.syncsDevice, .device(device)))
        #expect(mayGoOn(.messagesUser, .user(UserID(4))))
        #expect(mayGoOn(.messagesUser, .user(UserID(2)), in: AppNumber(2)))
        #expect(mayGoOn(.operationsUser, .user(UserID(2))))
        #expect(mayGoOn(.syncsDevice, .device(second)))
        clock.advance(by: 5_000)
        #expect(mayGoOn(.messagesUser, .user(UserID(2))) && !mayGoOn(.messagesUser, .user(UserID(2))))
    }

    @Test func addressesOfOneNetworkAreOne() {
        useUp(.tokensAddress, .address("2001:db8::1"))
        #expect(!mayGoOn(.tokensAddress, .address("2001:db8::ffff")))
        #expect(mayGoOn(.tokensAddress, .address("2001:db8:0:1::1")))
        useUp(.tokensAddress, .address("192.0.2.1"))
        #expect(!mayGoOn(.tokensAddress, .address("::ffff:192.0.2.1")))
        #expect(mayGoOn(.tokensAddress, .address("192.0.2.2")))
        useUp(.tokensAddress, .address("no address"))
        #expect(!mayGoOn(.tokensAddress, .address("no address")))
        #expect(mayGoOn(.tokensAddress, .address("another one")))
    }

    @Test func refusalsAreCountedAndToldOnce() {
        _ = limits.refusal(.messagesUser, in: app)
        _ = limits.refusal(.messagesUser, in: app)
        #expect(limits.refusal(.tokensAddress, in: AppNumber(2)) == Failure(.serverTokenRequestTooMany))
        #expect(limits.refusals(of: .messagesUser) == 2)
        let told = limits.newRefusals()
        #expect(
            told == [
                RateLimits.Refusals(limit: .messagesUser, app: app, count: 2),
                RateLimits.Refusals(limit: .tokensAddress, app: AppNumber(2), count: 1),
            ])
        #expect(limits.newRefusals().isEmpty)
        let lines = limits.text().split(separator: "\n")
        #expect(lines.count == 1 + RateLimit.allCases.count)
        #expect(lines.contains("hearth_limited_total{limit=\"messages.user\"} 2"))
        #expect(lines.contains("hearth_limited_total{limit=\"codes.address\"} 0"))
    }

    @Test func switchedOffNothingIsRefused() {
        let off = RateLimits.off
        #expect((0..<1_000).allSatisfy { _ in off.take(.messagesUser, .app, in: app, rate) })
    }

    @Test func aMessageThatTheAppHasNoRoomForCostsItsAuthorNothing() throws {
        let settings = AppSettings(stored: ["limit.messages.user": "2/10", "limit.messages.app": "1/10"])
        let (one, other) = (Account(app: app, user: UserID(2)), Account(app: app, user: UserID(4)))
        try limits.checkMessage(of: one, settings.rates)
        for _ in 0..<5 {
            #expect(throws: Failure(.messageRateLimitExceeded)) { try limits.checkMessage(of: other, settings.rates) }
        }
        #expect(limits.refusals(of: .messagesApp) == 5 && limits.refusals(of: .messagesUser) == 0)
        clock.advance(by: 10_000)
        try limits.checkMessage(of: other, settings.rates)
    }

    @Test func anExemptAppHasNoRates() {
        let settings = AppSettings(stored: ["limit.messages.user": "2/10", "limits.exempt": "true"])
        #expect(RateLimit.allCases.allSatisfy { settings.rates[$0].isUnlimited })
        #expect(settings.limits[.messagesUser] == rate)
    }
}

struct BucketTableTests {
    private let now = VirtualClock.start

    private func key(_ user: Int64) -> BucketTable.Key {
        BucketTable.Key(limit: .messagesUser, app: AppNumber(1), subject: .user(UserID(user)))
    }

    @Test func whoHasUsedUpWhatHeHadIsNotForgottenForManyOthers() throws {
        let rate = try #require(Rate(5, per: 60))
        var table = BucketTable(most: 100)
        while table.take(key(2), at: now, rate) {}
        for other in 1...2_000 {
            let isTaken = table.take(key(2 + 2 * Int64(other)), at: now, rate)
            #expect(isTaken && table.count <= 100)
        }
        let isTaken = table.take(key(2), at: now, rate)
        #expect(!isTaken)
    }

    @Test func whoIsFullIsForgottenFirst() throws {
        let rate = try #require(Rate(1, per: 1))
        var table = BucketTable(most: 100)
        for user in 1...100 { _ = table.take(key(2 * Int64(user)), at: now, rate) }
        let later = now.advanced(by: 1_000)
        let isTaken = table.take(key(1_000), at: later, rate)
        #expect(isTaken && table.count == 1)
    }
}
