import HearthCore
import Web

/// Hooks for a person at a terminal. Times are UTC.
enum HookText {
    static func standing(_ json: JSON) -> String {
        let signed = [["signed", json["signed"] == true ? "yes" : "no"]]
        let hooks = (json.asMembers ?? []).filter { $0.key != "signed" }.flatMap { hook in
            hook.value.asMembers.map { rows($0, under: hook.key) } ?? [[hook.key, "not set"]]
        }
        return TextTable.text(signed + hooks)
    }

    /// What was sent, what came back, and what that means.
    static func trial(_ json: JSON) -> String {
        let headers = (json["headers"]?.asMembers ?? []).map { "\($0.key): \($0.value.asString ?? "")" }
        let call = ["POST \(json["url"]?.asString ?? "")"] + headers + ["", json["body"]?.asString ?? ""]
        let answer = json["status"].map { ["", "status \($0)", json["answer"]?.asString ?? ""] } ?? []
        let meaning = json["verdict"]?.asString ?? "trouble: \(json["trouble"]?.asString ?? "")"
        return (call + answer + ["", "\(meaning), after \(json["milliseconds"] ?? 0) ms"]).joined(separator: "\n")
    }

    private static func rows(_ members: [JSON.Member], under prefix: String) -> [[String]] {
        members.flatMap { member in
            let name = "\(prefix).\(member.key)"
            return member.value.asMembers.map { rows($0, under: name) } ?? [[name, text(member)]]
        }
    }

    private static func text(_ member: JSON.Member) -> String {
        switch member.value {
        case .string(let text): text
        case .integer(let time) where ["until", "last_success", "last_trouble"].contains(member.key):
            Instant(milliseconds: time).dateTime
        default: member.value.description
        }
    }
}
