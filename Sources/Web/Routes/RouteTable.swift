import HearthCore

/// The routes of a door: the source of the reference pages, and the answer to every request.
public struct RouteTable: Sendable {
    /// In the order given.
    public let routes: [Route]
    private let byTarget: [Target: Route]
    /// Routes whose paths hold a `{name}`; looked through when no exact path fits.
    private let patterns: [Method: [(pattern: PathPattern, route: Route)]]

    private struct Target: Hashable {
        let method: Method
        let path: String
    }

    /// - Precondition: no method and path stands twice, whatever `{name}` is called. Tables are written by hand, so that is
    ///   found at the first start.
    public init(_ routes: [Route]) {
        self.routes = routes
        var byTarget: [Target: Route] = [:]
        var patterns: [Method: [(pattern: PathPattern, route: Route)]] = [:]
        for route in routes {
            let path = Self.trimmed(route.path)
            let pattern = PathPattern(path)
            for method in route.methods {
                let isNew: Bool
                if let pattern {
                    isNew = !patterns[method, default: []].contains { $0.pattern.shape == pattern.shape }
                    patterns[method, default: []].append((pattern, route))
                } else {
                    isNew = byTarget.updateValue(route, forKey: Target(method: method, path: path)) == nil
                }
                precondition(isNew, "the route \(route.path) stands twice")
            }
        }
        self.byTarget = byTarget
        self.patterns = patterns
    }

    /// The route of a request. One slash at the end of a path makes no difference, and HEAD is served by a GET that anybody may
    /// make: others may use up what only works once. An exact path goes before one with a `{name}`, and of those the first
    /// that fits is taken.
    public func route(for method: Method, _ path: String) -> Route? { find(method, path)?.route }

    private func find(_ method: Method, _ path: String) -> (route: Route, segments: [String: String])? {
        let path = Self.trimmed(path)
        if let route = exact(method, path) { return (route, [:]) }
        if let found = matching(method, PathPattern.split(path[...])) { return found }
        guard method == .head, let found = find(.get, path), found.route.access == .open else { return nil }
        return found
    }

    private func exact(_ method: Method, _ path: String) -> Route? { byTarget[Target(method: method, path: path)] }

    private func matching(_ method: Method, _ segments: [Substring]) -> (route: Route, segments: [String: String])? {
        for (pattern, route) in patterns[method] ?? [] {
            if let found = pattern.match(segments) { return (route, found) }
        }
        return nil
    }

    /// Answers a request: unknown targets here, also preflights that have no route, all others by their handler.
    ///
    /// An unknown path or method is body code 404 with HTTP 200, which tells the vendor's clients that the server is
    /// too old for a function (floo-web, src/ui/store/setting.js).
    public func reply(to request: Request) async -> Reply {
        guard let found = find(request.method, request.path) else {
            return request.method == .options ? .preflight(request) : .failure(Failure(.notFound))
        }
        var request = request
        request.segments = found.segments
        do {
            return try await found.route.handler(request)
        } catch {
            return .failure(error)
        }
    }

    private static func trimmed(_ path: String) -> String {
        path.utf8.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
