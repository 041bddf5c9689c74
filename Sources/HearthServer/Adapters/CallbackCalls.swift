import HearthCore
import IM
import Logging
import Observability
import Outbound
import Web

/// Calls the server at `hook.after.url`: a signed POST of JSON, and any status from 200 to 299 is enough.
struct CallbackCalls: CallbackCalling {
    /// Bytes of an answer, which nobody needs.
    private static let most = 64 << 10

    private let http: OutboundHTTP
    private let json: CallbackJSON
    private let clock: any WallClock
    private let logger: Logger
    private let troubles: TroubleCount

    /// - Parameter http: a lane of it is as wide as `CallbackDelivery.together`, or calls wait.
    init(http: OutboundHTTP, bodies: any BodyCodec, clock: any WallClock, logger: Logger) {
        self.http = http
        json = CallbackJSON(bodies: bodies)
        self.clock = clock
        self.logger = logger
        troubles = TroubleCount(clock: clock)
    }

    func call(_ callback: Callback, of app: AppDirectory.Entry) async -> HookTrial {
        let began = clock.now()
        let body = json.json(callback, of: app.app.id).bytes
        var headers: [(String, String)] = []
        var answer: OutboundHTTP.Answer?
        var trouble: HookTrouble?
        do throws(Failure) {
            headers = try HookSigning.headers(
                event: callback.facts.event.word, body: body, secret: app.settings.hookSecret, now: began)
            switch try await http.post(
                body, headers: headers, to: app.settings.hookAfterURL, in: app.app.id.rawValue, timeout: CallbackDelivery.timeout,
                most: Self.most)
            {
            case .success(let given):
                answer = given
                if !(200...299).contains(given.status) { trouble = HookTrouble("status \(given.status)") }
            case .failure(let why): trouble = HookTrouble(why.reason)
            }
        } catch {
            trouble = HookTrouble(error.restMessage)
        }
        if let trouble { log(trouble.reason, app.app.id) }
        return HookTrial(
            hook: .after, url: app.settings.hookAfterURL, headers: headers, body: body, answer: answer.map { ($0.status, $0.body) },
            verdict: trouble == nil ? "taken" : nil, trouble: trouble, milliseconds: clock.now().since(began))
    }

    private func log(_ reason: String, _ app: AppID) {
        guard let count = troubles.add(app) else { return }
        logger.error(
            "a callback was not taken", metadata: .with([.app: app.rawValue, .reason: reason, .count: String(count)]))
    }
}

extension OutboundHTTP {
    /// Threads for callbacks alone: who waits for an answer before something is done is not held up by them.
    static func forCallbacks(authorities: String?, clock: any WallClock) -> OutboundHTTP {
        OutboundHTTP(
            authorities: authorities, clock: clock,
            bounds: Bounds(running: 128, waiting: 1_024, runningInLane: CallbackDelivery.together, waitingInLane: CallbackDelivery.together)
        )
    }
}
