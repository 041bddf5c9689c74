import Console
import FlooClient
import HearthCore
import IM
import Store
import Web

/// Reviews, for the verbs.
extension AppAdministration {
    /// Reviews of an app, newest first, as the admin API answers them.
    /// - Parameter status: `open`, `decided` or `all`.
    func reviews(of id: String, status: ReviewStatus, user: Int64?, limit: Int) async throws -> [Web.JSON] {
        let app = try await app(id)
        switch self {
        case .running(let server):
            let query = "?status=\(status.rawValue)&limit=\(limit)" + (user.map { "&user_id=\($0)" } ?? "")
            return try await server.call(.GET, "\(Self.path)/\(app.id)/reviews" + query).asArray ?? []
        case .stored(let stored):
            return try await stored.reviews.list(
                of: try await stored.number(of: app), isOpen: status.isOpen, user: user.map { UserID($0) }, limit: limit
            ).map(\.json)
        }
    }

    /// One review as the admin API answers it.
    func review(_ review: Int64, of id: String) async throws -> Web.JSON {
        let app = try await app(id)
        switch self {
        case .running(let server): return try await server.call(.GET, "\(Self.path)/\(app.id)/reviews/\(review)")
        case .stored(let stored): return try await stored.reviews.find(review, in: try await stored.number(of: app)).json
        }
    }

    /// Decides a review and returns it with the decision.
    func decide(
        _ review: Int64, of id: String, _ verdict: Review.Verdict, ban: Reviews.Ban?, note: String
    ) async throws -> Web.JSON {
        let app = try await app(id)
        switch self {
        case .running(let server):
            return try await server.call(
                .POST, "\(Self.path)/\(app.id)/reviews/\(review)",
                .compact(["decision": .string(verdict.word), "ban_minutes": ban.map { .integer($0.minutes) }, "note": .string(note)]))
        case .stored(let stored):
            let entry = try await stored.apps.find(AppID(app.id))
            return try await stored.recorded("hearth review decide") {
                let decided = try await stored.reviews.decide(
                    review, in: entry, verdict, ban: ban, note: note, by: SystemUser.name)
                return Done(decided.json, app: entry.app.id, subject: "id=\(review)", after: decided.audit)
            }
        }
    }
}

/// Which reviews a list shows.
enum ReviewStatus: String, CaseIterable, Sendable {
    case open, decided, all

    var isOpen: Bool? {
        switch self {
        case .open: true
        case .decided: false
        case .all: nil
        }
    }
}

extension Reviews.Ban {
    /// As the admin API takes them: -1 for ever.
    fileprivate var minutes: Int64 {
        switch self {
        case .minutes(let minutes): minutes
        case .forever: -1
        }
    }
}

extension Reviews {
    /// Over a store that no server of this machine runs on: nobody is connected here, and who is elsewhere learns of it from the store.
    init(_ stores: SQLStore, _ restrictions: Restrictions, _ clock: any WallClock) {
        let windows = RecentWindows()
        let sends = SendQueue(log: stores.messages, windows: windows, announcer: NobodyTold())
        let notices = NoticeSends(sends: sends, codec: FlooNoticeCodec(), ids: stores.ids, pause: { _ in }) { _ in }
        self.init(
            stores, UserMessages(sends: sends, store: stores.conversations, bodies: FlooBodyCodec(), ids: stores.ids),
            Profiles(store: stores.profiles, notifier: notices),
            GroupChanges(store: stores.groupChanges, announcer: NobodyTold(), clock: clock), restrictions, clock)
    }
}

private struct NobodyTold: Announcer, GroupAnnouncer {
    func announce(_ messages: [AcceptedMessage]) {}
    func announce(_ commit: GroupCommit) {}
}
