import HearthCore
import IM
import Web

/// Callbacks as apps' servers get them. Names of a message's members are the vendor's where he has any (rest.md 7.2), ids are numbers.
struct CallbackJSON: Sendable {
    let bodies: any BodyCodec

    func json(_ callback: Callback, of app: AppID) -> JSON {
        let facts = callback.facts
        let head: [(String, JSON)] = [
            ("id", .string(callback.id)), ("event", .string(facts.event.word)), ("appId", .string(app.rawValue)),
            ("timestamp", .integer(facts.at.milliseconds)),
        ]
        let rest =
            switch facts.event {
            case .message(let event): message(event, facts)
            case .user(let event): user(event, facts)
            case .roster: between(facts)
            case .group: group(facts)
            }
        return .object((head + rest).map { JSON.Member($0.0, $0.1) })
    }

    private func message(_ event: CallbackEvent.MessageEvent, _ facts: CallbackFacts) -> [(String, JSON)] {
        var members: [(String, JSON)] = [
            ("msgId", .integer(facts.message.rawValue)), ("from", Self.user(facts.from)), ("to", Self.target(facts.target)),
            ("type", .string(facts.target.isGroup ? "GROUPCHAT" : "CHAT")),
        ]
        guard event != .recalled, let fields = bodies.decode(facts.body) else { return members }
        members += [
            ("ctype", .string(Self.contentType(fields.contentType))), ("content", .string(fields.content)), ("ext", .string(fields.ext)),
            ("config", .string(fields.config)), ("attachment", .string(fields.attachment)),
        ]
        return members
    }

    private func user(_ event: CallbackEvent.UserEvent, _ facts: CallbackFacts) -> [(String, JSON)] {
        let text = String(decoding: facts.body, as: UTF8.self)
        let user = ("user", Self.user(facts.from))
        return switch event {
        case .registered: [user, ("name", .string(text))]
        case .banned: [user, ("until", .integer(Int64(text) ?? -1))]
        case .removed, .updated, .frozen, .unfrozen, .unbanned: [user]
        }
    }

    private func between(_ facts: CallbackFacts) -> [(String, JSON)] {
        [("from", Self.user(facts.from)), ("to", Self.target(facts.target)), Self.content(facts)]
    }

    private func group(_ facts: CallbackFacts) -> [(String, JSON)] {
        let gid: Int64 = if case .group(let group) = facts.target { group.rawValue } else { 0 }
        return [
            ("gid", .integer(gid)), ("from", Self.user(facts.from)), ("to", .array(facts.others.map(Self.user))), Self.content(facts),
        ]
    }

    private static func content(_ facts: CallbackFacts) -> (String, JSON) {
        ("content", .string(String(decoding: facts.body, as: UTF8.self)))
    }

    private static func user(_ user: UserID) -> JSON { ["uid": .integer(user.rawValue)] }

    /// A group has its id as `uid` too, as in the vendor's messages.
    private static func target(_ target: MessageTarget) -> JSON {
        switch target {
        case .user(let user): Self.user(user)
        case .group(let group): ["uid": .integer(group.rawValue), "gid": .integer(group.rawValue)]
        case .unnamed: .null
        }
    }

    /// The names of `MessageBody.ContentType` (xsync.proto).
    private static func contentType(_ number: Int32) -> String {
        let names = ["TEXT", "IMAGE", "AUDIO", "VIDEO", "FILE", "LOCATION", "COMMAND", "FORWARD", "RTC"]
        return names.indices.contains(Int(number)) ? names[Int(number)] : String(number)
    }
}

extension MessageTarget {
    fileprivate var isGroup: Bool { if case .group = self { true } else { false } }
}
