import HearthCore

/// The routes of a door: the source of the reference pages, and the answer to every request.
public struct RouteTable: Sendable {
    /// In the order given.
    public let routes: [Route]
    private let byTarget: [Target: Route]

    private struct Target: Hashable {
        let method: Method
        let path: String
    }

    /// - Precondition: no method and path stands twice. Tables are written by hand, so that is found at the first start.
    public init(_ routes: [Route]) {
        self.routes = routes
        let rows = routes.flatMap { route in
            route.methods.map { (Target(method: $0, path: Self.trimmed(route.path)), route) }
        }
        byTarget = Dictionary(rows) { first, _ in preconditionFailure("the route \(first.path) stands twice") }
    }

    /// The route of a request. One slash at the end of a path makes no difference, and HEAD is served by GET.
    public func route(for method: Method, _ path: String) -> Route? {
        let path = Self.trimmed(path)
        if let route = byTarget[Target(method: method, path: path)] { return route }
        return method == .head ? byTarget[Target(method: .get, path: path)] : nil
    }

    /// Answers a request: unknown targets here, also preflights that have no route, all others by their handler.
    ///
    /// An unknown path or method is body code 404 with HTTP 200, which tells the vendor's clients that the server is
    /// too old for a function (floo-web, src/ui/store/setting.js).
    public func reply(to request: Request) async -> Reply {
        guard let route = route(for: request.method, request.path) else {
            return request.method == .options ? .preflight(request) : .failure(Failure(.notFound))
        }
        do {
            return try await route.handler(request)
        } catch {
            return .failure(error)
        }
    }

    private static func trimmed(_ path: String) -> String {
        path.utf8.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
