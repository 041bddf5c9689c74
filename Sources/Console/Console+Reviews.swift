import HearthCore
import IM
import Web

extension Console {
    /// Texts that somebody is asked to look at.
    var reviewRoutes: [Route] {
        let path = "/admin/apps/{app_id}/reviews"
        return [
            admin(
                [.get], path,
                "Texts to be looked at, newest first; ?status= open (standard), decided or all; of one ?user_id=; ?limit= and ?cursor= page"
            ) { [services] request async throws(Failure) in
                let fields = try request.parameters()
                let limit = try fields.limit(Reviews.page)
                let reviews = try await services.reviews.list(
                    of: try await services.app(in: request), isOpen: try fields.reviewStatus(),
                    user: try fields.integerIfPresent("user_id").map { UserID($0) }, before: try fields.integerIfPresent("cursor"),
                    limit: limit)
                let next = reviews.count == limit ? reviews.last.map { JSON.integer($0.id) } : nil
                return .data(.array(reviews.map(\.json)), ["cursor": next])
            },
            admin([.get], path + "/{id}", "One of them") { [services] request async throws(Failure) in
                .data(try await services.reviews.find(try request.review(), in: try await services.app(in: request)).json)
            },
            act(
                [.post], path + "/{id}",
                "Decides: `decision` keep or recall; `ban_minutes` also bans its author, -1 for ever; with a `note` for others who look"
            ) { [services] request async throws(Failure) in
                let (id, fields) = (try request.review(), try request.parameters())
                guard let verdict = Review.Verdict(word: try fields.string("decision")) else {
                    throw .invalidParameter("decision: expected keep or recall")
                }
                let review = try await services.reviews.decide(
                    id, in: try await services.apps.find(AppID(try request.segment("app_id"))), verdict,
                    ban: try fields.integerIfPresent("ban_minutes").map { $0 == -1 ? .forever : .minutes($0) },
                    note: try fields.stringIfPresent("note") ?? "", by: request.author)
                return Act(.data(review.json), after: review.audit)
            },
        ]
    }
}

extension Request {
    fileprivate func review() throws(Failure) -> Int64 {
        guard let id = Int64(try segment("id")) else { throw .invalidParameter("id") }
        return id
    }
}

extension Parameters {
    /// As `Reviews.list` takes it.
    fileprivate func reviewStatus() throws(Failure) -> Bool? {
        switch try stringIfPresent("status") ?? "open" {
        case "open": return true
        case "decided": return false
        case "all": return nil
        default: throw .invalidParameter("status: expected open, decided or all")
        }
    }
}

extension Review.Verdict {
    /// Nil for what is no verdict.
    public init?(word: String) {
        guard let verdict = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = verdict
    }
}

extension Review {
    /// As the admin API answers it. Times are milliseconds since 1970.
    public var json: JSON {
        var group: Int64?
        var peer: Int64?
        switch subject.target {
        case .group(let id): group = id.rawValue
        case .user(let id): peer = id.rawValue
        case .unnamed: break
        }
        return .compact([
            "id": .integer(id),
            "at": .integer(at.milliseconds),
            "user_id": .integer(author.user.rawValue),
            "kind": .string(subject.kind.word),
            "field": .string(subject.field),
            "group_id": group.map { .integer($0) },
            "peer_id": peer.map { .integer($0) },
            "message_id": subject.message == .zero ? nil : .integer(subject.message.rawValue),
            "text": .string(text),
            "hits": .array(hits.map(\.json)),
            "decision": decision.map(\.json),
        ])
    }

    /// As the audit log keeps it: the text stays at the review.
    public var audit: JSON {
        .compact([
            "user_id": .integer(author.user.rawValue), "kind": .string(subject.kind.word),
            "message_id": subject.message == .zero ? nil : .integer(subject.message.rawValue), "decision": decision.map(\.json),
        ])
    }
}

extension Review.Decision {
    fileprivate var json: JSON {
        .compact([
            "verdict": .string(verdict.word), "banned": .bool(isBanned), "at": .integer(at.milliseconds), "by": .string(by),
            "note": note.isEmpty ? nil : .string(note),
        ])
    }
}
