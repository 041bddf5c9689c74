import HearthCore
import IM
import TestSupport
import Testing

struct LicensingTests {
    private let store = InMemoryLicense()
    private let clock = VirtualClock()
    private let licenses = PlainLicenses()
    private let app = AppDirectory.Entry(
        app: App(number: AppNumber(1), id: AppID("app1"), name: "a", status: .normal, createdAt: VirtualClock.start))

    private func server() -> Licensing {
        Licensing(
            store: store, reader: LicenseReader(coding: licenses, issuers: licenses), clock: clock, randomness: SeededRandomness())
    }

    private func license(users: Int64? = nil, until: Instant? = nil, key: String? = nil) -> String {
        licenses.text(
            License(id: "1", customer: "", issuedAt: Instant(milliseconds: 0), expiresAt: until, users: users, licenseKey: key))
    }

    private func user(_ user: Int64) -> Account { Account(app: app.app.number, user: UserID(user)) }

    @Test func theKeyIsMadeOnce() async throws {
        let key = try await server().key()
        #expect(key.count == 27 && key.split(separator: "-").count == 4)
        #expect(try await server().key() == key)
    }

    @Test func anInstalledLicenseHoldsAtOnceAndElsewhereAfterTheNextLook() async throws {
        let (here, there) = (server(), server())
        _ = try await (here.key(), there.key())
        try await here.install(license(until: clock.now()), isForced: true)
        #expect(throws: Failure(.serverAppLicenseExpired)) { try here.check(app.app.id) }
        #expect(throws: Failure(.serverAppLicenseExpired)) { try here.room(in: app) }
        try there.check(app.app.id)
        #expect(try await there.refresh())
        #expect(try await !there.refresh())
        #expect(throws: Failure(.serverAppLicenseExpired)) { try there.check(app.app.id) }
        try await there.remove()
        try there.check(app.app.id)
        #expect(try await here.refresh())
        try here.check(app.app.id)
        #expect(try await here.report().state == .none)
    }

    @Test func aLicenseEndsWhileTheServerRuns() async throws {
        let server = server()
        try await server.install(license(until: clock.now().advanced(by: 1_000)), isForced: false)
        try server.check(app.app.id)
        clock.advance(by: 1_000)
        #expect(throws: Failure(.serverAppLicenseExpired)) { try server.check(app.app.id) }
    }

    @Test func whatDoesNotCountIsInstalledByForceAlone() async throws {
        let server = server()
        await #expect(throws: Failure.self) { try await server.install(license(until: clock.now()), isForced: false) }
        for text in ["", "no license", license(key: "another"), license().replacing("1.", with: "1.A", maxReplacements: 1)] {
            await #expect(throws: Failure.self) { try await server.install(text, isForced: false) }
        }
        try server.check(app.app.id)
        try await server.install(license(key: "another"), isForced: true)
        #expect(throws: Failure(.serverInvalidLicense)) { try server.check(app.app.id) }
        try await server.install(license(key: try await server.key()), isForced: false)
        try server.check(app.app.id)
        await #expect(throws: Failure.self) { try await server.install("a\0b", isForced: true) }
        await #expect(throws: Failure.self) { try await server.install(String(repeating: "a", count: 70_000), isForced: true) }
    }

    @Test func theNewestUsersAreRefused() async throws {
        store.set([2, 4, 6], of: app.app.number)
        let server = server()
        try await server.install(license(users: 2), isForced: false)
        try await server.checkRank(of: user(4), in: app.app.id)
        await #expect(throws: Failure(.serverLicenseLimit)) { try await server.checkRank(of: user(6), in: app.app.id) }
        #expect(try await server.report().state == .exceeded)
        #expect(try server.room(in: app) == UserRoom(server: 2))
    }

    @Test func loginsDoNotCountUsers() async throws {
        let server = server()
        try await server.checkRank(of: user(2), in: app.app.id)
        #expect(store.looks == 0, "no number, no look")
        store.set([2, 4], of: app.app.number)
        try await server.install(license(users: 2), isForced: false)
        for _ in 0..<100 { try await server.checkRank(of: user(4), in: app.app.id) }
        #expect(store.looks == 1)
        clock.advance(by: 2_000)
        try await server.checkRank(of: user(4), in: app.app.id)
        #expect(store.looks == 2)
    }

    @Test func whoseTurnItIsAfterARemovalIsLetInSoon() async throws {
        store.set([2, 4], of: app.app.number)
        let server = server()
        try await server.install(license(users: 1), isForced: false)
        await #expect(throws: Failure(.serverLicenseLimit)) { try await server.checkRank(of: user(4), in: app.app.id) }
        store.set([4], of: app.app.number)
        await #expect(throws: Failure(.serverLicenseLimit)) { try await server.checkRank(of: user(4), in: app.app.id) }
        clock.advance(by: 250)
        try await server.checkRank(of: user(4), in: app.app.id)
    }

    @Test func anotherLicenseIsNotJudgedByTheOldRanks() async throws {
        store.set([2, 4], of: app.app.number)
        let server = server()
        try await server.install(license(users: 1), isForced: false)
        await #expect(throws: Failure(.serverLicenseLimit)) { try await server.checkRank(of: user(4), in: app.app.id) }
        try await server.install(license(users: 2), isForced: false)
        try await server.checkRank(of: user(4), in: app.app.id)
    }
}
