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
        try await store.codes.save(code, most: 10)
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
        try await store.codes.save(Self.code(app, "Code-1"), most: 10)
        let hashes = try await store.database.reading { try $0.all("SELECT code_hash FROM one_time_codes") { $0.text(0) } }
        #expect(hashes.count == 1 && hashes[0].count == 65 && !hashes[0].contains("ode"))
    }

    @Test(arguments: StoreKind.all) func ofManyWhoReadACodeAtOnceOneGetsIt(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        for number in 1...20 {
            let code = Self.code(app, "code\(number)", content: "text")
            try await store.codes.save(code, most: 100)
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
        try await store.codes.save(code, most: 10)
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
        try await store.codes.save(code, most: 10)
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

    @Test(arguments: StoreKind.all) func onlySoManyOfOneAppAndPurposeAreKept(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (first, second) = (try await store.app("first"), try await store.app("second"))
        for number in 1...5 { try await store.codes.save(Self.code(first, "\(number)"), most: 5) }
        await #expect(throws: Failure(.serverBusy)) { try await store.codes.save(Self.code(first, "6"), most: 5) }
        for purpose in CodePurpose.allCases where purpose != .secretText {
            try await store.codes.save(Self.code(first, "6", purpose), most: 5)
        }
        try await store.codes.save(Self.code(second, "6"), most: 5)
        #expect(try await store.codes.use(Self.code(first, "1").key, of: .system, now: Self.begin) == "")
        try await store.codes.save(Self.code(first, "6"), most: 5)
    }

    @Test(arguments: StoreKind.all) func endedCodesAreForgottenInSteps(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        for number in 1...10 {
            try await store.codes.save(
                Self.code(app, "\(number)", endsAt: Instant(milliseconds: Int64(number) * 100)), most: 100)
        }
        let noon = Instant(milliseconds: 700)
        for removed in [4, 2, 0] { #expect(try await store.codes.prune(endedBefore: noon, limit: 4) == removed) }
        for number in 1...10 {
            let isThere = try await store.codes.owner(of: Self.code(app, "\(number)").key, now: Instant(milliseconds: 0)) != nil
            #expect(isThere == (number >= 7))
        }
    }
}
