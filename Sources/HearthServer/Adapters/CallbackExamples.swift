import HearthCore
import IM

/// One callback of each event, for the manual and for tries.
enum CallbackExamples {
    static let app = AppID("abcdefghijkl")
    private static let (anna, ben, carl) = (UserID(500_002), UserID(500_004), UserID(500_006))
    private static let group = GroupID(500_001)
    private static let at = Instant(milliseconds: 1_767_225_600_000)

    /// In the order of the table of events.
    static func all(_ bodies: any BodyCodec) -> [Callback] {
        CallbackEvent.all.enumerated().map { index, event in
            Callback(number: Int64(index) + 1, facts: facts(event, bodies), tries: 0)
        }
    }

    /// A message that never was, said now.
    static func message(at now: Instant) -> Callback {
        let body = try? FlooBodyCodec().encode(BodyFields(contentType: 0, content: "Hello"), as: .chat)
        let facts = CallbackFacts(
            app: AppNumber(1), event: .message(.sent), at: now, from: anna, target: .user(ben), message: MessageID(at: now, node: 0),
            body: body ?? [])
        return Callback(number: 0, facts: facts, tries: 0)
    }

    private static func facts(_ event: CallbackEvent, _ bodies: any BodyCodec) -> CallbackFacts {
        let app = AppNumber(1)
        switch event {
        case .message(let happened):
            let fields = BodyFields(contentType: 0, content: happened == .edited ? "Hello again" : "Hello", ext: #"{"mood":"fine"}"#)
            let body = happened == .recalled ? [] : try? bodies.encode(fields, as: .chat)
            return CallbackFacts(
                app: app, event: event, at: at, from: anna, target: happened == .edited ? .group(group) : .user(ben),
                message: MessageID(at: at, node: 0), body: body ?? [])
        case .user(let happened):
            let text = happened == .registered ? "anna" : happened == .banned ? "1767229200000" : ""
            return CallbackFacts(app: app, event: event, at: at, from: anna, body: Array(text.utf8))
        case .roster(let kind):
            return CallbackFacts(
                app: app, event: event, at: at, from: anna, target: .user(ben), body: Array(content(of: kind).utf8))
        case .group(let kind):
            return CallbackFacts(
                app: app, event: event, at: at, from: anna, target: .group(group), others: isAboutOthers(kind) ? [ben, carl] : [],
                body: Array(content(of: kind).utf8))
        }
    }

    private static func content(of kind: RosterNotice.Kind) -> String {
        switch kind {
        case .applied: "I am Anna"
        case .declined: "no, thanks"
        case .infoUpdated: #"{"alias":"Benny"}"#
        default: ""
        }
    }

    private static func content(of kind: GroupNotice.Kind) -> String {
        switch kind {
        case .applyed, .invited: "please"
        case .applyDeclined, .inviteDeclined: "no, thanks"
        case .banned: "60"
        case .infoUpdated: #"{"name":"Friends"}"#
        default: ""
        }
    }

    private static func isAboutOthers(_ kind: GroupNotice.Kind) -> Bool {
        [.created, .invited, .kicked, .blocked, .unblocked, .adminGranted, .adminRevoked, .banned, .unbanned].contains(kind)
    }
}
