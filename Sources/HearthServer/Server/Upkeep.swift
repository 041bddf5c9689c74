import HearthCore
import IM
import Store

/// What a server does by itself, in small steps that never hold up a commit: writing cursors,
/// closing silent connections, forgetting old sends, tokens and codes, removing old messages and what is left of removed accounts,
/// following what other servers change and which logins they end.
struct Upkeep: Sendable {
    let stores: SQLStore
    let product: Product
    let clock: any WallClock
    let license: LicenseWatch

    /// Rows removed in one step.
    private static let step = 500

    /// Seconds after which a change of an app, or of the license, that another server of the database made holds here.
    private static let refresh = 2

    /// Seconds after which a session ends whose token was revoked out of its server's sight.
    private static let endings = 2

    /// Seconds between two notes that a device is connected: for other servers it counts as offline since the last one.
    private static let sight = 600

    /// Milliseconds after which nothing that was being written when an account was removed comes to it any more.
    private static let settling: Int64 = 60_000

    /// Runs until its task is cancelled.
    func run() async {
        // Beside each other: a database that does not answer must not hold up what needs none.
        async let following: Void = followApps()
        async let ending: Void = endSessions()
        async let removing: Void = removeOldMessages()
        async let noting: Void = noteDevices()
        async let licensing: Void = followLicense()
        await lookAfter()
        await following
        await ending
        await removing
        await noting
        await licensing
    }

    private func followLicense() async {
        repeat { await license.look() } while (try? await Task.sleep(for: .seconds(Self.refresh))) != nil
    }

    private func followApps() async {
        while (try? await Task.sleep(for: .seconds(Self.refresh))) != nil {
            // Trouble of the store ends with the store's trouble: the next turn tries again.
            try? await product.apps.refresh()
        }
    }

    private func endSessions() async {
        while (try? await Task.sleep(for: .seconds(Self.endings))) != nil {
            // Trouble of the store ends it for now: the next look begins where this one did.
            try? await product.endedTokens.look()
        }
    }

    private func noteDevices() async {
        var seconds = 0
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            seconds += 1
            if seconds.isMultiple(of: Self.sight) { product.lastSeen.note(product.hub.devices, at: clock.now()) }
            await product.lastSeen.flush()
        }
    }

    private func lookAfter() async {
        var seconds = 0
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            seconds += 1
            product.cursors.flush()
            if seconds.isMultiple(of: 5) { product.gateway.sweep() }
            if seconds.isMultiple(of: 60) {
                await product.limitReport.write()
                await prune()
            }
        }
    }

    /// Steps with a rest in between, in which sends go first; a look every few seconds while there is nothing to do.
    private func removeOldMessages() async {
        var isMore = false
        while (try? await Task.sleep(for: isMore ? .milliseconds(10) : .seconds(5))) != nil {
            // Trouble of the store ends it for now: the next look goes on.
            isMore = (try? await product.retention.step()) ?? false
        }
    }

    private func prune() async {
        let now = clock.now()
        await repeated { () throws(Failure) in try await stores.memory.prune(now: now, limit: Self.step) }
        await repeated { () throws(Failure) in try await stores.tokens.prune(endedBefore: now, limit: Self.step) }
        await repeated { () throws(Failure) in try await stores.codes.prune(endedBefore: now, limit: Self.step) }
        let settled = now.advanced(by: -Self.settling)
        await repeated { () throws(Failure) in try await stores.accountLeftovers.prune(removedBefore: settled, limit: Self.step) }
    }

    /// Goes on while there is a full step to do. Trouble of the store ends it: the next minute tries again.
    private func repeated(_ step: () async throws(Failure) -> Int) async {
        while !Task.isCancelled {
            guard let removed = try? await step(), removed == Self.step else { return }
        }
    }
}
