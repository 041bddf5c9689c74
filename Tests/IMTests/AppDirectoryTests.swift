import HearthCore
import TestSupport
import Testing

@testable import IM

struct AppDirectoryTests {
    private let store = InMemoryApps()
    private let directory: AppDirectory

    init() {
        directory = AppDirectory(store: store, settings: store, clock: VirtualClock(), randomness: SeededRandomness())
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

    @Test(arguments: ["a\0b", "\0", "abcdefghijkl\n", "\u{7F}", "äpp", String(repeating: "a", count: 65)])
    func whatNoAppCanHaveIsNotLookedFor(id: String) async {
        store.add(App(number: AppNumber(9), id: AppID(id), name: "app", status: .normal, createdAt: VirtualClock.start), keys: [])
        await #expect(throws: Failure(.serverAppIdInvalid)) { try await directory.find(AppID(id)) }
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
        let refusal = status == .frozen ? FailureName.serverAppFrozen : .serverAppStatusNotNormal
        await #expect(throws: Failure(refusal)) { try await directory.usable(AppID("abcdefghijkl")) }
    }

    // MARK: Settings

    private static func edits(_ texts: [(String, String?)]) throws -> AppSettingEdits {
        var edits = AppSettingEdits()
        for (key, text) in texts { try edits.set(key, to: text) }
        return edits
    }

    @Test func aChangeHoldsAtOnceForWhoeverHasTheApp() async throws {
        store.add(Self.app(.normal), keys: [])
        let held = try await directory.state(of: AppID("abcdefghijkl"))
        #expect(held.settings == AppSettings())
        let entry = try await directory.change(
            AppID("abcdefghijkl"), try Self.edits([("recall.window.chat", "1"), ("recall.enabled", "false")]), by: "test")
        #expect(entry.settings.recallWindowChat == 1 && !entry.settings.recallEnabled)
        #expect(held.settings == entry.settings)
        #expect(try await directory.find(AppID("abcdefghijkl")).settings == entry.settings)
        try await directory.change(AppID("abcdefghijkl"), try Self.edits([("recall.window.chat", nil)]), by: "test")
        #expect(held.settings.recallWindowChat == 300 && !held.settings.recallEnabled)
    }

    @Test func anUnknownAppHasNothingToChange() async throws {
        let edits = try Self.edits([("retention.days", "1")])
        await #expect(throws: Failure(.serverAppIdInvalid)) { try await directory.change(AppID("nothere"), edits, by: "test") }
        await #expect(throws: Failure(.serverAppIdInvalid)) { try await directory.changes(of: AppID("nothere"), before: nil, limit: 1) }
    }

    @Test func whatAnotherServerChangesHoldsAfterARefresh() async throws {
        store.add(Self.app(.normal), keys: [])
        let held = try await directory.state(of: AppID("abcdefghijkl"))
        let other = AppDirectory(store: store, settings: store, clock: VirtualClock(), randomness: SeededRandomness())
        try await other.change(AppID("abcdefghijkl"), try Self.edits([("retention.days", "30")]), by: "other")
        store.set(.frozen, of: AppID("abcdefghijkl"))
        #expect(held.settings.retentionDays == 0 && held.status == .normal)
        try await directory.refresh()
        #expect(held.settings.retentionDays == 30 && held.status == .frozen)
        await #expect(throws: Failure(.serverAppFrozen)) { try await directory.usable(AppID("abcdefghijkl")) }
    }

    @Test func aRefreshLooksUpOnlyWhatIsInUseAndChanged() async throws {
        store.add(Self.app(.normal), keys: [])
        try await directory.refresh()
        #expect(store.finds == 0)
        _ = try await directory.find(AppID("abcdefghijkl"))
        for _ in 0..<3 { try await directory.refresh() }
        #expect(store.finds == 1)
    }

    @Test func anOvertakenReadingChangesNothing() {
        func entry(_ version: Int64, _ days: String) -> AppDirectory.Entry {
            let app = App(
                number: AppNumber(9), id: AppID("a"), name: "x", status: .normal, createdAt: VirtualClock.start, version: version)
            return AppDirectory.Entry(app: app, settings: AppSettings(stored: ["retention.days": days]))
        }
        let state = AppState(entry(5, "5"))
        state.replace(with: entry(4, "4"))
        #expect(state.settings.retentionDays == 5)
        state.replace(with: entry(6, "6"))
        #expect(state.settings.retentionDays == 6)
    }

    private static func app(_ status: AppStatus) -> App {
        App(number: AppNumber(9), id: AppID("abcdefghijkl"), name: "x", status: status, createdAt: VirtualClock.start)
    }
}
