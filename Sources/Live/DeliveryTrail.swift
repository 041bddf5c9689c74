import HearthCore
import Synchronization

/// What connected devices were told, given and confirmed last: a bounded memory for operators who ask what became of a message.
///
/// Each event loop writes into a lane of its own, so nobody waits for anybody.
public final class DeliveryTrail: Sendable {
    /// Entries that one lane keeps: two megabytes.
    public static let standardCapacity = 32_768

    /// What happened.
    public enum Step: UInt8, Sendable {
        /// A notice went out.
        case told
        /// A page went out.
        case given
        /// The device said that it has a page.
        case confirmed
    }

    /// A step with a piece of a conversation: everything after one id up to another.
    public struct Entry: Sendable, Equatable {
        public let device: DeviceAddress
        public let conversation: ConversationID
        public let after: MessageID
        public let upTo: MessageID
        public let at: Instant
        public let step: Step

        public init(
            _ step: Step, _ device: DeviceAddress, _ conversation: ConversationID, after: MessageID, upTo: MessageID, at: Instant
        ) {
            self.step = step
            self.device = device
            self.conversation = conversation
            self.after = after
            self.upTo = upTo
            self.at = at
        }
    }

    private struct State {
        var lanes: [Lane] = []
    }

    private let began: Instant
    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - began: now.
    ///   - capacity: entries that one lane keeps.
    public init(began: Instant, capacity: Int = DeliveryTrail.standardCapacity) {
        self.began = began
        self.capacity = capacity
    }

    /// A new lane, for one event loop.
    public func lane() -> Lane {
        let lane = Lane(capacity: capacity)
        state.withLock { $0.lanes.append(lane) }
        return lane
    }

    /// Nothing that happened from this moment on is missing.
    public var completeSince: Instant { lanes.compactMap(\.oldestAfterLoss).max() ?? began }

    /// What is known of one message, oldest first.
    public func entries(about message: MessageID, in conversation: ConversationID, of app: AppNumber) -> [Entry] {
        lanes.flatMap { $0.entries(about: message, in: conversation, of: app) }.sorted { $0.at < $1.at }
    }

    private var lanes: [Lane] { state.withLock { $0.lanes } }
}

extension DeliveryTrail {
    /// The last entries of one event loop.
    public final class Lane: Sendable {
        private struct Ring {
            var entries: [Entry] = []
            /// The oldest entry, once the ring is full.
            var next = 0
        }

        private let capacity: Int
        private let ring: Mutex<Ring>

        /// - Parameter capacity: entries kept, at least 1.
        public init(capacity: Int) {
            self.capacity = max(1, capacity)
            var ring = Ring()
            // All at once: an entry costs no allocation.
            ring.entries.reserveCapacity(self.capacity)
            self.ring = Mutex(ring)
        }

        public func note(_ entry: Entry) {
            ring.withLock { ring in
                guard ring.entries.count == capacity else { return ring.entries.append(entry) }
                ring.entries[ring.next] = entry
                ring.next = ring.next + 1 == capacity ? 0 : ring.next + 1
            }
        }

        /// The moment of the oldest entry, if older ones are lost or may be.
        fileprivate var oldestAfterLoss: Instant? {
            ring.withLock { $0.entries.count == capacity ? $0.entries[$0.next].at : nil }
        }

        fileprivate func entries(about message: MessageID, in conversation: ConversationID, of app: AppNumber) -> [Entry] {
            ring.withLock { ring in
                ring.entries.filter {
                    $0.conversation == conversation && $0.after < message && message <= $0.upTo && $0.device.account.app == app
                }
            }
        }
    }
}
