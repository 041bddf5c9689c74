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
        let offer = try await world.qr.begin(app)
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

    @Test func aPassChangesNoPassword() async throws {
        let pass = try await pass(for: world.alice)
        await #expect(throws: Failure(.userAuthFailed)) {
            try await world.passwords.check(pass.password, of: world.alice, in: world.entry(), from: "192.0.2.1")
        }
    }

    private func pass(for account: Account) async throws -> QRLogins.Pass {
        let offer = try await world.qr.begin(app)
        try await world.qr.allow(offer.code, by: account)
        return try #require(try await world.qr.poll(offer.code, in: app))
    }

    @Test func aCodeIsNobodysAfterTwoMinutesNorInAnotherApp() async throws {
        let offer = try await world.qr.begin(app)
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
        let offer = try await world.qr.begin(app)
        try await world.qr.allow(offer.code, by: world.alice)
        await #expect(throws: Self.invalid) { try await world.qr.allow(offer.code, by: world.eve) }
        await #expect(throws: Self.invalid) { try await world.qr.refuse(offer.code, by: world.eve) }
        #expect(try await world.qr.poll(offer.code, in: app)?.name == "alice")
    }

    @Test func aRefusedCodeIsOver() async throws {
        let offer = try await world.qr.begin(app)
        try await world.qr.refuse(offer.code, by: world.alice)
        await #expect(throws: Self.invalid) { try await world.qr.poll(offer.code, in: app) }
    }

    @Test func whoIsFrozenOrGoneGetsNoPass() async throws {
        let offer = try await world.qr.begin(app)
        try await world.qr.allow(offer.code, by: world.alice)
        world.accounts.set(.frozen, of: world.alice)
        await #expect(throws: Failure(.userFrozen)) { try await world.qr.poll(offer.code, in: app) }
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
            let code = try await texts.store(text, seconds: 60, in: app)
            #expect(code.count == 22 && code.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
            await #expect(throws: Self.invalid) { try await texts.read(code, in: AppNumber(2)) }
            // Codes of one kind are none of another.
            await #expect(throws: Self.invalid) { try await world.qr.poll(code, in: app) }
            #expect(try await texts.read(code, in: app) == text)
            await #expect(throws: Self.invalid) { try await texts.read(code, in: app) }
        }
        let code = try await texts.store("late", seconds: 1, in: app)
        world.clock.advance(by: 1_000)
        await #expect(throws: Self.invalid) { try await texts.read(code, in: app) }
    }

    @Test func secretTextsHaveTheirBounds() async throws {
        for (text, seconds, field) in [
            ("x", 0, "expire_seconds"), ("x", 86_401, "expire_seconds"), (String(repeating: "x", count: 8_193), 1, "secret_text"),
            ("a\0b", 1, "secret_text"),
        ] as [(String, Int64, String)] {
            await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: \(field)")) {
                try await texts.store(text, seconds: seconds, in: app)
            }
        }
    }

    @Test func onlySoManyWait() async throws {
        for _ in 1...Limits.oneTimeCodes {
            let key = OneTimeCode.Key(app, .secretText, randomness.code())
            try await world.codes.save(
                OneTimeCode(key: key, user: .system, expiresAt: world.clock.now().advanced(by: 1)), most: .max)
        }
        await #expect(throws: Failure(.serverBusy)) { try await texts.store("one more", seconds: 1, in: app) }
        _ = try await texts.store("elsewhere", seconds: 1, in: AppNumber(2))
        _ = try await signs.sign(for: world.alice)
    }

    @Test func aSignIsItsUsersAndWorksOnceWithinTenMinutes() async throws {
        let sign = try await signs.sign(for: world.alice)
        await #expect(throws: Self.invalid) { try await signs.redeem(sign, by: world.eve) }
        world.clock.advance(by: 599_999)
        try await signs.redeem(sign, by: world.alice)
        await #expect(throws: Self.invalid) { try await signs.redeem(sign, by: world.alice) }
        let late = try await signs.sign(for: world.alice)
        world.clock.advance(by: 600_000)
        await #expect(throws: Self.invalid) { try await signs.redeem(late, by: world.alice) }
    }
}
