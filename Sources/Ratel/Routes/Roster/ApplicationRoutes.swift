import HearthCore
import IM
import Web

extension Ratel {
    /// Becoming friends (rest.md section 5.2).
    static let applications: [Row] = [
        .user(
            [.post], "/roster/apply", "Asks to become a friend; what comes of it is up to the other's auth_mode", RosterRequest.field,
            answer: .done,
            failures: [.userNotExist, .currentUserIsInRoster, .currentUserIsInBlocklist, .rosterRejectApplication, .messageCensored]
        ) { services, caller, request async throws(Failure) in
            try await services.screening.make(
                request, by: caller.writer, at: { Screening.Place(.user(request.user)) }
            ) { request async throws(Failure) in
                try await services.roster.changes.apply(caller.account, request, settings: caller.app.settings)
            }
            return .data(true)
        },
        .user(
            [.post], "/roster/apply/batch", "The same for many, each for itself; the body is a list", .wholeRows("list", of: batchRow),
            answer: .data([
                Schema.Property("success", .list(.integer())),
                Schema.Property(
                    "fails", .list(.object([Schema.Property("user_id", .integer()), Schema.Property("reason", .text())]))),
            ]), failures: [.messageCensored]
        ) { services, caller, rows async throws(Failure) in
            let requests = try rows.map { row throws(Failure) in try RosterRequest.field.read(row) }
            let outcomes = try await services.screening.make(
                requests, by: caller.writer, at: { (_: [RosterOutcome]) in caller.place }
            ) { requests async throws(Failure) in
                try await services.roster.changes.apply(caller.account, requests, settings: caller.app.settings)
            }
            let fails: [JSON] = outcomes.compactMap { outcome in
                outcome.reason.map { ["user_id": .integer(outcome.user.rawValue), "reason": .string($0)] }
            }
            let success = outcomes.filter { $0.failure == nil }.map { JSON.integer($0.user.rawValue) }
            return .data(["success": .array(success), "fails": .array(fails)])
        },
        .user(
            [.get], "/roster/apply/list", "Who asked the caller, newest first, open or not", .rosterCursor,
            Field.integer("limit", in: 1...1_000).or(100),
            answer: .page(
                .object([
                    Schema.Property("user_id", .integer()), Schema.Property("reason", .text()),
                    Schema.Property("status", .integer(0...2), "0 open, 1 accepted, 2 declined."),
                    Schema.Property("expired_time", .integer(), "Milliseconds since 1970."),
                ]))
        ) { services, caller, cursor, limit async throws(Failure) in
            let page = try await services.roster.reading.applications(to: caller.account, before: cursor, limit: Int(limit))
            return .data(
                .array(page.rows.map(\.json)),
                ["cursor": page.next.map { .string($0.text) }, "version": .integer(page.version)])
        },
        about(.write, "/roster/accept", "Agrees to an application", [.answerFailed, .currentUserIsInBlocklist]) {
            changes, caller, user async throws(Failure) in try await changes.accept(caller.account, from: user)
        },
        .user(
            .write, "/roster/decline", "Refuses an application", .user(), Field.text("reason").or(""), answer: .done,
            failures: [.answerFailed, .messageCensored]
        ) { services, caller, user, reason async throws(Failure) in
            try await services.screening.make(
                RefusalReason(reason), by: caller.writer, at: { Screening.Place(.user(user)) }
            ) { reason async throws(Failure) in
                try await services.roster.changes.decline(caller.account, from: user, reason: reason.text)
            }
            return .data(true)
        },
    ]

    private static let batchRow = [
        Schema.Property("user_id", .integer()), Schema.Property("alias", .text(), isOptional: true),
        Schema.Property("reason", .text(), isOptional: true), Schema.Property("auth_answer", .text(), isOptional: true),
    ]

    /// Something that the caller does about one user.
    static func about(
        _ methods: [Method], _ path: String, _ summary: String, _ failures: [FailureName],
        _ act: @escaping @Sendable (RosterChanges, Caller, UserID) async throws(Failure) -> Void
    ) -> Row {
        .user(methods, path, summary, Field.user().inQuery, answer: .done, failures: failures) {
            services, caller, user async throws(Failure) in
            try await act(services.roster.changes, caller, user)
            return .data(true)
        }
    }
}

extension RosterRequest {
    fileprivate static let field: Field<RosterRequest> = .together(
        .user(), Field.text("alias", "What the caller is going to call the user.").optional, Field.text("reason").or(""),
        Field.text("auth_answer", "To the user's question.").or("")
    ) { user, alias, reason, answer in RosterRequest(user: user, alias: alias, reason: reason, answer: answer) }
}

extension ApplicationPage.Row {
    fileprivate var json: JSON {
        [
            "user_id": .integer(applicant.rawValue), "reason": .string(application.reason),
            "status": .integer(Int64(application.status.rawValue)), "expired_time": .integer(application.expiresAt.milliseconds),
        ]
    }
}
