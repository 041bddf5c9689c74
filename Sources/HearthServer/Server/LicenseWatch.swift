import HearthCore
import IM
import Logging
import Observability

/// Follows the license that servers of the database share, and warns of its end in the log: at the start, once a day and when it changes.
actor LicenseWatch {
    /// Milliseconds between two warnings.
    private static let day: Int64 = 86_400_000

    private let licensing: Licensing
    private let clock: any WallClock
    private let logger: Logger
    private var warnedAt: Instant?

    init(_ licensing: Licensing, clock: any WallClock, logger: Logger) {
        self.licensing = licensing
        self.clock = clock
        self.logger = logger
    }

    /// Trouble of the store ends with the store's trouble: the next look tries again.
    func look() async {
        guard let isNew = try? await licensing.refresh() else { return }
        let now = clock.now()
        guard isNew || warnedAt.map({ now.since($0) >= Self.day }) ?? true, let report = try? await licensing.report() else { return }
        warnedAt = now
        for warning in report.warnings { logger.warning("license", metadata: .with([.reason: warning])) }
    }
}
