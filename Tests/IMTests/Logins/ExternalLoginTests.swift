import HearthCore
import TestSupport
import Testing

@testable import IM

struct ExternalLoginTests {
    private let world = GuardedWorld()
    private static let wrong = Failure(.userAuthFailed)
    private static let asking = ["login.external.url": GuardedWorld.url]
    private static let keyed = ["login.external.key": GuardedWorld.pem]
    private static let both = asking.merging(keyed) { first, _ in first }

    @Test func whoHasAPasswordHereIsNeverAskedForElsewhere() async throws {
        world.elsewhere.answer(.allowed(nickName: ""))
        world.elsewhere.sign("jwt", .signed(.init(expiresAt: world.clock.now().advanced(by: 1), name: "alice")))
        #expect(try await world.logIn(.name("alice"), "secret", Self.both) == world.alice.user)
        for password in ["guess", "jwt"] {
            await #expect(throws: Self.wrong) { try await world.logIn(.name("alice"), password, Self.both) }
        }
        #expect(world.elsewhere.questions.isEmpty)
    }

    @Test func whoIsLetInTheFirstTimeGetsAnAccount() async throws {
        world.elsewhere.answer(.allowed(nickName: "Zoe Z"))
        let zoe = try await world.logIn(.name("zoe"), "pass", Self.asking)
        #expect(world.elsewhere.questions == [.init(url: GuardedWorld.url, name: "zoe", password: "pass")])
        let made = try await world.accounts.profiles(world.app.number, [zoe]).first
        #expect(made?.name == "zoe" && made?.nickName == "Zoe Z")
        #expect(try await world.logIn(.name("zoe"), "pass", Self.asking) == zoe)
        #expect(try await world.logIn(.user(zoe), "pass", Self.asking) == zoe)
        #expect(world.elsewhere.questions.map(\.name) == ["zoe", "zoe", "zoe"])
        // Without the user base there is no way in.
        await #expect(throws: Self.wrong) { try await world.logIn(.name("zoe"), "") }
    }

    @Test func anAccountWithoutAPasswordIsAskedForByItsName() async throws {
        world.elsewhere.answer(.allowed(nickName: "ignored"))
        world.accounts.set(mobile: "4670000", email: "", of: world.eve)
        for login in [LoginName.name("eve"), .user(world.eve.user), .any("4670000")] {
            #expect(try await world.logIn(login, "pass", Self.asking) == world.eve.user)
        }
        #expect(world.elsewhere.questions.map(\.name) == ["eve", "eve", "eve"])
        world.accounts.set(.frozen, of: world.eve)
        await #expect(throws: Failure(.userFrozen)) { try await world.logIn(.name("eve"), "pass", Self.asking) }
    }

    @Test func aRefusalIsAWrongPasswordAndIsCounted() async throws {
        for name in ["eve", "zoe"] {
            let before = world.hashes.hashesComputed
            for _ in 1...10 { await #expect(throws: Self.wrong) { try await world.logIn(.name(name), "guess", Self.asking) } }
            #expect(world.hashes.hashesComputed == before + 10)
            world.elsewhere.answer(.allowed(nickName: ""))
            await #expect(throws: Failure(.serverTokenRequestTooMany)) { try await world.logIn(.name(name), "pass", Self.asking) }
            world.elsewhere.answer(.refused)
        }
        #expect(world.elsewhere.questions.count == 20)
    }

    @Test(arguments: [FailureName.serverNeedRetry, .serverBusy])
    func withoutAnAnswerNobodyGetsInAndNothingIsCounted(name: FailureName) async throws {
        world.elsewhere.answer(Failure(name))
        for _ in 1...20 {
            await #expect(throws: Failure(name)) { try await world.logIn(.name("zoe"), "pass", Self.asking) }
        }
        #expect(try await world.accounts.credentials(world.app.number, name: "zoe") == nil)
        world.elsewhere.answer(.allowed(nickName: ""))
        try await world.logIn(.name("zoe"), "pass", Self.asking)
    }

    @Test func namesThatNobodyCanHaveAreNotAskedFor() async throws {
        world.elsewhere.answer(.allowed(nickName: ""))
        world.accounts.add(Account(app: world.app.number, user: UserID(8)), name: "gone", status: .removed)
        for login in [
            LoginName.name("a b"), .name("12345"), .name("maxim1"), .any("x@y"), .name("gone"), .user(UserID(90)), .user(UserID(8)),
        ] {
            await #expect(throws: Self.wrong) { try await world.logIn(login, "pass", Self.asking) }
        }
        #expect(world.elsewhere.questions.isEmpty)
    }

    @Test func aSignedPasswordLetsItsNameInUntilItsEnd() async throws {
        let now = world.clock.now()
        let later = now.advanced(by: 1)
        let claims: [(SignedPassword.Claims, Bool)] = [
            (.init(expiresAt: later, name: "eve"), true), (.init(expiresAt: later, subject: "eve"), true),
            (.init(expiresAt: later, notBefore: now, name: "eve", subject: "7"), true), (.init(name: "eve"), false),
            (.init(expiresAt: now, name: "eve"), false), (.init(expiresAt: later, notBefore: later, name: "eve"), false),
            (.init(expiresAt: later, name: "Eve"), false), (.init(expiresAt: later, name: "zoe", subject: "eve"), false),
            (.init(expiresAt: later), false),
        ]
        for (index, (claims, isIn)) in claims.enumerated() {
            world.elsewhere.sign("jwt\(index)", .signed(claims))
            let user = try? await world.logIn(.user(world.eve.user), "jwt\(index)", Self.keyed)
            #expect((user == world.eve.user) == isIn, "\(claims)")
        }
        world.elsewhere.sign("new", .signed(.init(expiresAt: later, name: "zoe")))
        let zoe = try await world.logIn(.name("zoe"), "new", Self.keyed)
        #expect(try await world.accounts.credentials(world.app.number, name: "zoe")?.user == zoe)
    }

    @Test func aForgedOneIsNotShownToTheLoginServer() async throws {
        world.elsewhere.answer(.allowed(nickName: ""))
        world.elsewhere.sign("forged", .forged)
        await #expect(throws: Self.wrong) { try await world.logIn(.name("eve"), "forged", Self.both) }
        #expect(world.elsewhere.questions.isEmpty)
        #expect(try await world.logIn(.name("eve"), "plain", Self.both) == world.eve.user)
        // With the key alone, ordinary passwords are nobody's.
        await #expect(throws: Failure(.userNotExist)) { try await world.logIn(.name("zoe"), "plain", Self.keyed) }
    }

    @Test func anAppWithEitherHasExternalLogin() {
        #expect(!world.entry().settings.hasExternalLogin)
        for settings in [Self.asking, Self.keyed, Self.both] { #expect(world.entry(settings).settings.hasExternalLogin) }
    }

    @Test(arguments: [
        "https://login.example", "https://login.example:8443/a/b?c=d", "http://localhost:8080/x", "http://127.0.0.1", "http://127.9.8.7/",
        "http://[::1]:90/", "https://[2001:db8::1]/", "HTTPS://A.EXAMPLE/",
    ])
    func passwordsMayGoThere(url: String) { #expect(ServerURL.isAcceptable(url)) }

    @Test(arguments: [
        "http://login.example/", "http://10.0.0.1/", "http://127.0.0.1.example/", "http://127.0.0.1@evil.example/",
        "http://localhost@evil/", "http://localhost:80@evil/", "https://user:pass@login.example/", "https://", "https:///x", "https://a b/",
        "ftp://localhost/", "x",
        "", "https://a.example:0/", "https://a.example:99999/", "https://a.example:x/", "https://a.example/#x", "http://localhost\\@evil/",
        "https://ä.example/", "https://a.example/\n", "http://127.0.0.1.5/", "http://127.0.0.256/", "https://[::1/", "//localhost/",
    ])
    func passwordsMayNotGoThere(url: String) { #expect(!ServerURL.isAcceptable(url)) }
}
