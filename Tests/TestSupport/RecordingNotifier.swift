import IM
import Synchronization

/// Keeps what users were told.
public final class RecordingNotifier: Notifier {
    private let told = Mutex<[[Notice]]>([])

    public init() {}

    /// All notices so far, in order.
    public var notices: [Notice] { told.withLock { Array($0.joined()) } }

    /// How many were handed over at a time.
    public var counts: [Int] { told.withLock { $0.map(\.count) } }

    public func tell(_ notices: [Notice]) async { told.withLock { $0.append(notices) } }
}
