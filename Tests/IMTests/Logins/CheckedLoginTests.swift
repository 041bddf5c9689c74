import HearthCore
import TestSupport
import Testing

@testable import IM

/// What a login rests on, which must still be so when its token is written.
struct CheckedLoginTests {
    private let world = GuardedWorld()

    private func login(
        _ name: String, _ password: String, _ settings: [String: String] = [:]
    ) async throws(Failure) -> CheckedLogin {
        try await world.passwords.user(.name(name), password: password, in: world.entry(settings), from: "192.0.2.1")
    }

    @Test func aPasswordThatIsKeptHereIsOneThatMustStay() async throws {
        #expect(try await login("alice", "secret") == CheckedLogin(user: world.alice.user, passwordHash: "plain:secret"))
    }

    /// Whoever gets a password here is not asked for elsewhere any more.
    @Test func whoIsLetInByAUserBaseElsewhereMustHaveNoPasswordHere() async throws {
        world.elsewhere.answer(.allowed(nickName: ""))
        let asking = ["login.external.url": GuardedWorld.url]
        #expect(try await login("eve", "pass", asking) == CheckedLogin(user: world.eve.user, passwordHash: ""))
        #expect(try await login("zoe", "pass", asking).passwordHash == "", "also the first time")
    }

    @Test func aPassForOneLoginEndsWithThePassword() async throws {
        let offer = try await world.qr.begin(world.app.number, from: "192.0.2.1")
        try await world.qr.allow(offer.code, by: world.alice)
        let pass = try #require(try await world.qr.poll(offer.code, in: world.app.number))
        #expect(try await login(pass.name, pass.password) == CheckedLogin(user: world.alice.user, passwordHash: "plain:secret"))
    }
}
