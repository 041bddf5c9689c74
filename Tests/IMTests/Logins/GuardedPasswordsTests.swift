import HearthCore
import TestSupport
import Testing

@testable import IM

struct GuardedPasswordsTests {
    private let world = GuardedWorld()
    private static let wrong = Failure(.userAuthFailed)
    private static let unknown = Failure(.userNotExist)
    private static let tooMany = Failure(.serverTokenRequestTooMany)

    @Test func aPersonIsFoundByNameNumberMobileAndAddress() async throws {
        world.accounts.set(mobile: "4670000", email: "alice@example.org", of: world.alice)
        for login in [LoginName.name("alice"), .user(UserID(2)), .any("alice"), .any("4670000"), .any("alice@example.org")] {
            #expect(try await world.logIn(login) == world.alice.user)
        }
        await #expect(throws: Self.unknown) { try await world.logIn(.name("4670000")) }
        await #expect(throws: Self.unknown) { try await world.logIn(.any("")) }
    }

    /// The time of an answer must not tell who exists, nor who has no password.
    @Test func everyRefusalCostsOneHash() async throws {
        world.accounts.set(.removed, of: Account(app: world.app.number, user: UserID(6)))
        world.accounts.add(Account(app: world.app.number, user: UserID(6)), name: "gone", passwordHash: "plain:secret", status: .removed)
        var looks = 0
        for (login, failure) in [
            (LoginName.name("alice"), Self.wrong), (.name("eve"), Self.wrong), (.name("nobody"), Self.unknown),
            (.user(UserID(8)), Self.unknown), (.name("gone"), Self.unknown), (.any("no such@name"), Self.unknown),
        ] {
            let before = world.hashes.hashesComputed
            await #expect(throws: failure) { try await world.logIn(login, login == .name("gone") ? "secret" : "guess") }
            #expect(world.hashes.hashesComputed == before + 1, "\(login)")
            #expect(world.codes.looks == looks)
            // What looks like a password for one login is looked for, whoever it is said to be.
            await #expect(throws: failure) { try await world.logIn(login, "once-" + String(repeating: "x", count: 22)) }
            looks += 1
            #expect(world.hashes.hashesComputed == before + 2 && world.codes.looks == looks, "\(login)")
        }
    }

    @Test func anAppMayHideWhoIsUnknown() async throws {
        for login in [LoginName.name("nobody"), .user(UserID(8)), .any("x@y")] {
            await #expect(throws: Self.wrong) { try await world.logIn(login, "guess", ["login.hide.unknown": "true"]) }
        }
    }

    @Test func onlyWhoHasThePasswordLearnsThatAnAccountIsFrozen() async throws {
        world.accounts.set(.frozen, of: world.alice)
        await #expect(throws: Self.wrong) { try await world.logIn(.name("alice"), "guess") }
        await #expect(throws: Failure(.userFrozen)) { try await world.logIn(.name("alice")) }
    }

    @Test func whoGuessesTooOftenWaitsAndNothingIsHashed() async throws {
        let settings = ["login.tries.account": "3"]
        for name in ["alice", "nobody"] {
            for _ in 1...3 { await #expect(throws: Failure.self) { try await world.logIn(.name(name), "guess", settings) } }
            let before = world.hashes.hashesComputed
            for address in ["192.0.2.1", "192.0.2.2"] {
                await #expect(throws: Self.tooMany) { try await world.logIn(.name(name), "secret", settings, from: address) }
            }
            #expect(world.hashes.hashesComputed == before)
        }
        // Another way to the same account.
        await #expect(throws: Self.tooMany) { try await world.logIn(.user(UserID(2)), "secret", settings) }
        world.clock.advance(by: 1_000)
        #expect(try await world.logIn(.name("alice"), "secret", settings) == world.alice.user)
        for _ in 1...3 { await #expect(throws: Self.wrong) { try await world.logIn(.name("alice"), "guess", settings) } }
    }

    @Test func anAddressThatTriesManyNamesWaitsToo() async throws {
        let settings = ["login.tries.address": "5"]
        for number in 1...5 { await #expect(throws: Self.unknown) { try await world.logIn(.name("user\(number)"), "guess", settings) } }
        await #expect(throws: Self.tooMany) { try await world.logIn(.name("alice"), "secret", settings) }
        #expect(try await world.logIn(.name("alice"), "secret", settings, from: "192.0.2.2") == world.alice.user)
    }

    @Test func aPasswordIsCheckedForWhoIsLoggedIn() async throws {
        try await world.passwords.check("secret", of: world.alice, in: world.entry(), from: "192.0.2.1")
        for _ in 1...10 {
            await #expect(throws: Self.wrong) {
                try await world.passwords.check("guess", of: world.alice, in: world.entry(), from: "192.0.2.1")
            }
        }
        await #expect(throws: Self.tooMany) {
            try await world.passwords.check("secret", of: world.alice, in: world.entry(), from: "192.0.2.1")
        }
        let nobody = Account(app: world.app.number, user: UserID(80))
        await #expect(throws: Self.unknown) {
            try await world.passwords.check("secret", of: nobody, in: world.entry(), from: "192.0.2.1")
        }
    }

    @Test func textsHaveTheirBounds() async throws {
        for (login, field) in [(LoginName.name("x" + String(repeating: "é", count: 256)), "name"), (.any("a\0b"), "login_name")] {
            await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: \(field)")) {
                try await world.logIn(login)
            }
        }
        for password in [String(repeating: "x", count: 4_097), "sec\0ret"] {
            await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: password")) {
                try await world.logIn(.name("alice"), password)
            }
        }
        #expect(world.hashes.hashesComputed == 0)
    }
}
