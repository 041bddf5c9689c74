import HearthCore
import IM
import TestSupport
import Testing

struct AdminTokensTests {
    private static func tokens(_ world: LoginWorld) -> AdminTokens {
        AdminTokens(store: world.rows, codec: PlainTokenCodec(), clock: world.clock, randomness: SeededRandomness(seed: 7))
    }

    @Test func anAdminTokenIsAlive() async throws {
        let world = try await LoginWorld()
        let made = try await Self.tokens(world).issue(world.entry)
        let bearer = try await world.tokens.bearer(of: made.text, app: world.entry.app.id)
        #expect(bearer.role == .admin && bearer.account.user == .system && bearer.tokenID == made.token.id)
        #expect(try await Self.tokens(world).list(world.entry.app) == [made.token])
    }

    @Test func anAdminTokenDoesNotLogIn() async throws {
        let world = try await LoginWorld()
        let text = try await Self.tokens(world).issue(world.entry).text
        for user in [0, 2, UInt64.max] {
            await #expect(throws: Failure(.signInFailed)) { try await world.logIn(text, as: user) }
        }
    }

    @Test func aRoleThatWasWrittenIntoATokenIsNotBelieved() async throws {
        let world = try await LoginWorld()
        let text = try await world.token().replacing("/2/1/", with: "/2/2/")
        #expect(try await world.tokens.bearer(of: text, app: nil).role == .user)
    }

    @Test func aRevokedTokenIsDeadAtOnce() async throws {
        let world = try await LoginWorld()
        let tokens = Self.tokens(world)
        let (first, second) = (try await tokens.issue(world.entry), try await tokens.issue(world.entry))
        try await tokens.revoke(first.token.id, of: world.entry.app)
        await #expect(throws: Failure(.accessTokenExpired)) { try await world.tokens.bearer(of: first.text, app: nil) }
        #expect(try await world.tokens.bearer(of: second.text, app: nil).role == .admin)
        let other = try await world.otherApp()
        await #expect(throws: Failure.self) { try await tokens.revoke(second.token.id, of: other.app) }
    }
}
