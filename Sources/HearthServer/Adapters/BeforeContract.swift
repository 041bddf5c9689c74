import HearthCore
import IM
import Outbound
import Web

/// The hook before messages as its endpoint sees it: docs/hooks.md.
enum BeforeContract {
    static let event = "message.before"
    /// Bytes of an answer.
    static let most = 1 << 20

    /// The question that the documentation shows and `hearth hook test` asks.
    static func example(of app: AppNumber) -> BeforeQuestion {
        let sender = DeviceAddress(account: Account(app: app, user: UserID(1_002)), device: DeviceSN(1))
        return BeforeQuestion(
            id: "k3v9x0q7m2c8t5w1z6ab", from: sender, target: .user(UserID(1_004)), kind: .chat,
            fields: BodyFields(contentType: 0, content: "Hello, Zoë!", attachment: "", config: "{}", ext: "{\"color\":\"blue\"}"),
            clientID: 1_767_225_600_123, at: Instant(milliseconds: 1_767_225_600_456))
    }

    /// - Parameter app: as clients name it.
    static func json(_ question: BeforeQuestion, app: AppID) -> JSON {
        .compact([
            "event": .string(event),
            "id": .string(question.id),
            "app_id": .string(app.rawValue),
            "from": [
                "uid": .integer(question.from.account.user.rawValue), "device_sn": .integer(Int64(question.from.device.rawValue)),
            ],
            "to": json(question.target),
            "type": .string(question.kind.rawValue),
            "ctype": .string(contentType(question.fields.contentType)),
            "content": .string(question.fields.content),
            "attachment": .string(question.fields.attachment),
            "config": .string(question.fields.config),
            "ext": .string(question.fields.ext),
            "client_mid": .integer(question.clientID),
            "related_mid": question.related.map { .integer($0.rawValue) },
            "timestamp": .integer(question.at.milliseconds),
        ])
    }

    /// Nil where the client does not say.
    private static func json(_ target: MessageTarget) -> JSON? {
        switch target {
        case .user(let user): ["uid": .integer(user.rawValue)]
        case .group(let group): ["gid": .integer(group.rawValue)]
        case .unnamed: nil
        }
    }

    private static let contentTypes = ["TEXT", "IMAGE", "AUDIO", "VIDEO", "FILE", "LOCATION", "COMMAND", "FORWARD", "RTC"]

    /// The vendor's word of a content type; the number of one without a word.
    static func contentType(_ number: Int32) -> String {
        contentTypes.indices.contains(Int(number)) ? contentTypes[Int(number)] : String(number)
    }

    /// What an answer means. Nothing, or nothing in it, is a yes.
    static func read(_ answer: OutboundHTTP.Answer) -> Result<BeforeAnswer, HookTrouble> {
        guard answer.status == 200 else { return .failure(HookTrouble("status \(answer.status)")) }
        guard !answer.body.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return .success(.allow) }
        guard let json = try? JSON.parse(answer.body), let members = json.asMembers else { return unclear("the answer is no JSON object") }
        if members.isEmpty { return .success(.allow) }
        guard !json.holdsNUL else { return unclear("the answer holds U+0000") }
        switch json["action"]?.asString {
        case "allow": return .success(.allow)
        case "refuse":
            guard let reason = text(json["reason"]) else { return unclear("reason is no text") }
            return .success(.refuse(reason: reason ?? ""))
        case "replace":
            guard let content = text(json["content"]), let attachment = text(json["attachment"]), let config = text(json["config"]),
                let ext = text(json["ext"])
            else { return unclear("content, attachment, config and ext must be texts") }
            return .success(.replace(BodyReplacement(content: content, attachment: attachment, config: config, ext: ext)))
        default: return unclear("action is none of allow, refuse, replace")
        }
    }

    private static func unclear(_ reason: String) -> Result<BeforeAnswer, HookTrouble> { .failure(HookTrouble(reason)) }

    /// Nil for what is no text; a text that is not there is nil inside.
    private static func text(_ json: JSON?) -> String?? {
        switch json {
        case nil, .null?: .some(nil)
        case .string(let text)?: .some(text)
        default: nil
        }
    }
}
