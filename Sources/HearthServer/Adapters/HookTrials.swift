import HearthCore
import IM
import Outbound
import Web

/// Calls hooks with the examples that docs/hooks.md shows.
struct HookTrials: HookTesting {
    private let http: OutboundHTTP
    private let callbacks: CallbackCalls
    private let clock: any WallClock

    init(http: OutboundHTTP, callbacks: CallbackCalls, clock: any WallClock) {
        self.http = http
        self.callbacks = callbacks
        self.clock = clock
    }

    func test(_ hook: HookKind, of app: AppDirectory.Entry) async throws(Failure) -> HookTrial {
        switch hook {
        case .before: return try await before(app)
        case .after:
            guard !app.settings.hookAfterURL.isEmpty else { throw Self.unset("hook.after.url") }
            return await callbacks.call(CallbackExamples.message(at: clock.now()), of: app)
        }
    }

    private func before(_ app: AppDirectory.Entry) async throws(Failure) -> HookTrial {
        guard let hook = app.settings.beforeHook else { throw Self.unset("hook.before.url") }
        let question = BeforeContract.json(BeforeContract.example(of: app.app.number), app: app.app.id)
        return try await call(
            .before, hook.url, BeforeContract.event, question, of: app, timeout: hook.timeout, most: BeforeContract.most
        ) { answer in
            BeforeContract.read(answer).map(\.word)
        }
    }

    /// - Parameter verdict: what the answer means, in a word.
    private func call(
        _ kind: HookKind, _ url: String, _ event: String, _ body: JSON, of app: AppDirectory.Entry, timeout: Int64, most: Int,
        verdict: (OutboundHTTP.Answer) -> Result<String, HookTrouble>
    ) async throws(Failure) -> HookTrial {
        let (bytes, start) = (body.bytes, clock.now())
        let headers = try HookSigning.headers(event: event, body: bytes, secret: app.settings.hookSecret, now: start)
        let answer = try await http.post(bytes, headers: headers, to: url, in: app.app.id.rawValue, timeout: timeout, most: most)
        let milliseconds = clock.now().since(start)
        let outcome = answer.mapError { HookTrouble($0.reason) }.flatMap(verdict)
        return HookTrial(
            hook: kind, url: url, headers: headers, body: bytes, answer: (try? answer.get()).map { ($0.status, $0.body) },
            verdict: try? outcome.get(), trouble: outcome.trouble, milliseconds: milliseconds)
    }

    private static func unset(_ key: String) -> Failure {
        Failure(.invalidRequestParameter, "invalid request parameter: \(key) is not set")
    }
}

extension Result where Failure == HookTrouble {
    fileprivate var trouble: HookTrouble? { if case .failure(let trouble) = self { trouble } else { nil } }
}
