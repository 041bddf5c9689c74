import HearthCore
import IM
import Web

/// What the routes of hooks call.
public struct HookServices: Sendable {
    public let before: BeforeHooks
    public let after: Callbacks
    public let testing: any HookTesting

    public init(before: BeforeHooks, after: Callbacks, testing: any HookTesting) {
        self.before = before
        self.after = after
        self.testing = testing
    }
}

extension Console {
    /// An app's own endpoints that are called about messages.
    public func routes(_ hooks: HookServices) -> [Route] {
        let path = "/admin/apps/{app_id}/hooks"
        return [
            admin([.get], path, "The hooks of an app, how they are set and how they do on this server") {
                [services] request async throws(Failure) in
                let app = try await services.apps.find(AppID(try request.segment("app_id")))
                let after = try await hooks.after.report(of: app.app.id)
                return .data(.hooks(of: app.settings, before: hooks.before.report(of: app.app.number), after: after))
            },
            admin([.post], path + "/test", "Calls `hook` (before or after) with its example; shows the call and its answer") {
                [services] request async throws(Failure) in
                guard let hook = HookKind(rawValue: try request.parameters().string("hook")) else { throw .invalidParameter("hook") }
                let app = try await services.apps.find(AppID(try request.segment("app_id")))
                return .data(try await hooks.testing.test(hook, of: app).json)
            },
        ] + deadRoutes(hooks.after)
    }
}

extension JSON {
    /// The hooks of an app as the admin API shows them.
    /// - Parameter before: nil without a running server.
    public static func hooks(of settings: AppSettings, before: BeforeHookReport?, after: Callbacks.Report) -> JSON {
        [
            "signed": .bool(!settings.hookSecret.isEmpty), "before": settings.beforeHook?.json(before) ?? .null,
            "after": .callbacks(of: settings, after),
        ]
    }
}

extension BeforeHook {
    fileprivate func json(_ report: BeforeHookReport?) -> JSON {
        .compact([
            "url": .string(url),
            "timeout": .integer(timeout),
            "concurrency": .integer(Int64(concurrency)),
            "failure": .string(failure.rawValue),
            "breaker_failures": .integer(Int64(breaker)),
            "breaker_rest": .integer(rest),
            "breaker": report?.breaker.json,
            "running": (report?.running).map { .integer(Int64($0)) },
            "waiting": (report?.waiting).map { .integer(Int64($0)) },
            "messages": report?.counts.json,
            "last_success": (report?.counts.lastSuccess).map { .integer($0.milliseconds) },
            "last_trouble": (report?.counts.lastTrouble).map { .integer($0.milliseconds) },
            "trouble": (report?.counts.trouble).map { .string($0.reason) },
        ])
    }
}

extension HookBreaker {
    fileprivate var json: JSON {
        switch state {
        case .closed(let failures): ["state": .string(word), "failures": .integer(Int64(failures))]
        case .open(let until): ["state": .string(word), "until": .integer(until.milliseconds)]
        case .trying: ["state": .string(word)]
        }
    }
}

extension HookCounts {
    fileprivate var json: JSON { .object(HookOutcome.allCases.map { JSON.Member($0.rawValue, .integer(Int64(self[$0]))) }) }
}

extension HookTrial {
    /// As the admin API answers it. Bodies are texts, cut where they are long.
    public var json: JSON {
        .compact([
            "hook": .string(hook.rawValue),
            "url": .string(url),
            "headers": .object(headers.map { JSON.Member($0.0, .string($0.1)) }),
            "body": .string(Self.text(body)),
            "status": (answer?.status).map { .integer(Int64($0)) },
            "answer": (answer?.body).map { .string(Self.text($0)) },
            "verdict": verdict.map { .string($0) },
            "trouble": trouble.map { .string($0.reason) },
            "milliseconds": .integer(milliseconds),
        ])
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes.prefix(16 << 10), as: UTF8.self) }
}
