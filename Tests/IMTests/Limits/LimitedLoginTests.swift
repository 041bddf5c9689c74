import HearthCore
import TestSupport
import Testing

@testable import IM

struct LimitedLoginTests {
    private func world(_ settings: [String: String]) async throws -> (LoginWorld, SignIn) {
        let world = try await LoginWorld()
        try await world.set(settings)
        let rates = RateLimits(clock: world.clock)
        let signIn = SignIn(
            tokens: world.tokens, accounts: world.accounts, devices: InMemoryDevices(), live: world.live, clock: world.clock, rates: rates)
        return (world, signIn)
    }

    private func logIn(_ signIn: SignIn, _ token: String, from address: String = "192.0.2.1") async throws(Failure) {
        _ = try await signIn.signIn(
            SignIn.Request(
                user: 2, token: token, device: DeviceClaim(guid: "guid", platform: 6, userAgent: "", sdkVersion: "2.0.0"),
                encryptMethod: 0, address: address))
    }

    @Test func whoLogsInTooOftenHasToWait() async throws {
        let (world, signIn) = try await world(["limit.logins.user": "2/1"])
        let token = try await world.token()
        for _ in 0..<2 { try await logIn(signIn, token) }
        await #expect(throws: Failure(.serverTooManyRequest)) { try await logIn(signIn, token, from: "192.0.2.2") }
        world.clock.advance(by: 1_000)
        try await logIn(signIn, token)
    }

    @Test func madeUpTokensUseUpNobodysLogins() async throws {
        let (world, signIn) = try await world(["limit.logins.user": "1/60"])
        for _ in 0..<10 { await #expect(throws: Failure(.invalidToken)) { try await logIn(signIn, "made up") } }
        try await logIn(signIn, try await world.token())
    }

    @Test func anAddressHasALimitForAllItsUsers() async throws {
        let (world, signIn) = try await world(["limit.logins.address": "1/60"])
        let token = try await world.token()
        try await logIn(signIn, token)
        await #expect(throws: Failure(.serverTooManyRequest)) { try await logIn(signIn, token) }
        try await logIn(signIn, token, from: "192.0.2.2")
        try await world.set(["limits.exempt": "true"])
        try await logIn(signIn, token)
    }
}
