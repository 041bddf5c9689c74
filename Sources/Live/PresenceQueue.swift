import HearthCore
import IM
import Synchronization

/// Who has come and gone and is yet to be told of, beside the way of logins: thousands may come at once, and hardly anybody of them
/// sits in a chatroom.
///
/// Of each person there is one state at most, and of people a bounded number: more are not told of.
final class PresenceQueue: Sendable {
    /// People who wait.
    static let most = 10_000
    /// People whose chatrooms are looked up at a time.
    static let together = 500
    /// Milliseconds before each look-up. Who comes back meanwhile has not been away.
    static let pause: Int64 = 500

    private struct State {
        var waiting: [Account: GroupNotice.Kind] = [:]
        var isRunning = false
    }

    private let presence: ChatroomPresence
    private let rest: @Sendable (_ milliseconds: Int64) async -> Void
    private let push: @Sendable (AcceptedMessage) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - rest: returns after so long.
    ///   - push: tells one chatroom.
    init(
        _ presence: ChatroomPresence, rest: @escaping @Sendable (_ milliseconds: Int64) async -> Void,
        push: @escaping @Sendable (AcceptedMessage) -> Void
    ) {
        self.presence = presence
        self.rest = rest
        self.push = push
    }

    /// - Parameter kind: `presence` for who has come with his first device, `absence` for who has gone with his last.
    func note(_ account: Account, _ kind: GroupNotice.Kind) {
        let begins = state.withLock { state in
            if let waiting = state.waiting[account] {
                // Both, and nobody had heard of the first.
                if waiting != kind { state.waiting[account] = nil }
                return false
            }
            guard state.waiting.count < Self.most else { return false }
            state.waiting[account] = kind
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if begins { Task { await run() } }
    }

    private func run() async {
        var left: ArraySlice<(Account, GroupNotice.Kind)> = []
        while true {
            await rest(Self.pause)
            if left.isEmpty { left = take() }
            guard !left.isEmpty else { return }
            let part = left.prefix(Self.together)
            left = left.dropFirst(part.count)
            await presence.notices(of: Dictionary(part, uniquingKeysWith: { $1 })).forEach(push)
        }
    }

    /// All who wait; with none it is over.
    private func take() -> ArraySlice<(Account, GroupNotice.Kind)> {
        state.withLock { state in
            defer { state.waiting = [:] }
            state.isRunning = !state.waiting.isEmpty
            return state.waiting.map { ($0.key, $0.value) }[...]
        }
    }
}
