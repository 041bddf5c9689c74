import Dispatch
import HearthCore
import IM
import Synchronization

/// A store whose calls wait until the test lets them run, and whose answers wait until the test gives them: on the test's own
/// thread, in any order, so that reads and commits overtake each other as they do on a server, and a seed repeats them.
final class HeldStore: ConversationStore, MessageLog {
    private typealias Work = @Sendable () -> Void

    private struct Held {
        var asked: [@Sendable () -> Work] = []
        var answered: [Work] = []
    }

    private let conversations: any ConversationStore
    private let messages: any MessageLog
    private let held = Mutex(Held())
    /// Told of every commit, in their order.
    private let onCommit: @Sendable ([OutgoingMessage], [SendResult]) -> Void

    init(
        _ conversations: any ConversationStore, _ messages: any MessageLog,
        onCommit: @escaping @Sendable ([OutgoingMessage], [SendResult]) -> Void
    ) {
        self.conversations = conversations
        self.messages = messages
        self.onCommit = onCommit
    }

    var asked: Int { held.withLock { $0.asked.count } }
    var answered: Int { held.withLock { $0.answered.count } }

    /// Lets one call run.
    func run(_ index: Int = 0) {
        let work = held.withLock { $0.asked.remove(at: index) }
        let answer = work()
        held.withLock { $0.answered.append(answer) }
    }

    /// Gives one answer.
    func deliver(_ index: Int = 0) { held.withLock { $0.answered.remove(at: index) }() }

    func settle() {
        while asked > 0 || answered > 0 { if answered > 0 { deliver() } else { run() } }
    }

    private func hold<Value: Sendable>(
        _ completion: @escaping @Sendable (Value) -> Void,
        _ ask: @escaping @Sendable (@escaping @Sendable (Value) -> Void) -> Void
    ) {
        held.withLock { held in
            held.asked.append {
                let value = Mutex<Value?>(nil)
                let done = DispatchSemaphore(value: 0)
                ask { answer in
                    value.withLock { $0 = answer }
                    done.signal()
                }
                done.wait()
                let answer = value.withLock { $0 }
                return { answer.map(completion) }
            }
        }
    }

    // MARK: - Ports

    func open(_ device: DeviceAddress, with peer: Peer, completion: @escaping Completion<OpenConversation?>) {
        hold(completion) { self.conversations.open(device, with: peer, completion: $0) }
    }

    func items(
        _ device: DeviceAddress, with peer: Peer, _ conversation: ConversationID, after cursor: MessageID, limit: Int,
        completion: @escaping Completion<[TimelineItem]>
    ) {
        hold(completion) {
            self.conversations.items(device, with: peer, conversation, after: cursor, limit: limit, completion: $0)
        }
    }

    func history(
        _ device: DeviceAddress, with peer: Peer, _ direction: HistoryDirection, limit: Int,
        completion: @escaping Completion<HistoryPage>
    ) {
        hold(completion) { self.conversations.history(device, with: peer, direction, limit: limit, completion: $0) }
    }

    func unread(_ account: Account, completion: @escaping Completion<[UnreadCount]>) {
        hold(completion) { self.conversations.unread(account, completion: $0) }
    }

    func audience(
        of conversation: ConversationID, in app: AppNumber, completion: @escaping Completion<GroupAudiences.Audience?>
    ) {
        hold(completion) { self.conversations.audience(of: conversation, in: app, completion: $0) }
    }

    func list(_ device: DeviceAddress, undeliveredOnly: Bool, completion: @escaping Completion<[ConversationState]>) {
        hold(completion) { self.conversations.list(device, undeliveredOnly: undeliveredOnly, completion: $0) }
    }

    func save(_ cursors: [CursorKey: MessageID], now: Instant, completion: @escaping Completion<Void>) {
        hold(completion) { self.conversations.save(cursors, now: now, completion: $0) }
    }

    func commit(_ batch: [OutgoingMessage], completion: @escaping @Sendable ([SendResult]) -> Void) {
        hold(completion) { answer in
            self.messages.commit(batch) { results in
                self.onCommit(batch, results)
                answer(results)
            }
        }
    }
}
