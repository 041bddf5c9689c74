import HearthCore
import IM
import Store

/// What a server does by itself, in small steps that never hold up a commit: writing cursors,
/// closing silent connections, forgetting old sends, tokens and codes, removing old messages and what is left of removed accounts,
/// following what other servers change and which logins they end, telling apps' own servers what happened.
struct Upkeep: Sendable {
    let stores: SQLStore
    let product: Product
    let clock: any WallClock
    let license: LicenseWatch

    /// Rows removed in one step.
    private static let step = 500

    /// After which a change of an app or of its word lists holds here that another server of the database made.
    private static let refresh = Duration.milliseconds(500)

    /// The same for the license.
    private static let licenses = Duration.seconds(2)

    /// Seconds after which a session ends whose token was revoked out of its server's sight.
    private static let endings = 2

    /// Seconds between two notes that a device is connected: for other servers it counts as offline since the last one.
    private static let sight = 600

    /// Milliseconds between two looks for what apps' own servers are to be told.
    private static let outbox = 250

    /// Of so many looks one is taken also where no app that is in use here wants to be told of anything.
    private static let outboxOfOthers = 20

    /// Seconds between two looks whether more waits for that than may.
    private static let tidying = 10

    /// Milliseconds after which nothing that was being written when an account was removed comes to it any more.
    private static let settling: Int64 = 60_000

    /// Runs until its task is cancelled.
    func run() async {
        // Beside each other: a database that does not answer must not hold up what needs none.
        async let following: Void = followApps()
        async let reading: Void = followWords()
        async let ending: Void = endSessions()
        async let removing: Void = removeOldMessages()
        async let noting: Void = noteDevices()
        async let licensing: Void = followLicense()
        async let calling: Void = callBack()
        async let tidying: Void = tidyCallbacks()
        await lookAfter()
        await following
        await reading
        await ending
        await removing
        await noting
        await licensing
        await calling
        await tidying
    }

    /// An app whose server is slow holds up nobody else's.
    private func callBack() async {
        await withDiscardingTaskGroup { group in
            var looks = 0
            while (try? await Task.sleep(for: .milliseconds(Self.outbox))) != nil {
                defer { looks += 1 }
                guard product.callbacks.isWanted || looks.isMultiple(of: Self.outboxOfOthers) else { continue }
                // Trouble of the store ends with the store's trouble: the next look tries again.
                for app in (try? await product.callbacks.begin()) ?? [] {
                    group.addTask { await product.callbacks.deliver(app) }
                }
            }
        }
    }

    private func tidyCallbacks() async {
        while (try? await Task.sleep(for: .seconds(Self.tidying))) != nil { try? await product.callbacks.tidy(step: Self.step) }
    }

    private func followLicense() async {
        repeat { await license.look() } while (try? await Task.sleep(for: Self.licenses)) != nil
    }

    private func followApps() async {
        while (try? await Task.sleep(for: Self.refresh)) != nil {
            // Trouble of the store ends with the store's trouble: the next turn tries again.
            try? await product.apps.refresh()
        }
    }

    private func followWords() async {
        while (try? await Task.sleep(for: Self.refresh)) != nil {
            // As above.
            try? await product.words.follow()
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
