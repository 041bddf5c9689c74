import HearthCore
import IM
import Web

extension Console {
    /// Tokens for an app's own servers.
    var tokenRoutes: [Route] {
        let path = "/admin/apps/{app_id}/tokens"
        return [
            act([.post], path, "Makes an admin token of an app, for `days`; its text is told here alone") {
                [services] request async throws(Failure) in
                let entry = try await services.apps.find(AppID(try request.segment("app_id")))
                let days = try request.parameters().integerIfPresent("days") ?? Int64(AdminTokens.days.standard)
                let made = try await services.adminTokens.issue(entry, days: days)
                return Act(.data(made.token.json(made.text)), after: made.token.audit)
            },
            admin([.get], path, "The admin tokens of an app, oldest first, without their texts") {
                [services] request async throws(Failure) in
                let entry = try await services.apps.find(AppID(try request.segment("app_id")))
                return .data(.array(try await services.adminTokens.list(entry.app).map { $0.json() }))
            },
            admin([.delete], path + "/{id}", "Revokes an admin token of an app") { [services] request async throws(Failure) in
                let entry = try await services.apps.find(AppID(try request.segment("app_id")))
                try await services.adminTokens.revoke(try request.segment("id"), of: entry.app)
                return .data(true)
            },
        ]
    }
}

extension AdminToken {
    /// - Parameter text: nil once it has been told.
    fileprivate func json(_ text: String? = nil) -> JSON {
        .compact([
            "id": .string(id),
            "token": text.map { .string($0) },
            "issued_at": .integer(issuedAt.milliseconds),
            "expires_at": .integer(expiresAt.milliseconds),
            "revoked_at": revokedAt.map { .integer($0.milliseconds) },
        ])
    }

    /// As the audit log keeps it.
    public var audit: JSON { json() }
}
