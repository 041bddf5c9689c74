import HearthCore
import IM
import TestSupport
import Testing

struct TokensTests {
    @Test func aTokenBelongsToWhoGaveThePassword() async throws {
        let world = try await LoginWorld()
        let issued = try await world.tokens.issue(world.entry, name: "alice", password: "secret")
        let bearer = try await world.tokens.bearer(of: issued.text, app: world.entry.app.id)
        #expect(bearer.account == world.alice)
        #expect(bearer.role == .user)
        #expect(issued.expiresAt == world.clock.now().advanced(by: LoginWorld.lifetime))
        let byID = try await world.tokens.issue(world.entry, user: world.alice.user, password: "secret")
        #expect(byID.user == issued.user)
        #expect(byID.text != issued.text)
    }

    @Test func aWrongPasswordIsNamedSo() async throws {
        let world = try await LoginWorld()
        let error = await #expect(throws: Failure(.userAuthFailed)) {
            try await world.tokens.issue(world.entry, name: "alice", password: "Secret")
        }
        #expect(error?.restCode == 11001)
    }

    @Test func anUnknownNameTakesAsMuchWorkAsAWrongPassword() async throws {
        let world = try await LoginWorld()
        let error = await #expect(throws: Failure(.userNotExist)) {
            try await world.tokens.issue(world.entry, name: "nobody", password: "secret")
        }
        #expect(error?.restCode == 10000)
        #expect(world.passwords.hashesComputed == 1)
        await #expect(throws: Failure(.userNotExist)) {
            try await world.tokens.issue(world.entry, user: UserID(4), password: "secret")
        }
        #expect(world.passwords.hashesComputed == 2)
    }

    @Test func aRemovedUserIsAsUnknownAsAnyOther() async throws {
        let world = try await LoginWorld()
        world.accounts.set(.removed, of: world.alice)
        await #expect(throws: Failure(.userNotExist)) { try await world.token() }
        #expect(world.passwords.hashesComputed == 1)
    }

    @Test func aFrozenUserGetsNoToken() async throws {
        let world = try await LoginWorld()
        world.accounts.set(.frozen, of: world.alice)
        await #expect(throws: Failure(.userFrozen)) { try await world.token() }
    }

    @Test func aNameOfAnotherAppIsUnknownHere() async throws {
        let world = try await LoginWorld()
        world.accounts.add(Account(app: AppNumber(7), user: UserID(8)), name: "bob", passwordHash: "plain:b")
        await #expect(throws: Failure(.userNotExist)) {
            try await world.tokens.issue(world.entry, name: "bob", password: "b")
        }
    }

    @Test(arguments: [nil, ""])
    func aMissingTokenIsNamedSo(_ text: String?) async throws {
        let world = try await LoginWorld()
        await #expect(throws: Failure(.missingAccessToken)) { try await world.tokens.bearer(of: text, app: nil) }
    }

    @Test func aTokenDiesAtItsEnd() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        world.clock.advance(by: LoginWorld.lifetime - 1)
        _ = try await world.tokens.bearer(of: token, app: world.entry.app.id)
        world.clock.advance(by: 1)
        await #expect(throws: Failure(.accessTokenExpired)) { try await world.tokens.bearer(of: token, app: nil) }
    }

    @Test func aRevokedTokenIsDead() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        world.rows.change(world.alice.user, ended: .unnamed)
        let error = await #expect(throws: Failure(.accessTokenExpired)) { try await world.tokens.bearer(of: token, app: nil) }
        #expect(error?.restCode == 402)
    }

    @Test func aLiveTokenOfAnotherAppIsNamedSo() async throws {
        let world = try await LoginWorld()
        let other = try await world.tokens.issue(try await world.otherApp(), name: "alice", password: "secret")
        let error = await #expect(throws: Failure(.invalidToken)) {
            try await world.tokens.bearer(of: other.text, app: world.entry.app.id)
        }
        #expect(error?.restCode == 10008)
    }

    @Test func aDeadTokenOfAnotherAppIsOnlyDead() async throws {
        let world = try await LoginWorld()
        let other = try await world.tokens.issue(try await world.otherApp(), name: "alice", password: "secret")
        world.rows.change(other.user, ended: .unnamed)
        await #expect(throws: Failure(.accessTokenExpired)) {
            try await world.tokens.bearer(of: other.text, app: world.entry.app.id)
        }
    }

    @Test func whatIsNoTokenOrSignedByNobodyOrVeryLongIsDead() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        let forged = token.split(separator: "/").dropLast().joined(separator: "/") + "/nokey"
        let unknownApp = "aaaaaaaaaaaa/" + token.split(separator: "/").dropFirst().joined(separator: "/")
        for text in ["x", forged, unknownApp, token + String(repeating: "x", count: 5_000)] {
            await #expect(throws: Failure(.accessTokenExpired)) { try await world.tokens.bearer(of: text, app: nil) }
        }
    }

    @Test func theRoleIsTheRowsNotTheTexts() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        world.rows.change(world.alice.user, role: .admin)
        #expect(try await world.tokens.bearer(of: token, app: nil).role == .admin)
    }
}
