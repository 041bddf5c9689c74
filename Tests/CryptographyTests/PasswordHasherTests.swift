import HearthCore
import Testing

@testable import Cryptography

struct PasswordHasherTests {
    /// Small enough for many hashes in a test.
    static let cheap = PasswordCost(memoryKiB: 64, iterations: 1, parallelism: 1)

    /// Made with argon2-cffi 25.1.
    static let known = [
        ("password", "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$K13EBUiG7JV+9ZxztmHFTdb7J0WQsnj2V8bZaqyPptE"),
        ("пароль-密码-🔥", "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$VkbPW+mL9JqGYcqEISYISPgncn7deEFQEdkt0kUWO38"),
        ("password", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70"),
        ("password", "$argon2id$v=19$m=256,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$OudWdfwYdYZlJsj5MMtA1v51HsC+pa0wUrr8pTaTc7M"),
    ]

    @Test(arguments: known)
    func aHashMadeElsewhereIsVerified(password: String, phc: String) async throws {
        let hasher = PasswordHasher(threads: 1)
        #expect(try await hasher.verify(password, against: phc))
        #expect(try await !hasher.verify(password + " ", against: phc))
        #expect(try await !hasher.verify("", against: phc))
    }

    @Test func theSameSaltGivesTheSameHashAsElsewhere() async throws {
        let hasher = PasswordHasher(threads: 1, randomness: CountingBytes())
        #expect(try await hasher.hash("пароль-密码-🔥") == Self.known[1].1)
    }

    @Test(arguments: ["secret", "", "zero\u{0}inside", "长密码🔑", String(repeating: "x", count: 10_000)])
    func aPasswordFitsItsOwnHashAlone(password: String) async throws {
        let hasher = PasswordHasher(cost: Self.cheap, threads: 1)
        let phc = try await hasher.hash(password)
        #expect(phc.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
        #expect(try await hasher.verify(password, against: phc))
        #expect(try await !hasher.verify(password + "x", against: phc))
        #expect(try await !hasher.verify("zero", against: phc))
    }

    @Test func twoHashesOfOnePasswordDiffer() async throws {
        let hasher = PasswordHasher(cost: Self.cheap, threads: 1)
        #expect(try await hasher.hash("secret") != hasher.hash("secret"))
    }

    @Test(arguments: [
        "", "$", "$$$$$", "plain", "$argon2id$", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ", "$argon2id$v=19$m=64,t=1,p=1$$",
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$!!!!", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$cpx6",
        "$argon2id$v=19$m=0,t=0,p=0$c29tZXNhbHQ$cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70",
        "$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70",
        "$argon2id$v=19$m=64,t=4294967295,p=1$c29tZXNhbHQ$cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70",
        "$argon2id$v=19$m=64,t=1,p=16777216$c29tZXNhbHQ$cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70",
        "$argon2id$v=19$m=99999999999999999999,t=1,p=1$c29tZXNhbHQ$cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70",
        "$argon2id$v=18$m=64,t=1,p=1$c29tZXNhbHQ$cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70",
        "$argon2id$m=64,t=1,p=1$c29tZXNhbHQ$cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70",
        "$argon2id$v=19$t=1,m=64,p=1$c29tZXNhbHQ$cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70",
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$cpx6VEQbwTVZvcpxNIxOVUWZ5xnAipUmAe1cg2GMG70\u{0}behind",
        "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$v1DTJpl9EsRIKW3SFzgsjRS88aGpPJC+3z7P2gMxfv8",
        "$2b$12$abcdefghijklmnopqrstuuSIcwwSvFYzDqMF3gMUbWbLbyJNtBvCa",
    ])
    func noPasswordFitsAStringThatIsNoHash(phc: String) async throws {
        let hasher = PasswordHasher(cost: Self.cheap, threads: 1)
        #expect(try await !hasher.verify("password", against: phc))
    }

    @Test func garbledHashesNeverFitAndNeverTrap() async throws {
        let hasher = PasswordHasher(cost: Self.cheap, threads: 1)
        let phc = Array(Self.known[2].1.utf8)
        // Beyond the parameters, so that no garbled hash asks for much work.
        for index in 27..<phc.count - 1 {
            for byte in [UInt8(ascii: "$"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "Z"), 0x7F] where byte != phc[index] {
                var garbled = phc
                garbled[index] = byte
                #expect(try await !hasher.verify("password", against: String(decoding: garbled, as: UTF8.self)))
            }
            #expect(try await !hasher.verify("password", against: String(decoding: phc[..<index], as: UTF8.self)))
        }
    }

    @Test func aCostThatCannotBeMetIsAFailure() async {
        let hasher = PasswordHasher(cost: PasswordCost(memoryKiB: 1, iterations: 0, parallelism: 0), threads: 1)
        await #expect(throws: Failure(.serverUnknownError)) { try await hasher.hash("secret") }
    }

    @Test func anUnknownUserCostsTheSameHash() async throws {
        let hasher = PasswordHasher(cost: Self.cheap, threads: 1)
        try await hasher.verifyAgainstNothing("secret")
    }
}

/// 0, 1, 2, ... on every call.
private struct CountingBytes: Randomness {
    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0) } }
}
