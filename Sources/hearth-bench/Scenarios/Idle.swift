extension Scenarios {
    private static let idleConnections = 5_000
    private static let settling = Duration.seconds(2)

    /// What a logged-in connection that says nothing costs the server.
    func idle(on generator: isolated Generator) async throws -> [Finding] {
        let users = try await server.users(Self.idleConnections)
        // Whatever is made once, at the first connections, is not counted.
        let first = try await generator.loggedIn(Array(users.prefix(100)))
        await generator.leave(first)
        try await Task.sleep(for: Self.settling)
        let before = process.flatMap { Machine.residentMemory(of: $0) }
        let start = Generator.now()
        let clients = try await generator.loggedIn(users)
        let seconds = Double(Generator.now() - start) / 1e9
        try await Task.sleep(for: Self.settling)
        let after = process.flatMap { Machine.residentMemory(of: $0) }
        await generator.leave(clients)
        guard let before, let after else {
            return [Finding(scenario: "idle", what: "server memory", result: "unknown", remark: "the server's process is not in sight")]
        }
        return [
            Finding(
                scenario: "idle", what: "server memory for each of \(Text.count(clients.count)) idle logged-in connections",
                result: "\(Text.fixed(Double(after - before) / Double(clients.count), 2)) kB",
                remark: "resident \(Text.count(before)) kB before, \(Text.count(after)) kB after; online in \(Text.fixed(seconds, 1)) s")
        ]
    }
}
