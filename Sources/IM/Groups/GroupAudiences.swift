import HearthCore
import Synchronization

/// Who is in the groups that are written to now, so that a message to one of them does not read the store.
///
/// What is held of a group is of one version of its list of members. A message says with which version it was committed: a list
/// older than that is read again. Bounded in members; the groups that were asked for least recently go first.
public final class GroupAudiences: Sendable {
    /// The members of a group, by id, and from which item on each reads without a gap.
    public struct Audience: Sendable, Equatable {
        public let version: Int64
        public let users: [UserID]
        public let since: [MessageID]

        public init(version: Int64, users: [UserID], since: [MessageID]) {
            self.version = version
            self.users = users
            self.since = since
        }

        /// Nil for who is not among them.
        func since(_ user: UserID) -> MessageID? {
            var (low, high) = (0, users.count)
            while low < high {
                let middle = (low + high) / 2
                if users[middle] < user { low = middle + 1 } else { high = middle }
            }
            return low < users.count && users[low] == user ? since[low] : nil
        }
    }

    public typealias Load =
        @Sendable (
            _ conversation: ConversationID, _ app: AppNumber, _ answer: @escaping @Sendable (Audience?) -> Void
        ) -> Void

    private struct Known {
        let audience: Audience
        var touched: UInt64
    }

    private typealias Answer = @Sendable (Audience?) -> Void

    /// A read that is under way.
    private struct Read {
        var waiting: [Answer]
        /// Who asked after it had begun: it may be too old for them.
        var late: [(version: Int64, answer: Answer)] = []
    }

    private struct State {
        var known: [ConversationID: Known] = [:]
        var members = 0
        var tick: UInt64 = 0
        var reads: [ConversationID: Read] = [:]

        mutating func touch(_ conversation: ConversationID) -> Audience? {
            tick += 1
            known[conversation]?.touched = tick
            return known[conversation]?.audience
        }

        mutating func keep(_ audience: Audience, of conversation: ConversationID, most: Int) {
            if let old = known[conversation]?.audience {
                // Two reads may end in the other order.
                guard audience.version >= old.version else { return }
                members -= old.users.count
            }
            tick += 1
            known[conversation] = Known(audience: audience, touched: tick)
            members += audience.users.count
            guard members > most else { return }
            let middle = known.values.map(\.touched).sorted()[known.count / 2]
            known = known.filter { $0.value.touched >= middle }
            members = known.values.reduce(0) { $0 + $1.audience.users.count }
        }
    }

    private let most: Int
    private let load: Load
    private let state = Mutex(State())

    /// - Parameters:
    ///   - most: members remembered, of all groups together.
    ///   - load: reads the members of a group; nil where that fails, or where there is no such group.
    public init(most: Int = 2_000_000, load: @escaping Load) {
        self.most = most
        self.load = load
    }

    /// Who reads a message that was committed with this version of the list, or a later one.
    /// - Parameter answer: called at once where that is known, else later; with nil where the store could not be asked.
    public func audience(
        of conversation: ConversationID, in app: AppNumber, atLeast version: Int64?, answer: @escaping @Sendable (Audience?) -> Void
    ) {
        let (known, isFirst) = state.withLock { state -> (Audience?, Bool) in
            if let version, let known = state.touch(conversation), known.version >= version { return (known, false) }
            let isFirst = state.reads[conversation] == nil
            if isFirst {
                state.reads[conversation] = Read(waiting: [answer])
            } else {
                state.reads[conversation]?.late.append((version ?? .max, answer))
            }
            return (nil, isFirst)
        }
        if let known { return answer(known) }
        if isFirst { read(conversation, app) }
    }

    /// Whether somebody reads all items after one of them, as far as they were committed with this version of the list or an
    /// earlier one; false where that is not known.
    public func reads(_ user: UserID, _ conversation: ConversationID, after item: MessageID, version: Int64) -> Bool {
        state.withLock { state in
            guard let known = state.known[conversation]?.audience, known.version >= version, let since = known.since(user) else {
                return false
            }
            return item >= since
        }
    }

    /// A read that began before a change may have missed it: whoever asked meanwhile for a later version is answered by another.
    private func read(_ conversation: ConversationID, _ app: AppNumber) {
        load(conversation, app) { audience in
            let (answered, goesOn) = self.state.withLock { state -> ([Answer], Bool) in
                if let audience { state.keep(audience, of: conversation, most: self.most) }
                guard let read = state.reads.removeValue(forKey: conversation) else { return ([], false) }
                let served = read.late.filter { audience == nil || $0.version <= audience?.version ?? 0 }.map(\.answer)
                let left = audience == nil ? [] : read.late.filter { $0.version > audience?.version ?? 0 }.map(\.answer)
                if !left.isEmpty { state.reads[conversation] = Read(waiting: left) }
                return (read.waiting + served, !left.isEmpty)
            }
            answered.forEach { $0(audience) }
            if goesOn { self.read(conversation, app) }
        }
    }
}
