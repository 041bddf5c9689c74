import HearthCore
import IM
import Logging
import Observability

/// Tells the log who was refused for doing too much: a line for each limit and app, however many refusals there were.
struct LimitReport: Sendable {
    let rates: RateLimits
    let apps: AppDirectory
    let logger: Logger

    /// To be called once a minute.
    func write() async {
        let refusals = rates.newRefusals()
        guard !refusals.isEmpty else { return }
        let apps = (try? await apps.list()) ?? []
        for refusal in refusals {
            let app = apps.first { $0.number == refusal.app }
            logger.warning(
                "refused as too many",
                metadata: .with([
                    .limit: refusal.limit.name, .app: app?.id.rawValue ?? "none", .count: String(refusal.count),
                ]))
        }
    }
}
