import HearthCore
import TestSupport
import Testing

@testable import IM

struct ProvisioningTests {
    @Test func everyNameBecomesAnAccountWithATokenThatWorks() async throws {
        let world = try await LoginWorld()
        let names = (0..<600).map { "user_\($0)" }
        let outcomes = try await world.provisioning().provision(world.entry, names: names)
        #expect(outcomes.map(\.name.rawValue) == names)
        let tokens = try outcomes.map { try $0.token.get() }
        #expect(Set(tokens.map(\.user)).count == names.count)
        for (name, token) in zip(names, tokens) {
            let bearer = try await world.tokens.bearer(of: token.text, app: world.entry.app.id)
            #expect(bearer.account.user == token.user)
            #expect(try await world.accounts.credentials(world.entry.app.number, name: name)?.user == token.user)
        }
    }

    @Test func noPasswordLeadsIn() async throws {
        let world = try await LoginWorld()
        _ = try await world.provisioning().provision(world.entry, names: ["ben"])
        for password in ["", "plain:", "secret"] {
            await #expect(throws: Failure(.userAuthFailed)) {
                try await world.tokens.issue(world.entry, name: "ben", password: password)
            }
        }
    }

    @Test func aNameThatIsTakenIsNamedAndAllOthersAreMade() async throws {
        let world = try await LoginWorld()
        let names = (0..<300).map { "user_\($0)" } + ["alice"] + (300..<600).map { "user_\($0)" }
        let outcomes = try await world.provisioning().provision(world.entry, names: names)
        #expect(outcomes.map(\.name.rawValue) == names)
        for outcome in outcomes {
            switch outcome.token {
            case .success(let token):
                #expect(outcome.name.rawValue != "alice")
                _ = try await world.tokens.bearer(of: token.text, app: nil)
            case .failure(let failure):
                #expect(outcome.name.rawValue == "alice")
                #expect(failure == Failure(.userAlreadyExist, "the user exists already: alice"))
            }
        }
        #expect(try await world.tokens.issue(world.entry, name: "alice", password: "secret").user == world.alice.user, "untouched")
    }

    @Test func aNameThatComesTwiceIsMadeOnce() async throws {
        let world = try await LoginWorld()
        let outcomes = try await world.provisioning().provision(world.entry, names: ["ben", "ben", "carl"])
        let made = outcomes.filter { (try? $0.token.get()) != nil }.map(\.name.rawValue)
        #expect(made.sorted() == ["ben", "carl"])
    }

    @Test func aNameAgainstTheRulesMakesNobody() async throws {
        let world = try await LoginWorld()
        await #expect(throws: Failure(.invalidUserNameParameter)) {
            try await world.provisioning().provision(world.entry, names: ["ben", "12345"])
        }
        #expect(try await world.accounts.credentials(world.entry.app.number, name: "ben") == nil)
    }

    @Test func anotherAppHasNamesOfItsOwn() async throws {
        let world = try await LoginWorld()
        let other = try await world.otherApp()
        _ = try await world.provisioning().provision(world.entry, names: ["ben"])
        let outcomes = try await world.provisioning().provision(other, names: ["ben"])
        let token = try #require(try outcomes.first?.token.get()).text
        #expect(try await world.tokens.bearer(of: token, app: other.app.id).account.app == other.app.number)
        await #expect(throws: Failure(.invalidToken)) { try await world.tokens.bearer(of: token, app: world.entry.app.id) }
    }

    @Test func nobodyIsAskedForNobody() async throws {
        let world = try await LoginWorld()
        #expect(try await world.provisioning().provision(world.entry, names: []).isEmpty)
    }

    /// Who has an account and no token cannot be made again: that must be told apart from a name that is free.
    @Test func aTokenThatCannotBeWrittenIsToldApartFromAnAccountThatCannot() async throws {
        let world = try await LoginWorld()
        let outcomes = try await world.provisioning(tokens: RefusingTokens(after: 1)).provision(world.entry, names: ["ben", "carl"])
        let failures = outcomes.compactMap { if case .failure(let failure) = $0.token { failure } else { nil } }
        let failure = try #require(failures.first)
        #expect(failures.count == 1 && failure.name == .serverBusy)
        let name = try #require(outcomes.first { (try? $0.token.get()) == nil }).name.rawValue
        #expect(failure.restMessage.hasPrefix("the user \(name) is made, its token is not"))
        #expect(try await world.accounts.credentials(world.entry.app.number, name: name) != nil)
    }
}

extension LoginWorld {
    fileprivate func provisioning(tokens store: (any TokenStore)? = nil) -> Provisioning {
        let issuer = Tokens(
            apps: directory, accounts: accounts, passwords: passwords, store: store ?? rows, codec: PlainTokenCodec(), clock: clock,
            randomness: SeededRandomness(), lifetime: Self.lifetime)
        return Provisioning(accounts: accounts, tokens: issuer, clock: clock)
    }
}
