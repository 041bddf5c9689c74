import HearthCore
import IM
import Web

/// An administrative act, done: its answer, and what is put on record of it. Nil stands for what the request says.
struct Act: Sendable {
    let reply: Reply
    var app: AppID?
    var before: JSON?
    var after: JSON?

    init(_ reply: Reply, app: AppID? = nil, before: JSON? = nil, after: JSON? = nil) {
        self.reply = reply
        self.app = app
        self.before = before
        self.after = after
    }
}

extension Act {
    /// One that ended in trouble: nobody knows how much of it was done.
    fileprivate init(failed failure: Failure, _ request: Request) {
        self.init(.data(.null), after: ((try? request.parameters())?.all ?? .null).failed(failure))
    }
}

extension Console {
    /// A route that wants the admin's token. Whatever is no GET is put on record with the request's parameters.
    func admin(_ methods: [Method], _ path: String, _ summary: String, _ answer: @escaping Route.Handler) -> Route {
        guard methods != [.get] else { return guarded(methods, path, summary, answer) }
        return act(methods, path, summary) { request async throws(Failure) in Act(try await answer(request)) }
    }

    /// As `admin`, for an act that knows what there was before it, or better what there is now.
    /// - Parameter largeBody: bytes that the body may have for the bearer of a token; nil for the bound of all.
    func act(
        _ methods: [Method], _ path: String, _ summary: String, largeBody: (@Sendable (String) -> Int?)? = nil,
        _ act: @escaping @Sendable (Request) async throws(Failure) -> Act
    ) -> Route {
        guarded(methods, path, summary, largeBody: largeBody) { [services] request async throws(Failure) in
            let done: Act
            do throws(Failure) {
                done = try await act(request)
            } catch {
                if error.leavesDoubt { try? await services.auditing.record(AuditEntry(Act(failed: error, request), request, path)) }
                throw error
            }
            try await services.auditing.record(AuditEntry(done, request, path))
            return done.reply
        }
    }

    /// A route that wants the admin's token and is not put on record.
    func guarded(
        _ methods: [Method], _ path: String, _ summary: String, largeBody: (@Sendable (String) -> Int?)? = nil,
        _ answer: @escaping Route.Handler
    ) -> Route {
        Route(
            methods, path, .admin, summary, bodyBytes: { headers in headers.bearer.flatMap { largeBody?($0) } }
        ) { [services] request async throws(Failure) in
            guard let token = request.headers.bearer else {
                return .refused(Failure(.missingAccessToken, "the header Authorization: Bearer TOKEN is missing"))
            }
            guard services.isAdmin(token) else { return .refused(Failure(.userPermissionDenied)) }
            return try await answer(request)
        }
    }
}

extension Headers {
    /// The bearer's token; nil without one.
    fileprivate var bearer: String? {
        guard let header = self["authorization"], header.hasPrefix("Bearer ") else { return nil }
        return String(header.dropFirst(7))
    }
}

extension AuditEntry {
    /// The header in which whoever calls the admin API may say who he is: all of them have one token.
    public static let operatorHeader = "hearth-operator"

    /// - Parameter path: of the route, with `{name}` in it.
    fileprivate init(_ act: Act, _ request: Request, _ path: String) {
        // Not every act needs a body: one that is nothing is not looked at, nor one of which nothing is asked.
        let isTold = act.after != nil && request.segments["app_id"] != nil
        let parameters = isTold ? .null : (try? request.parameters())?.all ?? .null
        let named = request.segments["app_id"] ?? parameters["app_id"]?.asString
        let others = request.segments.filter { $0.key != "app_id" }.sorted { $0.key < $1.key }
        self.init(
            author: AuditAuthor(.adminAPI, request.headers[Self.operatorHeader] ?? ""), address: request.origin.remoteAddress,
            act: "\(request.method.rawValue) \(path)", app: act.app ?? named.map { AppID($0) },
            subject: others.map { "\($0.key)=\($0.value)" }.joined(separator: " "), before: act.before?.audited,
            after: (act.after ?? parameters).audited)
    }
}

extension Reply {
    fileprivate static func refused(_ failure: Failure) -> Reply {
        .json(["code": .integer(Int64(failure.restCode)), "message": .string(failure.restMessage)], status: 401)
    }
}
