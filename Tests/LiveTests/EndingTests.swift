import HearthCore
import IM
import Live
import Synchronization
import TestSupport
import Testing

/// All sessions of an app, ended together.
struct EndingTests {
    private static func enter(_ hub: Hub, _ user: Int64, _ sn: Int32 = 1, app: Int64 = 1, sdk: String = "3.0.0") -> Listener {
        let listener = Listener(user, sn, app: app, sdk: sdk)
        hub.enter(listener)
        return listener
    }

    @Test func everySessionOfTheAppIsToldAndForgotten() {
        let hub = Hub(audiences: .none)
        let mine = [Self.enter(hub, 2, 1), Self.enter(hub, 2, 2), Self.enter(hub, 4)]
        let other = Self.enter(hub, 6, app: 2)
        for session in mine + [other] { _ = session.news() }
        hub.end(AppNumber(1), .outOfService(.frozen))
        // Nothing of each other's going.
        for session in mine { #expect(session.news() == ["ServerAppFrozen in 5000"]) }
        #expect(other.news() == [] && hub.count == 1 && hub.devices == [other.address])
        for session in mine { hub.leave(session) }
        #expect(hub.count == 1)
        hub.tell(.userFrozen, mine[0].address.account, device: nil)
        #expect(mine[0].news() == [], "nothing more is delivered")
        let again = Self.enter(hub, 2, 1)
        #expect(hub.count == 2 && again.news() == [])
    }

    @Test func aCallToReconnectCarriesItsNoticeAndSparesWhoMayNotHearIt() {
        let hub = Hub(audiences: .none)
        let (new, old) = (Self.enter(hub, 2), Self.enter(hub, 4, sdk: "1.0.0"))
        hub.end(AppNumber(1), .reconnect(.dnsUpdate))
        #expect(new.news() == ["ServerNeedReconnected with 12 in 5000"])
        #expect(old.news() == [] && hub.devices == [old.address])
        hub.end(AppNumber(1), .reconnect(.clusterChanged))
        #expect(old.news() == ["ServerNeedReconnected with 11 in 5000"] && hub.count == 0)
    }

    /// Rests until it is let go.
    private final class Gate: Sendable {
        private let state = Mutex<(waiting: [CheckedContinuation<Void, Never>], rests: Int)>(([], 0))

        var rests: Int { state.withLock { $0.rests } }

        func rest() async {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    state.rests += 1
                    state.waiting.append(continuation)
                }
            }
        }

        func open() {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            waiting.forEach { $0.resume() }
        }
    }

    @Test func manyAreToldInTurnsAndWhoComesMeanwhileStays() async {
        let gate = Gate()
        let hub = Hub(audiences: .none, rest: { _ in await gate.rest() })
        let all = (1...1_200).map { Self.enter(hub, 2 * $0) }
        hub.end(AppNumber(1), .outOfService(.revoked))
        while gate.rests < 1 { await Task.yield() }
        #expect(hub.count == 0, "nobody is told anything else")
        var told = all.map { $0.news() }
        #expect(told.filter { $0 == ["ServerAppStatusNotNormal in 5000"] }.count == 500 && told.filter(\.isEmpty).count == 700)
        // The app was restored meanwhile: who takes the place of a session that was not told yet is not told.
        let next = zip(all, told).filter(\.1.isEmpty).map { Listener($0.0.address.account.user.rawValue) }
        for session in next { hub.enter(session) }
        for rest in 2...3 {
            gate.open()
            while gate.rests < rest { await Task.yield() }
        }
        gate.open()
        told = zip(told, all).map { $0 + $1.news() }
        #expect(told.allSatisfy { $0 == ["ServerAppStatusNotNormal in 5000"] })
        #expect(hub.count == 700 && next.allSatisfy { $0.news() == [] })
    }
}
