import HearthCore
import IM
import Synchronization

/// Devices in memory.
public final class InMemoryDevices: DeviceStore {
    private struct Row {
        let number: DeviceSN
        let guid: String
        var platform: Int
        var lastSeen: Instant
        var lastLogin: Instant
    }

    private struct State {
        var rows: [Account: [Row]] = [:]
        var highest: [Account: Int32] = [:]
        var failure: Failure?
    }

    private let state = Mutex(State())

    public init() {}

    /// Whether notes of the last sight fail, nil for no more.
    public func fail(with failure: Failure?) { state.withLock { $0.failure = failure } }

    /// Takes a device away, as another server does.
    public func remove(_ device: DeviceAddress) {
        state.withLock { $0.rows[device.account]?.removeAll { $0.number == device.device } }
    }

    /// When a device was connected last; nil for one that is not registered.
    public func lastSeen(_ device: DeviceAddress) -> Instant? {
        state.withLock { $0.rows[device.account]?.first { $0.number == device.device }?.lastSeen }
    }

    public func admit(_ request: DeviceRequest) async throws(Failure) -> AdmittedDevice {
        try state.withLock { state throws(Failure) in
            let account = request.account
            var rows = state.rows[account] ?? []
            if let index = rows.firstIndex(where: { $0.guid == request.claim.guid }) {
                rows[index].platform = request.claim.platform
                rows[index].lastSeen = request.now
                rows[index].lastLogin = request.now
                state.rows[account] = rows
                return AdmittedDevice(number: rows[index].number)
            }
            let registered = rows.filter { $0.platform == request.claim.platform }.map {
                RegisteredDevice(number: $0.number, lastSeen: $0.lastSeen, lastLogin: $0.lastLogin)
            }
            let evicted = try request.limit.evicted(from: registered, connected: request.connected)
            let number = DeviceSN((state.highest[account] ?? 0) + 1)
            state.highest[account] = number.rawValue
            let row = Row(
                number: number, guid: request.claim.guid, platform: request.claim.platform, lastSeen: request.now,
                lastLogin: request.now)
            state.rows[account] = rows.filter { !evicted.contains($0.number) } + [row]
            return AdmittedDevice(number: number, isNew: true, evicted: evicted)
        }
    }

    public func noteSeen(_ seen: [DeviceAddress: Instant]) async throws(Failure) -> [DeviceAddress] {
        try state.withLock { state throws(Failure) in
            if let failure = state.failure { throw failure }
            var gone: [DeviceAddress] = []
            for (device, time) in seen {
                guard let index = state.rows[device.account]?.firstIndex(where: { $0.number == device.device }) else {
                    gone.append(device)
                    continue
                }
                let known = state.rows[device.account]?[index].lastSeen ?? time
                state.rows[device.account]?[index].lastSeen = max(known, time)
            }
            return gone
        }
    }
}
