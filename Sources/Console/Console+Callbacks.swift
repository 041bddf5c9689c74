import HearthCore
import IM
import Web

extension Console {
    /// Events in one page of the dead.
    private static let deadPage = (standard: 50, most: 500)

    /// What an app's own server could not be told.
    func deadRoutes(_ callbacks: Callbacks) -> [Route] {
        let path = "/admin/apps/{app_id}/hooks"
        return [
            admin(
                [.get], path + "/dead", "Events that the app's server never took, newest first; ?limit= and ?cursor= page through them"
            ) { request async throws(Failure) in
                let fields = try request.parameters()
                let limit = Int(clamping: try fields.integerIfPresent("limit") ?? Int64(Self.deadPage.standard))
                guard (1...Self.deadPage.most).contains(limit) else { throw .invalidParameter("limit") }
                let dead = try await callbacks.dead(of: try request.app, before: try fields.integerIfPresent("cursor"), limit: limit)
                let next = dead.count == limit ? dead.last.map { JSON.integer($0.callback.number) } : nil
                return .data(.array(dead.map(\.json)), ["cursor": next])
            },
            admin([.post], path + "/dead/retry", "Tries dead events again: the one of `id`, or all") { request async throws(Failure) in
                let id = try request.parameters().stringIfPresent("id")
                return .data(["count": .integer(Int64(try await callbacks.retry(id, of: try request.app)))])
            },
            admin([.delete], path + "/dead", "Forgets dead events: the one of `id`, or all") { request async throws(Failure) in
                let id = try request.parameters().stringIfPresent("id")
                return .data(["count": .integer(Int64(try await callbacks.drop(id, of: try request.app)))])
            },
        ]
    }
}

extension Request {
    fileprivate var app: AppID { get throws(Failure) { AppID(try segment("app_id")) } }
}

extension JSON {
    /// The callbacks of an app as the admin API shows them; null where it has none and never had. Times are milliseconds since 1970.
    static func callbacks(of settings: AppSettings, _ report: Callbacks.Report) -> JSON {
        let isUsed = report.counts.waiting + report.counts.dead > 0
        guard isUsed || !settings.hookAfterURL.isEmpty else { return .null }
        return .compact([
            "url": .string(settings.hookAfterURL),
            "events": .array(CallbackKind.allCases.filter(settings.hookAfterEvents.contains).map { .string($0.rawValue) }),
            "tries": .integer(Int64(settings.hookAfterTries)),
            "waiting": .integer(report.counts.waiting),
            "dead": .integer(report.counts.dead),
            "last_success": report.news.succeededAt.map { .integer($0.milliseconds) },
            "last_trouble": report.news.failedAt.map { .integer($0.milliseconds) },
            "trouble": report.news.trouble.map { .string($0.reason) },
        ])
    }
}

extension DeadCallback {
    /// As the admin API answers it. What was said is not shown.
    public var json: JSON {
        let facts = callback.facts
        return .compact([
            "id": .string(callback.id),
            "event": .string(facts.event.word),
            "at": .integer(facts.at.milliseconds),
            "from": .integer(facts.from.rawValue),
            "to": facts.target.peer.map { .integer(Int64($0.wire)) },
            "message": facts.message == .zero ? nil : .integer(facts.message.rawValue),
            "tries": .integer(Int64(callback.tries)),
            "reason": .string(reason),
        ])
    }
}
