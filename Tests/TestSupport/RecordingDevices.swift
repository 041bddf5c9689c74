import HearthCore
import IM
import Synchronization

/// Says who is connected, and keeps what devices are told of.
public final class RecordingDevices: LiveDevices {
    /// One call of `tell`.
    public struct Told: Sendable, Equatable {
        public let event: DeviceEvent
        public let account: Account
        public let device: DeviceSN?

        public init(_ event: DeviceEvent, _ account: Account, _ device: DeviceSN?) {
            self.event = event
            self.account = account
            self.device = device
        }
    }

    private let state = Mutex<(connected: Set<DeviceSN>, told: [Told])>(([], []))

    public init() {}

    /// What was told so far.
    public var told: [Told] { state.withLock { $0.told } }

    /// These devices of every account are connected from now on.
    public func connect(_ devices: Set<DeviceSN>) { state.withLock { $0.connected = devices } }

    public func connected(_ account: Account) -> Set<DeviceSN> { state.withLock { $0.connected } }

    public func tell(_ event: DeviceEvent, _ account: Account, device: DeviceSN?) {
        state.withLock { $0.told.append(Told(event, account, device)) }
    }
}
