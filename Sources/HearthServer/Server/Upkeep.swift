import HearthCore
import IM

/// What a server does by itself, in small steps that never hold up a commit: writing cursors,
/// closing silent connections, forgetting old sends and tokens.
struct Upkeep: Sendable {
    let stores: Stores
    let product: Product
    let clock: any WallClock

    /// Rows removed in one step.
    private static let step = 500

    /// Runs until its task is cancelled.
    func run() async {
        var seconds = 0
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            seconds += 1
            product.cursors.flush()
            if seconds.isMultiple(of: 5) { product.gateway.sweep() }
            if seconds.isMultiple(of: 60) { await prune() }
        }
    }

    private func prune() async {
        while !Task.isCancelled, let removed = try? await stores.memory.prune(now: clock.now(), limit: Self.step),
            removed == Self.step
        {}
        while !Task.isCancelled,
            let removed = try? await stores.tokens.prune(endedBefore: clock.now(), limit: Self.step), removed == Self.step
        {}
    }
}
