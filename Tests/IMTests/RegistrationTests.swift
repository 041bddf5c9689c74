import HearthCore
import TestSupport
import Testing

@testable import IM

struct RegistrationTests {
    @Test func everyRowHasItsOutcome() async throws {
        let world = try await LoginWorld()
        let names = (0..<20).map { "user_\($0)" }
        var rows = names.map { Registration.Row(name: $0, password: "secret") }
        rows.insert(Registration.Row(name: "alice", password: "secret"), at: 3)
        rows.insert(Registration.Row(name: "12345", password: "secret"), at: 7)
        rows.append(Registration.Row(name: "zoe", password: ""))
        let outcomes = try await world.registration().register(world.entry, rows)
        #expect(outcomes.map(\.name) == rows.map(\.name))
        for outcome in outcomes {
            switch outcome.user {
            case .success(let user):
                #expect(names.contains(outcome.name))
                #expect(try await world.holds(outcome.name, user))
            case .failure(let failure):
                let expected: [String: FailureName] = [
                    "alice": .userAlreadyExist, "12345": .invalidUserNameParameter, "zoe": .invalidRequestParameter,
                ]
                #expect(failure.name == expected[outcome.name])
            }
        }
    }

    @Test func tooManyRowsAreRefused() async throws {
        let world = try await LoginWorld()
        let rows = [Registration.Row](repeating: Registration.Row(name: "ben", password: "secret"), count: 10_001)
        await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: list")) {
            try await world.registration().register(world.entry, rows)
        }
        #expect(world.passwords.hashesComputed == 0)
    }

    /// More would fill the queue that logins wait in.
    @Test func fewPasswordsAreHashedAtATime() async throws {
        let world = try await LoginWorld()
        let gauge = Gauge()
        let accounts = Accounts(store: world.accounts, passwords: gauge, clock: world.clock)
        let rows = (0..<100).map { Registration.Row(name: "user_\($0)", password: "secret") }
        _ = try await Registration(accounts: accounts, randomness: SeededRandomness()).register(world.entry, rows)
        #expect((1...4).contains(await gauge.most))
    }

    @Test func aGuestGetsANameOfHisOwn() async throws {
        let world = try await LoginWorld()
        let registration = world.registration()
        let first = try await registration.anonymous(world.entry, prefix: "anon_", password: "secret", host: world.alice.user)
        let second = try await registration.anonymous(world.entry, prefix: "anon_", password: "secret")
        #expect(first.user != second.user && first.name != second.name)
        #expect(first.name.hasPrefix("anon_") && first.name.count == 17)
        #expect(try await world.holds(first.name, first.user))
    }

    @Test func aTakenTailIsReplaced() async throws {
        let world = try await LoginWorld()
        let first = try await world.registration().anonymous(world.entry, prefix: "anon_", password: "secret")
        // The same chance again gives the same first tail.
        let second = try await world.registration().anonymous(world.entry, prefix: "anon_", password: "secret")
        #expect(first.name != second.name)
    }

    @Test(arguments: [
        ("", true), (String(repeating: "a", count: 48), true), ("访客", true), ("a b", false), ("mta", false), ("Maxim_", false),
    ])
    func aPrefixObeysTheRulesOfNames(prefix: String, isAllowed: Bool) async throws {
        let world = try await LoginWorld()
        do throws(Failure) {
            let guest = try await world.registration().anonymous(world.entry, prefix: prefix, password: "secret")
            #expect(isAllowed && guest.name.count == prefix.count + 12)
        } catch {
            #expect(!isAllowed && error.name == .invalidUserNameParameter)
        }
    }

    @Test func aGuestIsRefusedForALongPrefixOrForNobodyToTalkTo() async throws {
        let world = try await LoginWorld()
        await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: username")) {
            try await world.registration().anonymous(world.entry, prefix: String(repeating: "a", count: 49), password: "secret")
        }
        await #expect(throws: Failure(.userNotExist)) {
            try await world.registration().anonymous(world.entry, prefix: "a", password: "secret", host: UserID(400))
        }
        await #expect(throws: Failure(.invalidRequestParameter, "invalid request parameter: password")) {
            try await world.registration().anonymous(world.entry, prefix: "a", password: "")
        }
    }

    /// Open or not, external login or not, the way, and whether anybody may.
    @Test(arguments: [
        (true, false, RegistrationPolicy.Way.named, true), (true, false, .push, true), (true, false, .anonymous, true),
        (true, true, .named, false), (true, true, .push, false), (true, true, .anonymous, true),
        (false, false, .named, false), (false, false, .push, false), (false, false, .anonymous, false),
        (false, true, .named, false), (false, true, .push, false), (false, true, .anonymous, false),
    ])
    func thePolicyIsForThoseWithoutAnAdminToken(isOpen: Bool, isExternal: Bool, way: RegistrationPolicy.Way, isAllowed: Bool) throws {
        let policy = RegistrationPolicy(isOpen: isOpen, hasExternalLogin: isExternal)
        try policy.check(way, isAdmin: true)
        if isAllowed {
            try policy.check(way, isAdmin: false)
        } else {
            #expect(throws: Failure(.serverNotAllowOpenRegister)) { try policy.check(way, isAdmin: false) }
        }
    }
}

extension LoginWorld {
    fileprivate func registration() -> Registration {
        Registration(accounts: Accounts(store: accounts, passwords: passwords, clock: clock), randomness: SeededRandomness())
    }

    /// Whether this name is that user's, and his password `secret`.
    fileprivate func holds(_ name: String, _ user: UserID) async throws -> Bool {
        let found = try await accounts.credentials(entry.app.number, name: name)
        return found?.user == user && found?.passwordHash == "plain:secret"
    }
}

/// Hashes that take some turns, and how many were made at once.
private actor Gauge: PasswordHashing {
    private var running = 0
    private(set) var most = 0

    func hash(_ password: String) async throws(Failure) -> String {
        running += 1
        most = max(most, running)
        for _ in 0..<20 { await Task.yield() }
        running -= 1
        return "plain:" + password
    }

    func verify(_ password: String, against hash: String) async throws(Failure) -> Bool { false }

    func verifyAgainstNothing(_ password: String) async throws(Failure) {}
}
