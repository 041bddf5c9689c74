import HearthCore
import IM
import Logging
import Observability
import Outbound
import Web

/// Asks the server at `login.external.url`: a POST of JSON, and yes only where it says so.
struct LoginQuestions: LoginAsking {
    /// Milliseconds for the whole call.
    private static let timeout: Int64 = 5_000
    /// Bytes of an answer.
    private static let most = 64 << 10

    private let http: OutboundHTTP
    private let logger: Logger
    private let troubles: TroubleCount

    init(http: OutboundHTTP, logger: Logger, clock: any WallClock) {
        self.http = http
        self.logger = logger
        troubles = TroubleCount(clock: clock)
    }

    func ask(_ url: String, app: AppID, name: String, password: String) async throws(Failure) -> ExternalVerdict {
        let question: JSON = ["app_id": .string(app.rawValue), "name": .string(name), "password": .string(password)]
        let reason: String
        switch try await http.post(question.bytes, to: url, in: app.rawValue, timeout: Self.timeout, most: Self.most) {
        case .success(let answer):
            if let verdict = Self.verdict(answer) { return verdict }
            reason = "status \(answer.status), and no answer that can be understood"
        case .failure(let trouble): reason = trouble.reason
        }
        // Neither yes nor no: nobody gets in, and clients try again.
        if let count = troubles.add(app) {
            logger.error(
                "the login server gives no answer", metadata: .with([.app: app.rawValue, .reason: reason, .count: String(count)]))
        }
        throw Failure(.serverNeedRetry)
    }

    /// Nil for what is neither yes nor no.
    static func verdict(_ answer: OutboundHTTP.Answer) -> ExternalVerdict? {
        switch answer.status {
        case 401, 403, 404: return .refused
        case 200:
            guard let json = try? JSON.parse(answer.body), let allow = json["allow"]?.asBool else { return nil }
            return allow ? .allowed(nickName: nickName(json)) : .refused
        default: return nil
        }
    }

    /// One that cannot be kept is none: it is no reason to refuse somebody.
    private static func nickName(_ json: JSON) -> String {
        guard let text = json["nick_name"]?.asString, text.unicodeScalars.count <= 64, !text.utf8.contains(0) else { return "" }
        return text
    }
}
