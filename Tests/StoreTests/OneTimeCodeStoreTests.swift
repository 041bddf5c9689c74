import HearthCore
import IM
import Testing

struct OneTimeCodeStoreTests {
    private static let begin = Instant(milliseconds: 1_000)
    private static let end = Instant(milliseconds: 5_000)

    private static func code(
        _ app: AppNumber, _ text: String, _ purpose: CodePurpose = .secretText, user: UserID = .system, content: String = "",
        endsAt: Instant = end
    ) -> OneTimeCode {
        OneTimeCode(key: OneTimeCode.Key(app, purpose, text), user: user, content: content, expiresAt: endsAt)
    }

    @Test(arguments: StoreKind.all) func aCodeIsUsedOnceByItsUserInItsAppForItsPurpose(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let second = try await store.app("second")
        let code = Self.code(anna.app, "Code-1", user: anna.user, content: "päss\n")
        try await store.codes.save(code)
        store = try await store.reopened()
        #expect(try await store.codes.owner(of: code.key, now: Self.begin) == anna.user)
        for other in [
            OneTimeCode.Key(second, .secretText, "Code-1"), OneTimeCode.Key(anna.app, .passwordChange, "Code-1"),
            OneTimeCode.Key(anna.app, .secretText, "code-1"),
        ] {
            #expect(try await store.codes.use(other, of: anna.user, now: Self.begin) == nil)
            #expect(try await store.codes.owner(of: other, now: Self.begin) == nil)
        }
        #expect(try await store.codes.use(code.key, of: ben.user, now: Self.begin) == nil)
        #expect(try await store.codes.use(code.key, of: anna.user, now: Self.end) == nil, "it has ended")
        #expect(try await store.codes.owner(of: code.key, now: Self.end) == nil)
        #expect(try await store.codes.use(code.key, of: anna.user, now: Instant(milliseconds: 4_999)) == "päss\n")
        #expect(try await store.codes.use(code.key, of: anna.user, now: Self.begin) == nil)
    }

    @Test(arguments: StoreKind.all) func theTextOfACodeIsNotKept(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        try await store.codes.save(Self.code(app, "Code-1"))
        let hashes = try await store.database.reading { try $0.all("SELECT code_hash FROM one_time_codes") { $0.text(0) } }
        #expect(hashes.count == 1 && hashes[0].count == 65 && !hashes[0].contains("ode"))
    }

    @Test(arguments: StoreKind.all) func ofManyWhoReadACodeAtOnceOneGetsIt(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        for number in 1...20 {
            let code = Self.code(app, "code\(number)", content: "text")
            try await store.codes.save(code)
            let got = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 1...8 { group.addTask { try await store.codes.use(code.key, of: .system, now: Self.begin) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(got.compactMap { $0 } == ["text"])
        }
    }

    @Test(arguments: StoreKind.all) func nobodysCodeIsGivenToTheFirst(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let code = Self.code(anna.app, "code", .qrLogin)
        try await store.codes.save(code)
        #expect(try await !store.codes.give(code.key, to: anna.user, now: Self.end))
        #expect(try await store.codes.give(code.key, to: anna.user, now: Self.begin))
        #expect(try await !store.codes.give(code.key, to: ben.user, now: Self.begin))
        #expect(try await store.codes.give(code.key, to: anna.user, now: Self.begin))
        #expect(try await store.codes.owner(of: code.key, now: Self.begin) == anna.user)
    }

    @Test(arguments: StoreKind.all) func aCodeIsExchangedOnce(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let code = Self.code(anna.app, "code", .qrLogin, user: anna.user)
        try await store.codes.save(code)
        let forBen = Self.code(anna.app, "for ben", .oneTimePassword, user: ben.user)
        #expect(try await !store.codes.exchange(code.key, for: forBen, now: Self.begin))
        let wanted = (1...8).map { Self.code(anna.app, "pass\($0)", .oneTimePassword, user: anna.user) }
        let made = try await withThrowingTaskGroup(of: Bool.self) { group in
            for pass in wanted { group.addTask { try await store.codes.exchange(code.key, for: pass, now: Self.begin) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(made.count { $0 } == 1)
        var found = 0
        for pass in wanted where try await store.codes.owner(of: pass.key, now: Self.begin) != nil { found += 1 }
        #expect(found == 1)
        #expect(try await store.codes.owner(of: forBen.key, now: Self.begin) == nil)
    }

    @Test(arguments: StoreKind.all) func codesAreCountedByAppAndPurpose(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (first, second) = (try await store.app("first"), try await store.app("second"))
        for number in 1...5 { try await store.codes.save(Self.code(first, "\(number)")) }
        for purpose in CodePurpose.allCases where purpose != .secretText { try await store.codes.save(Self.code(first, "6", purpose)) }
        try await store.codes.save(Self.code(second, "6"))
        for (most, found) in [(4, 4), (5, 5), (100, 5)] {
            #expect(try await store.codes.count(.secretText, of: first, upTo: most) == found)
        }
        for purpose in CodePurpose.allCases where purpose != .secretText {
            #expect(try await store.codes.count(purpose, of: first, upTo: 100) == 1)
            #expect(try await store.codes.count(purpose, of: second, upTo: 100) == 0)
        }
    }

    @Test(arguments: StoreKind.all) func aCodeIsWithdrawnByItsUserOrWhileItIsNobodys(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let (annas, nobodys) = (Self.code(anna.app, "annas", .qrLogin, user: anna.user), Self.code(anna.app, "nobodys", .qrLogin))
        for code in [annas, nobodys] { try await store.codes.save(code) }
        #expect(try await !store.codes.withdraw(annas.key, by: ben.user, now: Self.begin))
        #expect(try await !store.codes.withdraw(annas.key, by: anna.user, now: Self.end))
        for code in [annas, nobodys] {
            #expect(try await store.codes.withdraw(code.key, by: anna.user, now: Self.begin))
            #expect(try await !store.codes.withdraw(code.key, by: anna.user, now: Self.begin))
            #expect(try await store.codes.owner(of: code.key, now: Self.begin) == nil)
        }
    }

    @Test(arguments: StoreKind.all) func codesEndWithThePasswordTheRightToLogInAndTheAccount(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let other = Account(app: try await store.app("other"), user: anna.user)
        let ends: [@Sendable () async throws -> Void] = [
            {
                // One that changes nothing ends nothing.
                _ = try await store.accountControl.setPassword(
                    anna, hash: "new", replacing: "wrong", keeping: nil, now: Self.begin)
                #expect(try await Self.open(of: anna, store) == CodePurpose.allCases)
                _ = try await store.accountControl.setPassword(anna, hash: "new", replacing: nil, keeping: nil, now: Self.begin)
            },
            { _ = try await store.accountControl.freeze(anna.app, [anna.user], now: Self.begin) },
            { _ = try await store.accountControl.remove(anna, now: Self.begin) },
        ]
        for end in ends {
            for account in [anna, ben, other] {
                for purpose in CodePurpose.allCases {
                    try await store.codes.save(Self.code(account.app, "\(account.user) \(purpose)", purpose, user: account.user))
                }
            }
            let nobodys = Self.code(anna.app, "nobodys")
            try await store.codes.save(nobodys)
            try await end()
            #expect(try await Self.open(of: anna, store) == [])
            for account in [ben, other] { #expect(try await Self.open(of: account, store) == CodePurpose.allCases) }
            #expect(try await store.codes.owner(of: nobodys.key, now: Self.begin) == .system)
            try await store.database.writing { _ = try $0.execute(built: "DELETE FROM one_time_codes", []) }
        }
    }

    private static func open(of account: Account, _ store: OpenStore) async throws -> [CodePurpose] {
        var open: [CodePurpose] = []
        for purpose in CodePurpose.allCases {
            let key = OneTimeCode.Key(account.app, purpose, "\(account.user) \(purpose)")
            if try await store.codes.owner(of: key, now: begin) != nil { open.append(purpose) }
        }
        return open
    }

    @Test(arguments: StoreKind.all) func endedCodesAreForgottenInSteps(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        for number in 1...10 {
            try await store.codes.save(
                Self.code(app, "\(number)", endsAt: Instant(milliseconds: Int64(number) * 100)))
        }
        let noon = Instant(milliseconds: 700)
        for removed in [4, 2, 0] { #expect(try await store.codes.prune(endedBefore: noon, limit: 4) == removed) }
        for number in 1...10 {
            let isThere = try await store.codes.owner(of: Self.code(app, "\(number)").key, now: Instant(milliseconds: 0)) != nil
            #expect(isThere == (number >= 7))
        }
    }
}
