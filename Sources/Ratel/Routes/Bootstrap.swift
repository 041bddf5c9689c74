import HearthCore
import IM
import Web

extension Ratel {
    /// What a client asks before it knows anything (xsync.md section 2).
    var bootstrapRoutes: [Route] {
        [
            Route([.get], "/", .open, "Says that the server is here; clients measure their way to it") { _ in
                .data(["name": "hearth"])
            },
            Route([.get], "/api/health", .open, "Tells whether the server serves") { _ in .data("ok") },
            dns("/v2/app_dns"),
            dns("/app_dns"),
            app([.get], "/app/config", "Features of the vendor's user interface; none are switched on") { _, _ in .data([:]) },
        ]
    }

    /// The server list, in the formats of both SDK generations at once: neither reads the other's keys.
    private func dns(_ path: String) -> Route {
        Route([.get], path, .open, "The addresses of REST and the long connection") { [services] request async throws(Failure) in
            let named = request.query["app_id"] ?? request.headers["app_id"]
            let entry: AppDirectory.Entry
            do throws(Failure) {
                entry = try await services.apps.find(named.map { AppID($0) })
            } catch {
                throw error.name == .serverAppIdInvalid ? Failure(.serverDNSAppIdInvalid) : error
            }
            let base = services.publicBase ?? PublicBase(request.origin)
            return .data(ServerList(base: base, status: entry.app.status).json)
        }
    }
}
