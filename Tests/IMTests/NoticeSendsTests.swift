import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct NoticeSendsTests {
    private final class Troubles: Sendable {
        let all = Mutex<[Failure]>([])
    }

    private struct Silence: Announcer {
        func announce(_ messages: [AcceptedMessage]) {}
    }

    private let timelines: InMemoryTimelines
    private let troubles = Troubles()
    private let notices: NoticeSends
    private let anna = Account(app: Sample.app, user: UserID(2))
    private let ben = Account(app: Sample.app, user: UserID(4))

    init() {
        let ids = MessageIDs(node: 0, newest: .zero, clock: VirtualClock())
        timelines = InMemoryTimelines(ids: ids)
        notices = NoticeSends(
            sends: SendQueue(log: timelines, windows: RecentWindows(), announcer: Silence()), codec: PlainNoticeCodec(), ids: ids
        ) { [troubles] failure in troubles.all.withLock { $0.append(failure) } }
    }

    private func items(_ account: Account) -> [TimelineItem] { timelines.items(account.app, .system, account.user) }

    private func applied(_ reason: String) -> Notice.Body {
        .roster(RosterNotice(.applied, from: anna.user, to: ben.user, content: reason))
    }

    @Test func everybodysNoticesAreInTheirQueueInOrder() async {
        await notices.tell([
            Notice(ben, applied("one")), Notice(anna, .ownInfoUpdated), Notice(ben, applied("two")),
        ])
        #expect(items(ben).map { String(decoding: $0.payload, as: UTF8.self) } == ["applied 2 4 one", "applied 2 4 two"])
        #expect(items(ben).allSatisfy { $0.kind == .rosterNotice && $0.sender == .system && $0.readers == [ben.user] })
        #expect(items(anna).map(\.kind) == [.userNotice])
        #expect(troubles.all.withLock { $0 }.isEmpty)
    }

    @Test func theDeviceThatKnowsIsNotTold() async throws {
        await notices.tell([Notice(ben, except: DeviceSN(3), applied("one"))])
        let item = try #require(items(ben).first)
        #expect(!item.isVisible(to: DeviceAddress(account: ben, device: DeviceSN(3)), in: .system))
        #expect(item.isVisible(to: DeviceAddress(account: ben, device: DeviceSN(1)), in: .system))
        #expect(!item.isVisible(to: DeviceAddress(account: anna, device: DeviceSN(1)), in: .system))
    }

    @Test func whoIsGoneIsToldNothingAndNobodyHearsOfIt() async {
        timelines.set(.removed, of: ben)
        await notices.tell([Notice(ben, applied("one")), Notice(anna, .ownInfoUpdated)])
        #expect(items(ben).isEmpty && items(anna).count == 1)
        #expect(troubles.all.withLock { $0 }.isEmpty)
    }

    @Test func troubleIsToldAndNotThrown() async {
        timelines.fail(with: Failure(.serverBusy))
        await notices.tell([Notice(ben, applied("one")), Notice(anna, .ownInfoUpdated)])
        #expect(troubles.all.withLock { $0 } == [Failure(.serverBusy), Failure(.serverBusy)])
        await notices.tell([])
    }

    @Test func theFirstSDKIsGivenNoUserNotice() {
        #expect(!ItemKind.userNotice.isFor(sdkVersion: "1.0.0"))
        #expect(ItemKind.userNotice.isFor(sdkVersion: "2.0.0") && ItemKind.rosterNotice.isFor(sdkVersion: "1.0.0"))
        #expect(ItemKind.message.isFor(sdkVersion: "1.0.0"))
    }
}
