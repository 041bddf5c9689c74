import HearthCore
import Synchronization
import TestSupport
import Testing

@testable import IM

/// Apps that are put out of service, and what their sessions are told.
struct AppStatusTests {
    /// Notes whose sessions were to end.
    private final class Endings: LiveApps {
        private let noted = Mutex<[AppEnding]>([])

        func end(_ app: AppNumber, _ ending: AppEnding) { noted.withLock { $0.append(ending) } }

        func take() -> [AppEnding] {
            noted.withLock { noted in
                defer { noted = [] }
                return noted
            }
        }
    }

    private let store = InMemoryApps()
    private let endings = Endings()
    private let directory: AppDirectory
    private let id = AppID("abcdefghijkl")

    init() {
        directory = Self.directory(store, endings)
        let app = App(number: AppNumber(9), id: id, name: "x", status: .normal, createdAt: VirtualClock.start)
        store.add(app, keys: [])
    }

    private static func directory(_ store: InMemoryApps, _ live: any LiveApps) -> AppDirectory {
        AppDirectory(store: store, settings: store, live: live, clock: VirtualClock(), randomness: SeededRandomness())
    }

    @Test func aStatusHoldsAtOnceAndItsReasonIsKept() async throws {
        let (before, after) = try await directory.change(id, AppChange(status: .banned, reason: "spam"))
        #expect(before.status == .normal && after.status == .banned && after.statusReason == "spam")
        await #expect(throws: Failure(.serverAppStatusNotNormal)) { try await directory.usable(id) }
        #expect(endings.take() == [.outOfService(.banned)])
        let renamed = try await directory.change(id, AppChange(name: "new"))
        #expect(renamed.after.name == "new" && renamed.after.status == .banned && renamed.after.statusReason == "spam")
        #expect(endings.take() == [], "nobody is here")
        try await directory.change(id, AppChange(status: .normal))
        #expect(try await directory.usable(id).app.statusReason == "")
        #expect(endings.take() == [])
    }

    @Test(arguments: [AppStatus.frozen, .banned, .revoked]) func everyStatusHasItsWordAndItsRefusal(_ status: AppStatus) {
        #expect(AppStatus(word: status.word) == status)
        #expect(status.refusal == Failure(status == .frozen ? .serverAppFrozen : .serverAppStatusNotNormal))
        #expect(AppEnding.outOfService(status).failure.status == .appFrozen)
        #expect(AppStatus.normal.refusal == nil && AppStatus(word: "cold") == nil)
    }

    @Test func aReasonIsBounded() async {
        for reason in ["a\0", String(repeating: "a", count: 501)] {
            let error = await #expect(throws: Failure.self) { try await directory.change(id, AppChange(status: .frozen, reason: reason)) }
            #expect(error?.name == .invalidRequestParameter)
        }
        await #expect(throws: Failure.self) { try await directory.change(id, AppChange(name: "")) }
        await #expect(throws: Failure(.serverAppIdInvalid)) { try await directory.change(AppID("nothere"), AppChange(name: "x")) }
    }

    @Test func whatAnotherServerDoesEndsSessionsHereWithTheNextRefresh() async throws {
        _ = try await directory.find(id)
        let other = Self.directory(store, NobodyLive())
        try await other.change(id, AppChange(status: .frozen))
        #expect(endings.take() == [])
        try await directory.refresh()
        try await directory.refresh()
        #expect(endings.take() == [.outOfService(.frozen)], "once")
        try await other.change(id, AppChange(status: .normal))
        _ = try await other.reconnect(id, .dnsUpdate)
        try await directory.refresh()
        #expect(endings.take() == [.reconnect(.dnsUpdate)])
    }

    @Test func aServerThatBeginsAfterACallToReconnectEndsNothing() async throws {
        _ = try await directory.reconnect(id, .clusterChanged)
        let late = Endings()
        let other = Self.directory(store, late)
        _ = try await other.find(id)
        try await other.refresh()
        #expect(late.take() == [])
    }

    @Test func aLoginThatBeganBeforeKnowsThatItIsOver() async throws {
        let state = try await directory.state(of: id)
        let granted = SignIn.Granted(
            device: DeviceAddress(account: Account(app: AppNumber(9), user: UserID(4)), device: DeviceSN(1)), tokenID: "t", app: state,
            sdkVersion: "3.0.0", reconnections: state.entry.app.reconnection.number)
        #expect(granted.ending == nil)
        _ = try await directory.reconnect(id, .dnsUpdate)
        #expect(granted.ending == .reconnect(.dnsUpdate))
        try await directory.change(id, AppChange(status: .frozen))
        #expect(granted.ending == .outOfService(.frozen))
    }

    @Test func onlyAnAppInServiceIsToldToReconnect() async throws {
        let tokens = InMemoryTokens()
        let reconnecting = Reconnecting(apps: directory, store: tokens, clock: VirtualClock())
        try await directory.change(id, AppChange(status: .frozen))
        await #expect(throws: Failure(.serverAppFrozen)) { try await reconnecting.reconnect(id, .dnsUpdate) }
    }
}
