import HearthCore
import IM
import Logging
import Observability

extension Auditing {
    /// What cannot be recorded stands in the server's log at least, with everything.
    init(_ log: any AuditLog, clock: any WallClock, logger: Logger) {
        self.init(log: log, clock: clock) { entry, failure in
            logger.error(
                "an administrative act was done and is not in the audit log",
                metadata: .with([
                    .error: failure.name.rawValue, .author: "\(entry.author.kind.word) \(entry.author.name)", .address: entry.address,
                    .act: entry.act, .app: entry.app?.rawValue ?? "", .subject: entry.subject, .before: entry.before ?? "",
                    .after: entry.after ?? "",
                ]))
        }
    }
}
