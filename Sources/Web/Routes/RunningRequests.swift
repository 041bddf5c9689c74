import HearthCore
import Synchronization

/// Counts requests while routes work on them, so that a stop can let them end before it takes away what they need.
public final class RunningRequests: Sendable {
    private struct State {
        var count = 0
        var isEnding = false
        var isGivenUp = false
        var onEnd: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// The same routes, counted: from `end` on they refuse with `ServerNeedRetry`. Open ones are left as they are: they only read.
    public func counted(_ routes: [Route]) -> [Route] {
        routes.map { route in
            guard route.access != .open else { return route }
            return Route(
                route.methods, route.path, route.access, route.summary, tooLarge: route.tooLarge, bodyBytes: route.bodyBytes
            ) { request async throws(Failure) in
                guard self.begin() else { throw Failure(.serverNeedRetry) }
                defer { self.leave() }
                return try await route.handler(request)
            }
        }
    }

    /// Refuses new requests, and returns when the last one has ended or `giveUp` is called.
    public func end() async {
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                state.isEnding = true
                if state.count == 0 || state.isGivenUp { return true }
                state.onEnd.append { continuation.resume() }
                return false
            }
            if isQuiet { continuation.resume() }
        }
    }

    /// Whoever waits for the end does so no longer.
    public func giveUp() { release { $0.isGivenUp = true } }

    private func begin() -> Bool {
        state.withLock { state in
            if state.isEnding { return false }
            state.count += 1
            return true
        }
    }

    private func leave() {
        release { $0.count -= 1 }
    }

    private func release(after change: (inout State) -> Void) {
        let waiting: [@Sendable () -> Void] = state.withLock { state in
            change(&state)
            guard state.count == 0 || state.isGivenUp else { return [] }
            defer { state.onEnd = [] }
            return state.onEnd
        }
        waiting.forEach { $0() }
    }
}
