import HearthCore
import IM
import TestSupport
import Testing

struct LastSeenTests {
    private let devices = InMemoryDevices()
    private let live = RecordingDevices()
    private let book: LastSeen
    private let account = Account(app: AppNumber(1), user: UserID(2))

    init() { book = LastSeen(store: devices, live: live) }

    private func register(_ guid: String, at time: Int64) async throws -> DeviceAddress {
        let admitted = try await devices.admit(
            DeviceRequest(
                account: account, claim: DeviceClaim(guid: guid, platform: 6, userAgent: "", sdkVersion: ""), tokenID: "",
                registeredAt: .zero, limit: DeviceLimit(perPlatform: 3_000, whenFull: .refuse), connected: [],
                now: Instant(milliseconds: time)))
        return DeviceAddress(account: account, device: admitted.number)
    }

    @Test func aNoteIsWrittenWithTheNextFlush() async throws {
        let device = try await register("one", at: 5)
        book.note([device], at: Instant(milliseconds: 7))
        #expect(devices.lastSeen(device) == Instant(milliseconds: 5))
        #expect(await book.flush())
        #expect(devices.lastSeen(device) == Instant(milliseconds: 7))
        #expect(live.told == [])
    }

    @Test func aFailedFlushTriesAgainAndKeepsTheLaterNote() async throws {
        let (one, two) = (try await register("one", at: 5), try await register("two", at: 5))
        book.note([one, two], at: Instant(milliseconds: 7))
        devices.fail(with: Failure(.serverBusy))
        #expect(await book.flush(), "nothing can be done now")
        book.note([two], at: Instant(milliseconds: 8))
        devices.fail(with: nil)
        await book.flush()
        #expect(devices.lastSeen(one) == Instant(milliseconds: 7))
        #expect(devices.lastSeen(two) == Instant(milliseconds: 8))
    }

    @Test func whoIsNotRegisteredAnyMoreIsToldSoOnce() async throws {
        let (one, two) = (try await register("one", at: 5), try await register("two", at: 5))
        devices.remove(one)
        book.note([one, two], at: Instant(milliseconds: 7))
        await book.flush()
        await book.flush()
        #expect(live.told == [RecordingDevices.Told(.evicted, account, one.device)])
    }

    @Test func manyNotesAreWrittenInParts() async throws {
        var addresses: [DeviceAddress] = []
        for number in 0..<2_500 { addresses.append(try await register("\(number)", at: 5)) }
        book.note(addresses, at: Instant(milliseconds: 7))
        #expect(await !book.flush())
        let written = addresses.count { devices.lastSeen($0) == Instant(milliseconds: 7) }
        #expect(written > 0 && written < addresses.count)
        await book.flushAll()
        #expect(addresses.allSatisfy { devices.lastSeen($0) == Instant(milliseconds: 7) })
    }

    @Test func aStopDoesNotWaitForAStoreThatIsAway() async throws {
        book.note([try await register("one", at: 5)], at: Instant(milliseconds: 7))
        devices.fail(with: Failure(.serverNeedRetry))
        await book.flushAll()
    }
}
