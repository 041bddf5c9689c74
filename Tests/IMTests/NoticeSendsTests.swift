import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct NoticeSendsTests {
    private final class Troubles: Sendable {
        let all = Mutex<[Failure]>([])
    }

    /// What was waited for, and what is done at the end of a wait.
    private final class Pauses: Sendable {
        let all = Mutex<[Int64]>([])
        let then = Mutex<@Sendable (_ number: Int) -> Void>({ _ in })
    }

    private struct Silence: Announcer {
        func announce(_ messages: [AcceptedMessage]) {}
    }

    private let timelines: InMemoryTimelines
    private let troubles = Troubles()
    private let pauses = Pauses()
    private let notices: NoticeSends
    private let anna = Account(app: Sample.app, user: UserID(2))
    private let ben = Account(app: Sample.app, user: UserID(4))

    init() {
        let ids = MessageIDs(node: 0, newest: .zero, clock: VirtualClock())
        timelines = InMemoryTimelines(ids: ids)
        notices = NoticeSends(
            sends: SendQueue(log: timelines, windows: RecentWindows(), announcer: Silence()), codec: PlainNoticeCodec(), ids: ids,
            pause: { [pauses] wait in
                let number = pauses.all.withLock { all in
                    all.append(wait)
                    return all.count
                }
                pauses.then.withLock { $0 }(number)
            }
        ) { [troubles] failure in troubles.all.withLock { $0.append(failure) } }
    }

    private func afterPause(_ then: @escaping @Sendable (_ number: Int) -> Void) { pauses.then.withLock { $0 = then } }

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
        #expect(pauses.all.withLock { $0 } == [100, 400, 1_600])
        await notices.tell([])
    }

    @Test(arguments: [FailureName.serverBusy, .serverNeedRetry])
    func whatIsRefusedForAMomentIsToldAgainInItsOrder(name: FailureName) async {
        timelines.fail(with: Failure(name))
        afterPause { [timelines] number in if number == 2 { timelines.fail(with: nil) } }
        await notices.tell([Notice(ben, applied("one")), Notice(anna, .ownInfoUpdated), Notice(ben, applied("two"))])
        #expect(items(ben).map { String(decoding: $0.payload, as: UTF8.self) } == ["applied 2 4 one", "applied 2 4 two"])
        #expect(items(anna).count == 1)
        #expect(pauses.all.withLock { $0 } == [100, 400])
        #expect(troubles.all.withLock { $0 }.isEmpty)
    }

    @Test func whatWillNotPassIsNotTriedAgain() async {
        timelines.fail(with: Failure(.serverUnknownError))
        await notices.tell([Notice(ben, applied("one"))])
        #expect(pauses.all.withLock { $0 }.isEmpty)
        #expect(troubles.all.withLock { $0 } == [Failure(.serverUnknownError)])
    }

    /// The waits are those of a whole call, however long it is.
    @Test func aLongCallWaitsNoLongerThanAShortOne() async {
        timelines.fail(with: Failure(.serverBusy))
        await notices.tell((1...1_100).map { Notice(ben, applied("\($0)")) })
        #expect(pauses.all.withLock { $0 } == [100, 400, 1_600])
        #expect(troubles.all.withLock { $0.count } == 1_100)
    }

    /// Counts what is encoded, and what had been whenever something was committed.
    private final class Meter: NoticeCodec, MessageLog {
        let encoded = Mutex(0)
        let committed = Mutex<[Int]>([])

        func encode(_ notice: Notice.Body, at time: Instant) throws(Failure) -> [UInt8] {
            encoded.withLock { $0 += 1 }
            return []
        }

        func commit(_ batch: [OutgoingMessage], completion: @escaping @Sendable ([SendResult]) -> Void) {
            let all = encoded.withLock { $0 }
            committed.withLock { $0.append(all) }
            completion(batch.map { .accepted(AcceptedMessage(message: $0, id: MessageID(1), place: nil)) })
        }
    }

    @Test func aLongCallIsEncodedPartByPartAndEachPartIsOneCommit() async {
        let meter = Meter()
        let notices = NoticeSends(
            sends: SendQueue(log: meter, windows: RecentWindows(), announcer: Silence()), codec: meter,
            ids: MessageIDs(node: 0, newest: .zero, clock: VirtualClock()), pause: { _ in }, onTrouble: { _ in })
        await notices.tell((1...1_200).map { _ in Notice(ben, .ownInfoUpdated) })
        #expect(meter.committed.withLock { $0 } == [500, 1_000, 1_200])
    }

    @Test func theFirstSDKIsGivenNoUserNotice() {
        #expect(!ItemKind.userNotice.isFor(sdkVersion: "1.0.0"))
        #expect(ItemKind.userNotice.isFor(sdkVersion: "2.0.0") && ItemKind.rosterNotice.isFor(sdkVersion: "1.0.0"))
        #expect(ItemKind.message.isFor(sdkVersion: "1.0.0"))
    }
}
