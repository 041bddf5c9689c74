import NIOCore

extension Scenarios {
    private static let atOnce = 64

    /// Logins with a token: whole arrivals on new connections, and Provision alone on open ones.
    func logins(on generator: isolated Generator) async throws -> [Finding] {
        let users = try await server.users(Self.atOnce)
        let arrivals = Arrivals(generator)
        let whole = try await measure(arrivals, users.map { generator.client($0) }, on: generator)
        // Others, since one of the first may still be on its way and would end the login of its like.
        let open = try await generator.loggedIn(try await server.users(Self.atOnce))
        let provisions = Provisions()
        let alone = try await measure(provisions, open, on: generator)
        return [
            Finding(
                scenario: "logins", what: "connect, login with token, conversation list: per second, \(Self.atOnce) at once",
                result: whole.rate, remark: Text.percentiles(whole.times)),
            Finding(
                scenario: "logins", what: "login with token on an open connection: per second, \(Self.atOnce) at once",
                result: alone.rate, remark: Text.percentiles(alone.times)),
        ]
    }

    private func measure(
        _ loop: LoginLoop, _ clients: [LoadClient], on generator: isolated Generator
    ) async throws -> (rate: String, times: Histogram) {
        for client in clients {
            client.listener = loop
            loop.begin(client)
            client.flush()
        }
        try await Task.sleep(for: .seconds(0.5))
        loop.times = Histogram()
        let start = Generator.now()
        try await Task.sleep(for: .seconds(generator.options.seconds))
        let seconds = Double(Generator.now() - start) / 1e9
        let times = loop.times
        loop.isOver = true
        await generator.leave(clients)
        if let failure = loop.failure { throw failure }
        return (Text.rate(times.count, seconds: seconds), times)
    }
}

/// Clients that log in again and again.
private class LoginLoop: LoadListener {
    var times = Histogram()
    var isOver = false
    var failure: BenchError?
    private var began: [UInt64: UInt64] = [:]

    func begin(_ client: LoadClient) { began[client.user.id] = Generator.now() }

    func end(_ client: LoadClient) {
        if let start = began[client.user.id] { times.record(Generator.now() - start) }
    }

    func client(_ client: LoadClient, met event: LoadEvent) {
        if case .loginRefused(let status) = event { failure = BenchError("a login was refused with status \(status)") }
    }
}

private final class Arrivals: LoginLoop {
    private let generator: Generator

    init(_ generator: Generator) { self.generator = generator }

    override func begin(_ client: LoadClient) {
        super.begin(client)
        let bound = NIOLoopBound(client, eventLoop: generator.eventLoop)
        generator.assumeIsolated { $0.open(bound.value) }
    }

    override func client(_ client: LoadClient, met event: LoadEvent) {
        switch event {
        case .connected where isOver: client.close()
        case .connected: client.login()
        case .loggedIn: client.list()
        case .listed:
            end(client)
            client.close()
        case .disconnected where !isOver: begin(client)
        default: super.client(client, met: event)
        }
    }
}

private final class Provisions: LoginLoop {
    override func begin(_ client: LoadClient) {
        super.begin(client)
        client.login()
    }

    override func client(_ client: LoadClient, met event: LoadEvent) {
        guard case .loggedIn = event else { return super.client(client, met: event) }
        end(client)
        if !isOver { begin(client) }
    }
}
