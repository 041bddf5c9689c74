import HearthCore
import IM
import TestSupport
import Testing

struct AppDirectoryTests {
    private let store = InMemoryApps()
    private let directory: AppDirectory

    init() {
        directory = AppDirectory(store: store, clock: VirtualClock(), randomness: SeededRandomness())
    }

    @Test func anAppIDIsTwelveLowerCaseLetters() async throws {
        var seen: Set<AppID> = []
        for _ in 0..<20 {
            let app = try await directory.create(name: "An app")
            #expect(app.id.rawValue.count == 12)
            #expect(app.id.rawValue.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) })
            seen.insert(app.id)
        }
        #expect(seen.count == 20)
    }

    @Test func aTakenIDIsTriedAgain() async throws {
        store.refuseCreations(3)
        let app = try await directory.create(name: "An app")
        #expect(try await directory.list() == [app])
    }

    @Test(arguments: ["", "a\u{0}", String(repeating: "a", count: 65)])
    func aBadNameIsRefused(_ name: String) async {
        let error = await #expect(throws: Failure.self) { try await directory.create(name: name) }
        #expect(error?.name == .invalidRequestParameter)
        #expect(error?.restCode == 10002)
    }

    @Test func aMissingAppIDIsNamedSo() async {
        await #expect(throws: Failure(.serverAppIdMissing)) { try await directory.find(nil) }
        await #expect(throws: Failure(.serverAppIdMissing)) { try await directory.find(AppID("")) }
    }

    @Test func anUnknownAppIDIsNamedSoAndNotRemembered() async throws {
        await #expect(throws: Failure(.serverAppIdInvalid)) { try await directory.find(AppID("abcdefghijkl")) }
        store.add(Self.app(.normal), keys: [])
        #expect(try await directory.find(AppID("abcdefghijkl")).app == Self.app(.normal))
    }

    @Test func aKnownAppIsNotLookedUpAgain() async throws {
        store.add(Self.app(.normal), keys: [])
        for _ in 0..<5 { _ = try await directory.find(AppID("abcdefghijkl")) }
        #expect(store.finds == 1)
    }

    @Test(arguments: [AppStatus.frozen, .banned, .revoked])
    func anAppThatIsNotNormalIsFoundButNotUsable(_ status: AppStatus) async throws {
        store.add(Self.app(status), keys: [])
        #expect(try await directory.find(AppID("abcdefghijkl")).app.status == status)
        await #expect(throws: Failure(.serverAppFrozen)) { try await directory.usable(AppID("abcdefghijkl")) }
    }

    private static func app(_ status: AppStatus) -> App {
        App(number: AppNumber(9), id: AppID("abcdefghijkl"), name: "x", status: status, createdAt: VirtualClock.start)
    }
}
