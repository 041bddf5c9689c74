import HearthCore
import IM
import Web

extension Ratel {
    /// What a client asks before it knows anything (xsync.md section 2).
    static let bootstrap: [Row] = [
        .open(
            [.get], "/", "Says that the server is here; clients measure their way to it",
            answer: .data([Schema.Property("name", .text())])
        ) { _, _ in .data(["name": "hearth"]) },
        .open([.get], "/api/health", "Tells whether the server serves", answer: AnswerShape(.text())) { _, _ in .data("ok") },
        dns("/v2/app_dns"),
        dns("/app_dns"),
        .app(
            [.get], "/app/config", "Features of the vendor's user interface: groups may hide who their members are",
            Field.integer("platform", "As in the login of a device; 6 is the web.").optional,
            answer: .data([Schema.Property("hide_member_info", .boolean)])
        ) { _, _, _ in .data(["hide_member_info": true]) },
    ]

    /// The server list, in the formats of both SDK generations at once: neither reads the other's keys.
    private static func dns(_ path: String) -> Row {
        .open(
            [.get], path, "The addresses of REST and the long connection", Field.text("app_id", "Or as a header.").optional,
            Field.text("source", "Of no meaning.").optional, answer: ServerList.shape,
            failures: [.serverAppIdMissing, .serverDNSAppIdInvalid]
        ) { services, request, inQuery, _ async throws(Failure) in
            let named = inQuery ?? request.headers["app_id"]
            let entry: AppDirectory.Entry
            do throws(Failure) {
                entry = try await services.apps.find(named.map { AppID($0) })
            } catch {
                try services.rates.check(.callsAddress, .address(request.origin.remoteAddress))
                throw error.name == .serverAppIdInvalid ? Failure(.serverDNSAppIdInvalid) : error
            }
            try services.rates.check(.callsAddress, .address(request.origin.remoteAddress), in: entry)
            let base = services.publicBase ?? PublicBase(request.origin)
            return .data(ServerList(base: base, status: entry.app.status).json)
        }
    }
}

extension AnswerShape {
    /// An object.
    static func data(_ properties: [Schema.Property]) -> AnswerShape { AnswerShape(.object(properties)) }
}
