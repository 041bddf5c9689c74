import HearthCore

/// Removes for good what is older than its app keeps it: `retention.days`.
///
/// Works in small steps, for whoever has time to run them: a pass over all conversations of an app at most once an hour, and soon
/// after the setting has changed. Where a pass stands is known in memory alone: after a restart it begins anew. Several servers of
/// one database may do it beside each other.
public actor Retention {
    /// Rows removed in one step at most.
    public static let stepRows = 500
    /// Milliseconds from the beginning of one pass to that of the next.
    static let interval: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000

    private struct Pass {
        let days: Int
        let began: Instant
        /// Everything with a smaller id goes.
        let before: MessageID
        var place: ConversationID?
        var isDone: Bool
    }

    private let apps: AppDirectory
    private let store: any RetentionStore
    private let windows: RecentWindows
    private let clock: any WallClock
    private var passes: [AppNumber: Pass] = [:]

    public init(apps: AppDirectory, store: any RetentionStore, windows: RecentWindows, clock: any WallClock) {
        self.apps = apps
        self.store = store
        self.windows = windows
        self.clock = clock
    }

    /// One step for each app with a pass to do. Not to be called again before it returns.
    /// - Returns: whether there is more to do at once.
    /// - Throws: trouble of the store; the next step goes on where this one stood.
    public func step() async throws(Failure) -> Bool {
        var isMore = false
        for app in try await apps.list() where !Task.isCancelled {
            let days = try await apps.find(app.id).settings.retentionDays
            guard let pass = pass(of: app.number, days, now: clock.now()) else { continue }
            let isDone = try await go(on: pass, app.number)
            isMore = isMore || !isDone
        }
        return isMore
    }

    /// The pass that an app is due or in the middle of.
    private func pass(of app: AppNumber, _ days: Int, now: Instant) -> Pass? {
        guard days > 0 else {
            passes[app] = nil
            return nil
        }
        if let pass = passes[app], pass.days == days, !pass.isDone || now.since(pass.began) < Self.interval {
            return pass.isDone ? nil : pass
        }
        let before = MessageID(at: now.advanced(by: -Int64(days) * Self.day), node: 0)
        // Ids begin at zero: there is nothing that old.
        let pass = Pass(days: days, began: now, before: before, isDone: before <= .zero)
        passes[app] = pass
        return pass.isDone ? nil : pass
    }

    /// - Returns: whether that was the last step.
    private func go(on pass: Pass, _ app: AppNumber) async throws(Failure) -> Bool {
        let step = try await store.removeOld(before: pass.before, of: app, after: pass.place, limit: Self.stepRows)
        // Also where nothing was removed: another server may have done that.
        for conversation in step.visited { windows.forget(before: pass.before, in: conversation) }
        var pass = pass
        pass.place = step.place
        pass.isDone = step.isLast
        passes[app] = pass
        return step.isLast
    }
}
