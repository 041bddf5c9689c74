import HearthCore
import IM
import Synchronization

/// Wakes the connected members of groups, beside the way of messages: a large group holds nobody's commit up, and its members are
/// woken a few hundred at a time, so that what others do meanwhile is not behind all of them.
///
/// What waits is bounded: of each group the newest, and so many messages that are only pushed. More of those are let go.
final class GroupFanOut: Sendable {
    /// Members woken before the next pause.
    static let together = 250
    /// Milliseconds.
    static let pause: Int64 = 5
    /// Messages that are not stored and wait to be pushed.
    static let mostPushes = 1_000

    typealias Wake = @Sendable (GroupNews, UserID) -> Void
    typealias Push = @Sendable (AcceptedMessage, UserID) -> Void

    private enum Work: Sendable {
        case news(GroupNews)
        case push(AcceptedMessage, GroupID, ConversationID, members: Int64?)
    }

    private struct State {
        var news: [ConversationID: GroupNews] = [:]
        /// The order in which groups are told.
        var order: [ConversationID] = []
        var pushes: [(message: AcceptedMessage, group: GroupID, conversation: ConversationID, members: Int64?)] = []
        var isRunning = false

        mutating func next() -> [Work] {
            defer { (news, order, pushes) = ([:], [], []) }
            let told = order.compactMap { news[$0].map(Work.news) }
            return pushes.map { .push($0.message, $0.group, $0.conversation, members: $0.members) } + told
        }
    }

    private let audiences: GroupAudiences
    private let online: Mutex<OnlineUsers>
    private let rest: (@Sendable (_ milliseconds: Int64) async -> Void)?
    private let wake: Wake
    private let push: Push
    private let state = Mutex(State())

    /// - Parameter rest: returns after so long; nil to do everything at once, on the caller's thread.
    init(
        _ audiences: GroupAudiences, rest: (@Sendable (_ milliseconds: Int64) async -> Void)?, wake: @escaping Wake,
        push: @escaping Push
    ) {
        self.audiences = audiences
        self.rest = rest
        self.wake = wake
        self.push = push
        online = Mutex(OnlineUsers())
    }

    func came(_ user: UserID) { online.withLock { $0.insert(user) } }
    func went(_ user: UserID) { online.withLock { $0.remove(user) } }

    func tell(_ news: GroupNews) {
        start { state in
            if state.news[news.conversation] == nil { state.order.append(news.conversation) }
            state.news[news.conversation]?.take(news)
            if state.news[news.conversation] == nil { state.news[news.conversation] = news }
        }
    }

    /// A message that is not stored.
    /// - Parameter members: the version of the list of members that is to hear it; nil where that is not known.
    func push(_ message: AcceptedMessage, in group: GroupID, _ conversation: ConversationID, members: Int64?) {
        start { state in
            guard state.pushes.count < Self.mostPushes else { return }
            state.pushes.append((message, group, conversation, members))
        }
    }

    private func start(_ add: (inout State) -> Void) {
        let isIdle = state.withLock { state in
            add(&state)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        guard isIdle else { return }
        guard let rest else {
            while let work = next() { for part in work { people(part) { self.carryOut(part, $0[...]) } } }
            return
        }
        Task { await run(rest) }
    }

    private func run(_ rest: @Sendable (Int64) async -> Void) async {
        var woken = 0
        while let work = next() {
            for part in work {
                let people = await withCheckedContinuation { continuation in self.people(part) { continuation.resume(returning: $0) } }
                for start in stride(from: 0, to: people.count, by: Self.together) {
                    let some = people[start..<min(start + Self.together, people.count)]
                    if woken + some.count > Self.together {
                        await rest(Self.pause)
                        woken = 0
                    }
                    carryOut(part, some)
                    woken += some.count
                }
            }
        }
    }

    /// What is to be done; nil when there is nothing, and the next one to come starts again.
    private func next() -> [Work]? {
        state.withLock { state in
            let work = state.next()
            state.isRunning = !work.isEmpty
            return work.isEmpty ? nil : work
        }
    }

    /// Who is to hear of it and is connected.
    private func people(_ work: Work, _ answer: @escaping @Sendable ([UserID]) -> Void) {
        let (conversation, app, version) =
            switch work {
            case .news(let news): (news.conversation, news.app, news.members)
            case .push(let message, _, let conversation, let members): (conversation, message.message.sender.account.app, members)
            }
        audiences.audience(of: conversation, in: app, atLeast: version) { audience in
            answer(self.online.withLock { $0.among(audience?.users ?? []) })
        }
    }

    private func carryOut(_ work: Work, _ people: ArraySlice<UserID>) {
        switch work {
        case .news(let news): people.forEach { wake(news, $0) }
        case .push(let message, _, _, _): people.forEach { push(message, $0) }
        }
    }
}
