import HearthCore
import Synchronization

/// When devices were connected last, as far as it is not written yet.
///
/// A note costs a dictionary entry; `flush` writes many in one transaction. A crash loses the notes of about a second:
/// such a device counts as offline since its login, or since the last time that all connected ones were noted.
///
/// What a flush finds to be registered no longer is told that its login is over. So a device does not stay connected that was
/// evicted while it logged in, or by another server.
public final class LastSeen: Sendable {
    /// Notes written in one transaction, so that a flush never holds up a commit of messages.
    private static let step = 1_000

    private let store: any DeviceStore
    private let live: any LiveDevices
    private let waiting = Mutex<[DeviceAddress: Instant]>([:])

    public init(store: any DeviceStore, live: any LiveDevices) {
        self.store = store
        self.live = live
    }

    /// Notes that devices are connected, or were until now.
    public func note(_ devices: [DeviceAddress], at now: Instant) {
        waiting.withLock { waiting in
            for device in devices { waiting[device] = now }
        }
    }

    /// Writes a part of what waits. What cannot be written waits for the next time.
    /// - Returns: whether nothing is left to do, or nothing can be done.
    @discardableResult
    public func flush() async -> Bool {
        let (batch, isLast) = waiting.withLock { waiting in
            let batch = Dictionary(uniqueKeysWithValues: waiting.prefix(Self.step).map { ($0.key, $0.value) })
            for device in batch.keys { waiting[device] = nil }
            return (batch, waiting.isEmpty)
        }
        guard !batch.isEmpty else { return true }
        do throws(Failure) {
            for device in try await store.noteSeen(batch) {
                live.tell(.evicted, device.account, device: device.device)
            }
            return isLast
        } catch {
            waiting.withLock { $0.merge(batch) { newer, _ in newer } }
            return true
        }
    }

    /// Writes everything, for a stop.
    public func flushAll() async {
        while await !flush() {}
    }
}
