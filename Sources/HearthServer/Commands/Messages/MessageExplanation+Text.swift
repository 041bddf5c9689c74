import Glibc
import Web

extension MessageExplanation {
    /// For a person at a terminal. Times are UTC.
    var text: String {
        let parts = [head, operations, people, [knowledge]].filter { !$0.isEmpty }
        return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    private var head: [String] {
        let related = json["related"].map { " on \($0)" } ?? ""
        let rows = [
            ["app", app.id],
            ["what", "\(Self.word(json["kind"]))\(related), content type \(json["content_type"] ?? 0), \(json["bytes"] ?? 0) bytes"],
            ["where", place],
            ["from", Self.who(json["from"])],
            ["received", Self.time(json["received_at"]) ?? "not noted"],
            ["stored", Self.time(json["stored_at"]) ?? ""],
            ["edited", Self.time(json["edited_at"]) ?? ""],
            ["recalled", json["recall"].map { "\(Self.time($0["at"]) ?? "") by \(Self.who($0))" } ?? ""],
            ["status", Self.word(json["status"]) + ", as its author was told"],
            ["read by", json["readers"].map { "\($0["read"] ?? 0) of \($0["of"] ?? 0) members it was for" } ?? ""],
        ]
        return ["Message \(json["id"] ?? .null)", TextTable.text(rows.filter { !$0[1].isEmpty }.map { ["  " + $0[0], $0[1]] })]
    }

    private var place: String {
        if let group = json["conversation"]?["group_id"] { return "group \(group)" }
        let users = json["conversation"]?["users"]?.asArray ?? []
        return "between " + users.map { $0 == 0 ? "the system" : "user \($0)" }.joined(separator: " and ")
    }

    private var operations: [String] {
        let rows = (json["operations"]?.asArray ?? []).map { act in
            ["  " + (Self.time(act["at"]) ?? ""), Self.word(act["kind"]), Self.who(act), "\(act["id"] ?? .null)"]
        }
        return rows.isEmpty ? [] : ["Operations on it", TextTable.text(rows)]
    }

    private var people: [String] {
        (json["people"]?.asArray ?? []).flatMap { person in
            ["User \(person["user_id"] ?? .null): \(Self.standing(of: person))"]
                + (person["devices"]?.asArray ?? []).map { "  device \($0["device"] ?? .null): \(Self.standing(ofDevice: $0))" }
        }
    }

    private static func standing(of person: JSON) -> String {
        var words: [String] = []
        if person["is_author"] == true { words.append("the author") }
        if let joined = person["joined_after"] { words.append("not given to him, his conversation begins after \(joined)") }
        if let at = time(person["left_at"]) { words.append("left \(at)" + (person["left_before"] == true ? ", before it" : "")) }
        if person["away"] == true { words.append("not given to him, he was out of the group then") }
        if let back = person["returned_after"] { words.append("came back after \(back)") }
        if person["read"] == true { words.append("read" + (time(person["read_at"]).map { " by \($0)" } ?? "")) }
        if person["read"] == false { words.append(person["unread_again"] == true ? "marked as unread again" : "not read") }
        if let mark = person["read_up_to"] { words.append("read mark \(mark)") }
        if person["hidden"] == true { words.append("deleted for himself" + (time(person["hidden_at"]).map { " \($0)" } ?? "")) }
        if let at = time(person["cleared_at"]) { words.append("deleted the conversation \(at)") }
        return words.joined(separator: ", ")
    }

    private static func standing(ofDevice device: JSON) -> String {
        var words: [String] = []
        if device["is_author"] == true { words.append("sent it") }
        if let at = time(device["told_at"]) { words.append("told \(at)") }
        if let at = time(device["given_at"]) {
            words.append("given \(at)" + (device["given_times"].map { " and again, \($0) times in all" } ?? ""))
        }
        if let at = time(device["confirmed_at"]) {
            words.append("confirmed \(at)")
        } else if let at = time(device["confirmed_by"]) {
            words.append("confirmed by \(at)")
        } else if device["confirmed"] == true {
            words.append("counts as delivered")
        } else if device["is_author"] != true {
            words.append("not confirmed")
        }
        if let cursor = device["confirmed_up_to"] { words.append("cursor \(cursor)") }
        if let at = time(device["cleared_at"]) { words.append("deleted the conversation here \(at)") }
        return words.joined(separator: ", ")
    }

    private var knowledge: String {
        guard let since = Self.time(json["deliveries_known_since"]) else {
            return "No server runs here: what devices were told and given is not known."
        }
        return "What this server told and gave to devices is known since \(since); what is older, or went through another server, is not."
    }
}

// MARK: - Words

extension MessageExplanation {
    private static func word(_ value: JSON?) -> String { value?.asString ?? "" }

    private static func who(_ value: JSON?) -> String {
        let user = value?["user_id"] ?? 0
        guard user != 0 else { return "the system" }
        let device = value?["device"] ?? 0
        return "user \(user)" + (device == 0 ? "" : ", device \(device)")
    }

    /// `2026-01-31T12:00:00.000Z`; nil where there is none.
    static func time(_ value: JSON?) -> String? {
        guard let milliseconds = value?.asInteger, milliseconds >= 0 else { return nil }
        var seconds = time_t(milliseconds / 1_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func digits(_ number: Int32, _ count: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return "\(parts.tm_year + 1900)-\(digits(parts.tm_mon + 1))-\(digits(parts.tm_mday))T"
            + "\(digits(parts.tm_hour)):\(digits(parts.tm_min)):\(digits(parts.tm_sec)).\(digits(Int32(milliseconds % 1_000), 3))Z"
    }
}
