import HearthCore
import IM
import Synchronization

/// Devices in memory.
public final class InMemoryDevices: DeviceStore {
    private let guids = Mutex<[Account: [String]]>([:])

    public init() {}

    public func admit(
        _ account: Account, _ claim: DeviceClaim, tokenID: String, registeredAt: MessageID, now: Instant
    ) async throws(Failure) -> DeviceSN {
        guids.withLock { guids in
            var known = guids[account] ?? []
            if let index = known.firstIndex(of: claim.guid) { return DeviceSN(Int32(index + 1)) }
            known.append(claim.guid)
            guids[account] = known
            return DeviceSN(Int32(known.count))
        }
    }
}
