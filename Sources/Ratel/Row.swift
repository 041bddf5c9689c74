import HearthCore
import IM
import Web

/// One row of the table: what a call is, and what answers it.
struct Row: Sendable {
    let endpoint: Endpoint
    /// Nil for what has nothing to do with groups.
    let permission: GroupPermission?
    private let answer: @Sendable (RatelServices, Request) async throws(Failure) -> Reply

    /// - Parameters:
    ///   - leading: fields that `knowing` reads.
    ///   - knowing: what is to be known of who calls beside what the headers say.
    init<Who: Sendable, Known: Sendable, each Value: Sendable>(
        _ methods: [Method], _ path: String, _ access: Access, _ summary: String, leading: [FieldDescription] = [],
        _ fields: (repeat Field<each Value>), _ shape: AnswerShape, _ failures: [FailureName], permission: GroupPermission? = nil,
        _ who: @escaping @Sendable (RatelServices, Request) async throws(Failure) -> Who,
        knowing: @escaping @Sendable (Who, Parameters) throws(Failure) -> Known,
        _ answer: @escaping @Sendable (RatelServices, Known, repeat each Value) async throws(Failure) -> Reply
    ) {
        var descriptions = leading
        repeat descriptions += (each fields).descriptions
        endpoint = Endpoint(
            methods, path, access, summary, fields: descriptions, answer: shape, failures: failures,
            groupRight: permission?.right.rawValue)
        self.permission = permission
        self.answer = { services, request async throws(Failure) in
            // Who may not call hears that first, whatever the fields.
            let who = try await who(services, request)
            let parameters = try request.parameters()
            let known = try knowing(who, parameters)
            let reply: Reply
            do throws(Failure) {
                reply = try await answer(services, known, repeat try (each fields).read(parameters))
            } catch {
                if error.leavesDoubt { try? await services.record(request, path, by: who, parameters, failed: error) }
                throw error
            }
            try await services.record(request, path, by: who, parameters)
            return reply
        }
    }

    private init<Who: Sendable, each Value: Sendable>(
        _ methods: [Method], _ path: String, _ access: Access, _ summary: String, _ fields: (repeat Field<each Value>),
        _ shape: AnswerShape, _ failures: [FailureName], permission: GroupPermission? = nil,
        _ who: @escaping @Sendable (RatelServices, Request) async throws(Failure) -> Who,
        _ answer: @escaping @Sendable (RatelServices, Who, repeat each Value) async throws(Failure) -> Reply
    ) {
        self.init(
            methods, path, access, summary, (repeat each fields), shape, failures, permission: permission, who,
            knowing: { who, _ in who }, answer)
    }

    func route(_ services: RatelServices) -> Route {
        Route(endpoint.methods, endpoint.path, endpoint.access, endpoint.summary) { [answer] request async throws(Failure) in
            try await answer(services, request)
        }
    }
}

extension Row {
    /// A call anybody may make.
    static func open<each Value: Sendable>(
        _ methods: [Method], _ path: String, _ summary: String, _ fields: repeat Field<each Value>, answer shape: AnswerShape,
        failures: [FailureName] = [],
        _ answer: @escaping @Sendable (RatelServices, Request, repeat each Value) async throws(Failure) -> Reply
    ) -> Row {
        Row(methods, path, .open, summary, (repeat each fields), shape, failures, { _, request in request }, answer)
    }

    /// A call that belongs to an app: the header `app_id` names it (rest.md 1.2). An access token is not looked at.
    /// - Parameter limit: what else limits it, by where it comes from.
    static func app<each Value: Sendable>(
        _ methods: [Method], _ path: String, _ summary: String, _ fields: repeat Field<each Value>, answer shape: AnswerShape,
        failures: [FailureName] = [], limit: RateLimit? = nil,
        _ answer: @escaping @Sendable (RatelServices, AppCaller, repeat each Value) async throws(Failure) -> Reply
    ) -> Row {
        Row(
            methods, path, .app, summary, (repeat each fields), shape, failures,
            { services, request async throws(Failure) in
                let caller = try await services.appCaller(of: request)
                try await services.checkCall(caller, limit)
                return caller
            }, answer)
    }

    /// A call for somebody logged in, or for an app's own server that acts for him.
    /// - Parameter permission: nil for what has nothing to do with groups.
    static func user<each Value: Sendable>(
        _ methods: [Method], _ path: String, _ summary: String, _ fields: repeat Field<each Value>, answer shape: AnswerShape,
        failures: [FailureName] = [], permission: GroupPermission? = nil,
        _ answer: @escaping @Sendable (RatelServices, Caller, repeat each Value) async throws(Failure) -> Reply
    ) -> Row {
        Row(
            methods, path, .user, summary, (repeat each fields), shape, failures, permission: permission,
            { services, request async throws(Failure) in try await services.caller(of: request) }, answer)
    }

    /// A call for an app's own servers.
    static func admin<each Value: Sendable>(
        _ methods: [Method], _ path: String, _ summary: String, _ fields: repeat Field<each Value>, answer shape: AnswerShape,
        failures: [FailureName] = [],
        _ answer: @escaping @Sendable (RatelServices, AdminCaller, repeat each Value) async throws(Failure) -> Reply
    ) -> Row {
        Row(
            methods, path, .admin, summary, (repeat each fields), shape, failures,
            { services, request async throws(Failure) in try await services.admin(of: request) }, answer)
    }
}

extension [Method] {
    /// Nearly every write of the vendor's API takes both (rest.md 1.1).
    static let write: [Method] = [.post, .put]
    /// Nearly every removal does.
    static let remove: [Method] = [.post, .delete]
}
