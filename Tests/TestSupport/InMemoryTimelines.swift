import HearthCore
import IM
import Synchronization

/// Conversations in memory: what is committed can be read.
///
/// In `.held` mode every call waits until the test runs it, and its answer waits until the test
/// delivers it, so that reads and commits can overtake each other as threads of a store do.
public final class InMemoryTimelines: ConversationStore, MessageLog {
    public enum Mode: Sendable { case immediate, held }

    private typealias Delivery = @Sendable () -> Void

    struct Pair: Hashable {
        let app: AppNumber
        let low: Int64
        let high: Int64
    }

    struct Timeline {
        let id: ConversationID
        var items: [TimelineItem] = []
        /// The newest of what is not kept any more.
        var removed = MessageID.zero
        var newest: MessageID { max(items.last?.id ?? .zero, removed) }
    }

    struct Send: Hashable {
        let sender: DeviceAddress
        let clientID: Int64
        let fingerprint: Int64
    }

    struct State {
        var timelines: [Pair: Timeline] = [:]
        var cursors: [CursorKey: MessageID] = [:]
        var sends: [Send: MessageID] = [:]
        var statuses: [Account: UserStatus] = [:]
        var bans: [Account: SendBan] = [:]
        var standings: [Account: [UserID: SendFacts.Standing]] = [:]
        var outage: Failure?
    }

    private struct Held {
        var asked: [@Sendable (inout State) -> Delivery] = []
        var answered: [Delivery] = []
    }

    private let mode: Mode
    private let ids: MessageIDs
    private let state = Mutex(State())
    private let held = Mutex(Held())

    public init(ids: MessageIDs, mode: Mode = .immediate) {
        self.ids = ids
        self.mode = mode
    }

    // MARK: - The test's side

    /// Calls that nobody has worked on.
    public var asked: Int { held.withLock { $0.asked.count } }
    /// Answers that nobody has been given.
    public var answered: Int { held.withLock { $0.answered.count } }

    /// Does the work of one call.
    public func run(_ index: Int = 0) {
        let work = held.withLock { $0.asked.remove(at: index) }
        let answer = state.withLock { work(&$0) }
        held.withLock { $0.answered.append(answer) }
    }

    /// Gives the answer of one call.
    public func deliver(_ index: Int = 0) { held.withLock { $0.answered.remove(at: index) }() }

    /// Works and answers until nothing waits.
    public func settle() {
        while asked > 0 || answered > 0 { if answered > 0 { deliver() } else { run() } }
    }

    /// While set, every call fails with it.
    public func fail(with failure: Failure?) { state.withLock { $0.outage = failure } }

    public func set(_ status: UserStatus, of account: Account) { state.withLock { $0.statuses[account] = status } }

    public func set(_ ban: SendBan, of account: Account) { state.withLock { $0.bans[account] = ban } }

    /// What the roster of one says of another.
    public func set(_ standing: SendFacts.Standing, of contact: UserID, with account: Account) {
        state.withLock { $0.standings[account, default: [:]][contact] = standing }
    }

    /// All messages between two users, oldest first.
    public func items(_ app: AppNumber, _ one: UserID, _ other: UserID) -> [TimelineItem] {
        state.withLock { $0.timelines[Pair(app, one, other)]?.items ?? [] }
    }

    /// Removes what is between two users, as if it were too old; the conversation stays.
    public func removeItems(_ app: AppNumber, _ one: UserID, _ other: UserID) {
        state.withLock { state in
            guard var timeline = state.timelines[Pair(app, one, other)] else { return }
            timeline.removed = timeline.newest
            timeline.items = []
            state.timelines[Pair(app, one, other)] = timeline
        }
    }

    public func cursor(_ device: DeviceAddress, with peer: UserID) -> MessageID? {
        state.withLock { state in
            guard let id = state.timelines[Pair(device.account.app, device.account.user, peer)]?.id else { return nil }
            return state.cursors[CursorKey(device: device, conversation: id)]
        }
    }

    private func ask<Value: Sendable>(
        _ completion: @escaping @Sendable (Result<Value, Failure>) -> Void,
        _ work: @escaping @Sendable (inout State) -> Value
    ) {
        let call: @Sendable (inout State) -> Delivery = { state in
            if let outage = state.outage { return { completion(.failure(outage)) } }
            let value = work(&state)
            return { completion(.success(value)) }
        }
        switch mode {
        case .held: held.withLock { $0.asked.append(call) }
        case .immediate: state.withLock { call(&$0) }()
        }
    }

    // MARK: - Ports

    public func open(_ device: DeviceAddress, with peer: Peer, completion: @escaping Completion<OpenConversation?>) {
        ask(completion) { state in
            guard case .user(let user) = MessageTarget(peer),
                let timeline = state.timelines[Pair(device.account.app, device.account.user, user)]
            else { return nil }
            let cursor = state.cursors[CursorKey(device: device, conversation: timeline.id)] ?? .zero
            return OpenConversation(id: timeline.id, cursor: cursor, newest: timeline.newest)
        }
    }

    public func items(
        _ device: DeviceAddress, with peer: Peer, _ conversation: ConversationID, after cursor: MessageID, limit: Int,
        completion: @escaping Completion<[TimelineItem]>
    ) {
        ask(completion) { state in
            let timeline = state.timelines.values.first { $0.id == conversation }
            return Array((timeline?.items ?? []).drop { $0.id <= cursor }.prefix(limit))
        }
    }

    public func history(
        _ device: DeviceAddress, with peer: Peer, _ direction: HistoryDirection, limit: Int,
        completion: @escaping Completion<HistoryPage>
    ) {
        let account = device.account
        ask(completion) { state in
            guard case .user(let user) = MessageTarget(peer), let timeline = state.timelines[Pair(account.app, account.user, user)]
            else {
                return HistoryPage(items: [], next: .zero)
            }
            return timeline.history(direction, limit)
        }
    }

    public func list(
        _ device: DeviceAddress, undeliveredOnly: Bool, completion: @escaping Completion<[ConversationState]>
    ) {
        ask(completion) { state in
            state.timelines.filter { $0.key.holds(device.account) }.sorted { $0.value.newest < $1.value.newest }.compactMap {
                pair, timeline in
                let cursor = state.cursors[CursorKey(device: device, conversation: timeline.id)] ?? .zero
                let undelivered = timeline.newest > cursor ? max(1, timeline.items.count { $0.id > cursor }) : 0
                guard let peer = MessageTarget.user(pair.other(than: device.account.user)).peer else { return nil }
                guard undelivered > 0 || !undeliveredOnly && peer != .system else { return nil }
                return ConversationState(
                    peer: peer, id: timeline.id, newest: timeline.newest, cursor: cursor, undelivered: undelivered,
                    isCleared: peer == .system)
            }
        }
    }

    /// Nobody reads anything here: all that others wrote is unread.
    public func unread(_ account: Account, completion: @escaping Completion<[UnreadCount]>) {
        ask(completion) { state in
            state.timelines.filter { $0.key.holds(account) }.compactMap { pair, timeline in
                let count = timeline.items.count { $0.sender != account.user }
                let other = pair.other(than: account.user)
                return count == 0 ? nil : UnreadCount(peer: other == .system ? .system : .user(other), count: count)
            }.sorted { $0.peer.wire < $1.peer.wire }
        }
    }

    /// There are no groups here.
    public func audience(
        of conversation: ConversationID, in app: AppNumber, completion: @escaping Completion<GroupAudiences.Audience?>
    ) {
        ask(completion) { _ in nil }
    }

    public func save(_ cursors: [CursorKey: MessageID], now: Instant, completion: @escaping Completion<Void>) {
        ask(completion) { state in state.cursors.merge(cursors) { max($0, $1) } }
    }

    public func commit(_ batch: [OutgoingMessage], completion: @escaping @Sendable ([SendResult]) -> Void) {
        let answer: @Sendable (Result<[SendResult], Failure>) -> Void = { result in
            switch result {
            case .success(let results): completion(results)
            case .failure(let failure): completion(batch.map { _ in .refused(failure) })
            }
        }
        ask(answer) { [ids] state in
            batch.map { message in
                do throws(Failure) {
                    return try state.write(message, ids)
                } catch {
                    return .refused(error)
                }
            }
        }
    }
}
