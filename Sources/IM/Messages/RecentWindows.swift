import HearthCore
import Synchronization

/// The newest messages of the conversations that are busy now, so that a reader who is up to date
/// but for the last few does not read the store.
///
/// A window holds everything after its floor. It is bounded in items and bytes; the least recently
/// written windows go first. A reader behind the floor reads the store.
public final class RecentWindows: Sendable {
    /// One answer: the items after a cursor, oldest first. Empty means there is nothing newer.
    public struct Page: Sendable {
        public let items: ArraySlice<TimelineItem>
        /// In a group, the latest version of the list of members that an item held here was committed with.
        public let members: Int64
    }

    private struct Window {
        var floor: MessageID
        var items: [TimelineItem]
        var bytes: Int
        var touched: UInt64
        var members: Int64 = 0

        /// Lets the oldest items go: what is held begins behind them.
        /// - Returns: the bytes that gave free.
        mutating func drop(_ count: Int) -> Int {
            let dropped = items.prefix(count)
            guard let last = dropped.last else { return 0 }
            let freed = dropped.reduce(0) { $0 + $1.cost }
            floor = last.id
            items.removeFirst(count)
            bytes -= freed
            return freed
        }
    }

    private struct Shard {
        var windows: [ConversationID: Window] = [:]
        var bytes = 0
        var tick: UInt64 = 0
    }

    /// Items in one window at most.
    private let itemsPerWindow: Int
    private let bytesPerShard: Int
    private let shards: [Lane]

    /// A lock of its own for each part of the conversations.
    private final class Lane: Sendable {
        let shard = Mutex(Shard())
    }

    /// - Parameter bytes: memory for payloads, in all.
    public init(itemsPerWindow: Int = 64, bytes: Int = 64 << 20, lanes: Int = 16) {
        self.itemsPerWindow = itemsPerWindow
        self.bytesPerShard = bytes / lanes
        self.shards = (0..<lanes).map { _ in Lane() }
    }

    /// Takes in messages and operations just committed, oldest first for each conversation.
    public func append(_ messages: [AcceptedMessage]) {
        for message in messages {
            guard let place = message.place else { continue }
            lane(of: place.conversation).shard.withLock { shard in
                if let change = message.change { apply(change, in: place.conversation, to: &shard) }
                append(message.item, place, to: &shard)
            }
        }
    }

    /// What follows `cursor` in a conversation, or nil when only the store knows.
    public func items(of conversation: ConversationID, after cursor: MessageID) -> Page? {
        lane(of: conversation).shard.withLock { shard in
            guard let window = shard.windows[conversation], window.floor <= cursor else { return nil }
            // A reader wants the last few: look from the end.
            var start = window.items.endIndex
            while start > window.items.startIndex, window.items[start - 1].id > cursor { start -= 1 }
            return Page(items: window.items[start...], members: window.members)
        }
    }

    /// Somebody has seen a message in the store. A window that does not reach it is not all there is, and is given up:
    /// another server wrote it, or a commit whose end was not learnt of.
    /// - Returns: whether it was news, or may have been.
    @discardableResult
    public func learn(of newest: MessageID, in conversation: ConversationID) -> Bool {
        lane(of: conversation).shard.withLock { shard in
            guard let window = shard.windows[conversation] else { return true }
            guard (window.items.last?.id ?? window.floor) < newest else { return false }
            shard.bytes -= window.bytes
            shard.windows[conversation] = nil
            return true
        }
    }

    /// Lets go of items that are too old to be kept; who lacks them asks the store.
    public func forget(before id: MessageID, in conversation: ConversationID) {
        lane(of: conversation).shard.withLock { shard in
            guard var window = shard.windows[conversation] else { return }
            shard.bytes -= window.drop(window.items.prefix { $0.id < id }.count)
            shard.windows[conversation] = window
        }
    }

    private func lane(of conversation: ConversationID) -> Lane {
        shards[Int(truncatingIfNeeded: UInt64(bitPattern: conversation.rawValue) % UInt64(shards.count))]
    }

    /// Lets what is held here be as an operation left it.
    private func apply(_ change: AcceptedMessage.Change, in conversation: ConversationID, to shard: inout Shard) {
        guard var window = shard.windows.removeValue(forKey: conversation) else { return }
        let before = window.items.reduce(0) { $0 + $1.payload.count }
        for index in window.items.indices { window.items[index].take(change) }
        let growth = window.items.reduce(0) { $0 + $1.payload.count } - before
        window.bytes += growth
        shard.bytes += growth
        shard.windows[conversation] = window
    }

    private func append(_ item: TimelineItem, _ place: AcceptedMessage.Place, to shard: inout Shard) {
        shard.tick += 1
        let size = item.cost
        var window =
            shard.windows.removeValue(forKey: place.conversation)
            ?? Window(floor: place.previous, items: [], bytes: 0, touched: 0)
        let newest = window.items.last?.id ?? window.floor
        if newest >= item.id {
            // Two commits may be told in the other order: what is held is from after this one.
            shard.windows[place.conversation] = window
            return
        }
        if newest != place.previous {
            // Somebody else wrote in between: what is held here is not all there is.
            shard.bytes -= window.bytes
            window = Window(floor: place.previous, items: [], bytes: 0, touched: 0)
        }
        window.items.append(item)
        window.members = max(window.members, place.members ?? 0)
        window.bytes += size
        shard.bytes += size
        if window.items.count > itemsPerWindow {
            shard.bytes -= window.drop(window.items.count - itemsPerWindow / 2)
        }
        window.touched = shard.tick
        shard.windows[place.conversation] = window
        if shard.bytes > bytesPerShard { evict(from: &shard) }
    }

    /// Drops the older half of the windows: rare, and cheaper than keeping a list in order on every message.
    private func evict(from shard: inout Shard) {
        let middle = shard.windows.values.map(\.touched).sorted()[shard.windows.count / 2]
        shard.windows = shard.windows.filter { $0.value.touched > middle }
        shard.bytes = shard.windows.values.reduce(0) { $0 + $1.bytes }
    }
}

extension TimelineItem {
    /// Bytes it counts for, about.
    fileprivate var cost: Int { payload.count + 64 }

    fileprivate mutating func take(_ change: AcceptedMessage.Change) {
        switch change {
        case .edited(let message, let text, let at) where message == id:
            payload = text
            editedAt = at
        case .erased(let message) where id == message || (kind.isEdit && related == message):
            payload = []
            isGone = true
        case .hidden(let message, let reader) where message == id: hiddenFrom.append(reader)
        case .cleared(let last, let reader) where id < last && readers == nil: hiddenFrom.append(reader)
        case .edited, .erased, .hidden, .cleared: return
        }
    }
}
