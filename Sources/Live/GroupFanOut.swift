import HearthCore
import IM
import Synchronization

/// Wakes the connected members of groups, beside the way of messages: a large group holds nobody's commit up, and its members are
/// woken some at a time, in turn with those of other groups and slowly enough for the rest of the server to go on between them.
///
/// What waits is bounded: of each group the newest, and some messages that are only pushed. More of those are let go.
final class GroupFanOut: Sendable {
    /// Milliseconds before a group has its next turn: its members answer meanwhile, and others with them.
    static let pause: Int64 = 3
    /// Messages that are not stored and wait to be pushed: in all, and to one group.
    static let mostPushes = (all: 1_000, group: 16)

    typealias Wake = @Sendable (GroupNews, UserID) -> Void
    typealias Push = @Sendable (AcceptedMessage, UserID) -> Void

    private enum Work: Sendable {
        case news(GroupNews)
        case push(AcceptedMessage, ConversationID)
    }

    private struct Job: Sendable {
        let work: Work
        /// Who has not heard of it yet.
        var people: ArraySlice<UserID>
        /// It had a turn already.
        var isContinued = false
    }

    private struct State {
        /// Groups that are being told, each with what has come since.
        var telling: [ConversationID: GroupNews?] = [:]
        var news: [Job] = []
        var pushes: [Job] = []
        /// Pushes under way, by group.
        var pushing: [ConversationID: Int] = [:]
        var isRunning = false

        /// Whose turn it is: what is stored first, as what is not may be late.
        mutating func next() -> Job? {
            if !news.isEmpty { return news.removeFirst() }
            if !pushes.isEmpty { return pushes.removeFirst() }
            isRunning = false
            return nil
        }

        mutating func queue(_ job: Job) {
            switch job.work {
            case .news: news.append(job)
            case .push: pushes.append(job)
            }
        }
    }

    private let audiences: GroupAudiences
    private let online: Mutex<OnlineUsers>
    private let together: Int
    private let rest: (@Sendable (_ milliseconds: Int64) async -> Void)?
    private let wake: Wake
    private let push: Push
    private let state = Mutex(State())

    /// - Parameters:
    ///   - together: members woken in one turn.
    ///   - rest: returns after so long; nil to do everything at once, on the caller's thread.
    init(
        _ audiences: GroupAudiences, together: Int, rest: (@Sendable (_ milliseconds: Int64) async -> Void)?, wake: @escaping Wake,
        push: @escaping Push
    ) {
        self.audiences = audiences
        self.together = together
        self.rest = rest
        self.wake = wake
        self.push = push
        online = Mutex(OnlineUsers())
    }

    func came(_ user: UserID) { online.withLock { $0.insert(user) } }
    func went(_ user: UserID) { online.withLock { $0.remove(user) } }

    /// There is something new for all members.
    func tell(_ news: GroupNews) {
        let begins = state.withLock { state in
            guard let waiting = state.telling[news.conversation] else {
                state.telling[news.conversation] = .some(nil)
                return true
            }
            var merged = waiting ?? news
            merged.take(news)
            state.telling[news.conversation] = .some(merged)
            return false
        }
        if begins { begin(news) }
    }

    /// A message that is not stored.
    /// - Parameter members: the version of the list of members that is to hear it; nil where that is not known.
    func push(_ message: AcceptedMessage, in conversation: ConversationID, members: Int64?) {
        guard mayPush(in: conversation, Self.mostPushes) else { return }
        find(conversation, message.message.sender.account.app, members) { self.start(Job(work: .push(message, conversation), people: $0)) }
    }

    /// That a member has come or gone, for the others. It takes half of the room at most: whatever people say is worth more.
    func pushPresence(_ message: AcceptedMessage) {
        let most = (all: Self.mostPushes.all / 2, group: Self.mostPushes.group / 2)
        guard let conversation = message.conversation, mayPush(in: conversation, most) else { return }
        let member = message.message.sender.account
        find(conversation, member.app, message.members) { people in
            self.start(Job(work: .push(message, conversation), people: people.filter { $0 != member.user }[...]))
        }
    }

    /// Takes room for one more, where there is any.
    private func mayPush(in conversation: ConversationID, _ most: (all: Int, group: Int)) -> Bool {
        state.withLock { state in
            let count = state.pushing[conversation] ?? 0
            guard count < most.group, state.pushing.values.reduce(0, +) < most.all else { return false }
            state.pushing[conversation] = count + 1
            return true
        }
    }

    private func begin(_ news: GroupNews) {
        find(news.conversation, news.app, news.members) { self.start(Job(work: .news(news), people: $0)) }
    }

    /// Members who are connected.
    private func find(
        _ conversation: ConversationID, _ app: AppNumber, _ version: Int64?, _ answer: @escaping @Sendable (ArraySlice<UserID>) -> Void
    ) {
        audiences.audience(of: conversation, in: app, atLeast: version) { audience in
            answer(self.online.withLock { $0.among(audience?.users ?? []) }[...])
        }
    }

    // MARK: - Turns

    private func start(_ job: Job) {
        if job.people.isEmpty { return finish(job) }
        let isIdle = state.withLock { state in
            state.queue(job)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isIdle else { return }
        guard let rest else {
            while let job = state.withLock({ $0.next() }) { carryOut(job) }
            return
        }
        Task { await run(rest) }
    }

    private func run(_ rest: @Sendable (Int64) async -> Void) async {
        while let job = state.withLock({ $0.next() }) {
            if job.isContinued { await rest(Self.pause) }
            carryOut(job)
        }
    }

    /// One turn; the rest of a job waits for the next.
    private func carryOut(_ job: Job) {
        let people = job.people.prefix(together)
        switch job.work {
        case .news(let news): people.forEach { wake(news, $0) }
        case .push(let message, _): people.forEach { push(message, $0) }
        }
        let left = Job(work: job.work, people: job.people.dropFirst(people.count), isContinued: true)
        if left.people.isEmpty { finish(left) } else { state.withLock { $0.queue(left) } }
    }

    private func finish(_ job: Job) {
        switch job.work {
        case .news(let news):
            let next = state.withLock { state in
                let waiting = state.telling[news.conversation] ?? nil
                state.telling[news.conversation] = waiting == nil ? nil : .some(nil)
                return waiting
            }
            if let next { begin(next) }
        case .push(_, let conversation):
            state.withLock { state in
                let left = (state.pushing[conversation] ?? 1) - 1
                state.pushing[conversation] = left > 0 ? left : nil
            }
        }
    }
}
