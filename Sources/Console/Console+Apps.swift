import HearthCore
import IM
import Web

extension Console {
    /// Apps themselves: made, listed, put out of service, sent elsewhere.
    var appRoutes: [Route] {
        [
            act([.post], "/admin/apps", "Creates an app") { [services] request async throws(Failure) in
                let app = try await services.apps.create(name: try request.parameters().string("name"))
                return Act(.data(app.json(services.base(request))), app: app.id, after: app.audit)
            },
            admin([.get], "/admin/apps", "Lists the apps; with ?app_id= just that one") { [services] request async throws(Failure) in
                guard let id = request.query["app_id"] else {
                    return .data(.array(try await services.apps.list().map { $0.json(services.base(request)) }))
                }
                return .data(try await services.apps.find(AppID(id)).app.json(services.base(request)))
            },
            act(
                [.patch], "/admin/apps/{app_id}",
                "Changes `name` or `status` (normal, frozen, banned, revoked) of an app; a `reason` is kept with a status"
            ) { [services] request async throws(Failure) in
                let change = try AppChange(try request.json())
                let (before, after) = try await services.apps.change(AppID(try request.segment("app_id")), change)
                return Act(.data(after.json(services.base(request))), before: before.audit, after: after.audit)
            },
            act(
                [.post], "/admin/apps/{app_id}/reconnect",
                "Lets all devices of an app fetch the addresses and log in again; `notice` is cluster_changed or dns_update"
            ) { [services] request async throws(Failure) in
                let word = try request.parameters().string("notice")
                guard let notice = ReconnectNotice(rawValue: word) else { throw .invalidParameter("notice") }
                _ = try await services.reconnecting.reconnect(AppID(try request.segment("app_id")), notice)
                return Act(.data(true))
            },
        ]
    }
}

extension AppChange {
    /// - Throws: `InvalidRequestParameter` for a body that is no object, for a key that is unknown, and for a value of another type.
    public init(_ json: JSON) throws(Failure) {
        guard let members = json.asMembers else { throw .invalidParameter("the body is not an object") }
        self.init()
        for member in members {
            guard let text = member.value.asString else { throw .invalidParameter(member.key) }
            switch member.key {
            case "name": name = text
            case "status":
                guard let status = AppStatus(word: text) else { throw .invalidParameter("status") }
                self.status = status
            case "reason": reason = text
            default: throw .invalidParameter(member.key)
            }
        }
        guard reason.isEmpty || status != nil else { throw .invalidParameter("reason") }
    }

    /// As the admin API takes it.
    public var json: JSON {
        .compact([
            "name": name.map { .string($0) }, "status": status.map { .string($0.word) },
            "reason": status == nil ? nil : .string(reason),
        ])
    }
}

extension App {
    /// An app with the addresses an application is configured with.
    func json(_ base: PublicBase) -> JSON {
        .compact([
            "app_id": .string(id.rawValue),
            "name": .string(name),
            "status": .string(status.word),
            "status_reason": statusReason.isEmpty ? nil : .string(statusReason),
            "created_at": .integer(createdAt.milliseconds),
            "rest": .string(base.http),
            "websocket": .string(base.webSocket),
            "dns": .string(base.http + "/v2/app_dns"),
        ])
    }

    /// As the audit log keeps it.
    public var audit: JSON {
        .compact([
            "name": .string(name), "status": .string(status.word), "reason": statusReason.isEmpty ? nil : .string(statusReason),
        ])
    }
}
