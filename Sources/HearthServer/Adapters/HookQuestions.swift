import HearthCore
import IM
import Logging
import Observability
import Outbound
import Web

/// Asks the server at `hook.before.url` about messages: a POST of JSON, signed with `hook.secret`.
struct HookQuestions: BeforeAsking {
    private let http: OutboundHTTP
    private let apps: AppDirectory
    private let clock: any WallClock
    private let logger: Logger
    private let troubles: TroubleCount

    init(http: OutboundHTTP, apps: AppDirectory, clock: any WallClock, logger: Logger) {
        self.http = http
        self.apps = apps
        self.clock = clock
        self.logger = logger
        troubles = TroubleCount(clock: clock)
    }

    func ask(_ question: BeforeQuestion, _ hook: BeforeHook, timeout: Int64) async -> Result<BeforeAnswer, HookTrouble> {
        do throws(Failure) {
            let app = try await apps.state(of: question.from.account.app).entry.app.id
            let answer = try await call(BeforeContract.json(question, app: app).bytes, of: app, hook, timeout: timeout)
            if case .failure(let trouble) = answer { tell(trouble, app) }
            return answer
        } catch {
            return .failure(HookTrouble(error.restMessage, isUnasked: error.name == .serverBusy))
        }
    }

    private func call(
        _ body: [UInt8], of app: AppID, _ hook: BeforeHook, timeout: Int64
    ) async throws(Failure) -> Result<BeforeAnswer, HookTrouble> {
        let headers = try HookSigning.headers(event: BeforeContract.event, body: body, secret: hook.secret, now: clock.now())
        let answer = try await http.post(
            body, headers: headers, to: hook.url, in: app.rawValue, timeout: timeout, most: BeforeContract.most)
        switch answer {
        case .success(let answer): return BeforeContract.read(answer)
        case .failure(let trouble): return .failure(HookTrouble(trouble.reason, isUnasked: trouble.isUnasked))
        }
    }

    private func tell(_ trouble: HookTrouble, _ app: AppID) {
        guard let count = troubles.add(app) else { return }
        logger.error(
            "the hook before messages gives no answer",
            metadata: .with([.app: app.rawValue, .reason: trouble.reason, .count: String(count)]))
    }
}
