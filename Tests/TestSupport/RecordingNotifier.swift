import IM
import Synchronization

/// Keeps what users were told.
public final class RecordingNotifier: Notifier {
    private let told = Mutex<[Notice]>([])

    public init() {}

    /// All notices so far, in order.
    public var notices: [Notice] { told.withLock { $0 } }

    public func tell(_ notices: [Notice]) async { told.withLock { $0 += notices } }
}
