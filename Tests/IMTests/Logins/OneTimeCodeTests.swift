import HearthCore
import TestSupport
import Testing

@testable import IM

struct OneTimeCodeTests {
    private let world = GuardedWorld()
    private let randomness = SeededRandomness(seed: 7)
    private static let invalid = Failure(.invalidVerificationCode)
    private var app: AppNumber { world.app.number }
    private var texts: SecretTexts { SecretTexts(codes: world.codes, clock: world.clock, randomness: randomness) }
    private var signs: PasswordChangeSigns { PasswordChangeSigns(codes: world.codes, clock: world.clock, randomness: randomness) }

    @Test func aScreenLogsInAsWhoAllowedItAndOnlyOnce() async throws {
        let offer = try await world.qr.begin(app, from: "192.0.2.1")
        #expect(offer.expiresAt == world.clock.now().advanced(by: 120_000))
        #expect(try await world.qr.poll(offer.code, in: app) == nil)
        try await world.qr.allow(offer.code, by: world.alice)
        try await world.qr.allow(offer.code, by: world.alice)
        let pass = try #require(try await world.qr.poll(offer.code, in: app))
        #expect(pass.name == "alice" && pass.password != "secret")
        await #expect(throws: Self.invalid) { try await world.qr.poll(offer.code, in: app) }
        // Nobody else's password, and no second login with it.
        await #expect(throws: Failure(.userAuthFailed)) { try await world.logIn(.name("eve"), pass.password) }
        #expect(try await world.logIn(.name(pass.name), pass.password) == world.alice.user)
        await #expect(throws: Failure(.userAuthFailed)) { try await world.logIn(.name(pass.name), pass.password) }
    }

    @Test func aPassEndsAfterAMinuteAndWorksForTheNumberToo() async throws {
        for (wait, isIn) in [(59_999, true), (60_000, false)] as [(Int64, Bool)] {
            let pass = try await pass(for: world.eve)
            world.clock.advance(by: wait)
            #expect((try? await world.logIn(.user(world.eve.user), pass.password)) == (isIn ? world.eve.user : nil))
        }
    }

    /// Who guesses passwords of an account does not keep its owner out.
    @Test func aPassLogsInWhileOthersGuess() async throws {
        let pass = try await pass(for: world.alice)
        let settings = ["login.tries.account": "3"]
        for _ in 1...3 {
            await #expect(throws: Failure(.userAuthFailed)) { try await world.logIn(.name("alice"), "guess", settings) }
        }
        await #expect(throws: Failure(.serverTokenRequestTooMany)) { try await world.logIn(.name("alice"), "secret", settings) }
        #expect(try await world.logIn(.name("alice"), pass.password, settings) == world.alice.user)
        await #expect(throws: Failure(.serverTokenRequestTooMany)) { try await world.logIn(.name("alice"), pass.password, settings) }
    }

    @Test func aPassChangesNoPassword() async throws {
        let pass = try await pass(for: world.alice)
        await #expect(throws: Failure(.userAuthFailed)) {
            try await world.passwords.check(pass.password, of: world.alice, in: world.entry(), from: "192.0.2.1")
        }
    }

    private func pass(for account: Account) async throws -> QRLogins.Pass {
        let offer = try await world.qr.begin(app, from: "192.0.2.1")
        try await world.qr.allow(offer.code, by: account)
        return try #require(try await world.qr.poll(offer.code, in: app))
    }

    @Test func aCodeIsNobodysAfterTwoMinutesNorInAnotherApp() async throws {
        let offer = try await world.qr.begin(app, from: "192.0.2.1")
        await #expect(throws: Self.invalid) { try await world.qr.poll(offer.code, in: AppNumber(2)) }
        await #expect(throws: Self.invalid) {
            try await world.qr.allow(offer.code, by: Account(app: AppNumber(2), user: UserID(2)))
        }
        for code in ["", "nonsense", String(repeating: "x", count: 100_000)] {
            await #expect(throws: Self.invalid) { try await world.qr.poll(code, in: app) }
            await #expect(throws: Self.invalid) { try await world.qr.allow(code, by: world.alice) }
        }
        world.clock.advance(by: 120_000)
        await #expect(throws: Self.invalid) { try await world.qr.poll(offer.code, in: app) }
        await #expect(throws: Self.invalid) { try await world.qr.allow(offer.code, by: world.alice) }
    }

    @Test func whatOneAllowedNobodyElseTakes() async throws {
        let offer = try await world.qr.begin(app, from: "192.0.2.1")
        try await world.qr.allow(offer.code, by: world.alice)
        await #expect(throws: Self.invalid) { try await world.qr.allow(offer.code, by: world.eve) }
        await #expect(throws: Self.invalid) { try await world.qr.refuse(offer.code, by: world.eve) }
        #expect(try await world.qr.poll(offer.code, in: app)?.name == "alice")
    }

    @Test func aRefusedCodeIsOver() async throws {
        let offer = try await world.qr.begin(app, from: "192.0.2.1")
        try await world.qr.refuse(offer.code, by: world.alice)
        await #expect(throws: Self.invalid) { try await world.qr.poll(offer.code, in: app) }
    }

    @Test func whoIsFrozenOrGoneGetsNoPass() async throws {
        let offer = try await world.qr.begin(app, from: "192.0.2.1")
        try await world.qr.allow(offer.code, by: world.alice)
        world.accounts.set(.frozen, of: world.alice)
        await #expect(throws: Failure(.invalidVerificationCode)) { try await world.qr.poll(offer.code, in: app) }
        world.accounts.set(.removed, of: world.alice)
        await #expect(throws: Self.invalid) { try await world.qr.poll(offer.code, in: app) }
        world.accounts.set(.normal, of: world.alice)
        let pass = try #require(try await world.qr.poll(offer.code, in: app))
        world.accounts.set(.frozen, of: world.alice)
        await #expect(throws: Failure(.userFrozen)) { try await world.logIn(.name("alice"), pass.password) }
    }

    @Test func aSecretTextIsReadOnce() async throws {
        let long = String(repeating: "x", count: 8_192)
        for text in ["", "{\"a\":1}", long] {
            let code = try await texts.store(text, seconds: 60, in: app, from: "192.0.2.1")
            #expect(code.count == 22 && code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
            await #expect(throws: Self.invalid) { try await texts.read(code, in: AppNumber(2)) }
            // Codes of one kind are none of another.
            await #expect(throws: Self.invalid) { try await world.qr.poll(code, in: app) }
            #expect(try await texts.read(code, in: app) == text)
            await #expect(throws: Self.invalid) { try await texts.read(code, in: app) }
        }
        let code = try await texts.store("late", seconds: 1, in: app, from: "192.0.2.1")
        world.clock.advance(by: 1_000)
        await #expect(throws: Self.invalid) { try await texts.read(code, in: app) }
    }

    @Test func secretTextsHaveTheirBounds() async throws {
        for (text, seconds, field) in [
            ("x", 0, "expire_seconds"), ("x", 86_401, "expire_seconds"), (String(repeating: "x", count: 8_193), 1, "secret_text"),
            ("a\0b", 1, "secret_text"),
        ] as [(String, Int64, String)] {
            await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: \(field)")) {
                try await texts.store(text, seconds: seconds, in: app, from: "192.0.2.1")
            }
        }
    }

    @Test func onlySoManyOfAnAppWait() async throws {
        for number in 1...Limits.oneTimeCodes - 2 {
            let key = OneTimeCode.Key(app, .secretText, "\(number)")
            try await world.codes.save(OneTimeCode(key: key, user: .system, expiresAt: world.clock.now().advanced(by: 1)))
        }
        let texts = texts
        for _ in 1...2 { _ = try await texts.store("text", seconds: 1, in: app, from: "192.0.2.1") }
        await #expect(throws: Failure(.serverBusy)) { try await texts.store("one more", seconds: 1, in: app, from: "192.0.2.1") }
        #expect(world.codes.counts == 1, "not for every text")
        _ = try await texts.store("elsewhere", seconds: 1, in: AppNumber(2), from: "192.0.2.1")
        _ = try await signs.sign(for: world.alice, from: "192.0.2.1")
        // Those that were used are noticed some seconds later.
        _ = try await texts.read("1", in: app)
        await #expect(throws: Failure(.serverBusy)) { try await texts.store("one more", seconds: 1, in: app, from: "192.0.2.1") }
        world.clock.advance(by: OpenCodes.freshness)
        _ = try await texts.store("one more", seconds: 1, in: app, from: "192.0.2.1")
        await #expect(throws: Failure(.serverBusy)) { try await texts.store("one more", seconds: 1, in: app, from: "192.0.2.1") }
    }

    @Test func oneAddressBeginsOnlySoManyInATime() async throws {
        let tooMany = Failure(.serverTooManyRequest)
        func begin(_ address: String, _ app: AppNumber = AppNumber(1)) async throws(Failure) {
            _ = try await world.qr.begin(app, from: address)
        }
        for _ in 1...Limits.qrCodesPerAddress.most { try await begin("2001:db8::1") }
        // Who has one address of a network has all of them.
        for address in ["2001:db8::1", "2001:db8::2:3", "[2001:db8:0:0:ffff::]:80"] {
            await #expect(throws: tooMany) { try await begin(address) }
        }
        try await begin("2001:db8:0:1::1")
        try await begin("192.0.2.1")
        try await begin("2001:db8::1", AppNumber(2))
        world.clock.advance(by: Limits.qrCodesPerAddress.within - 1)
        await #expect(throws: tooMany) { try await begin("2001:db8::1") }
        world.clock.advance(by: 1)
        try await begin("2001:db8::1")

        let (texts, signs) = (texts, signs)
        for _ in 1...Limits.secretTextsPerAddress.most { _ = try await texts.store("", seconds: 1, in: app, from: "192.0.2.1") }
        await #expect(throws: tooMany) { try await texts.store("", seconds: 1, in: app, from: "192.0.2.1") }
        for _ in 1...Limits.changeSignsPerAddress.most { _ = try await signs.sign(for: world.alice, from: "192.0.2.1") }
        await #expect(throws: tooMany) { try await signs.sign(for: world.eve, from: "192.0.2.1") }
    }

    @Test func aSignIsItsUsersAndWorksOnceWithinTenMinutes() async throws {
        let sign = try await signs.sign(for: world.alice, from: "192.0.2.1")
        await #expect(throws: Self.invalid) { try await signs.redeem(sign, by: world.eve) }
        world.clock.advance(by: 599_999)
        try await signs.redeem(sign, by: world.alice)
        await #expect(throws: Self.invalid) { try await signs.redeem(sign, by: world.alice) }
        let late = try await signs.sign(for: world.alice, from: "192.0.2.1")
        world.clock.advance(by: 600_000)
        await #expect(throws: Self.invalid) { try await signs.redeem(late, by: world.alice) }
    }
}
