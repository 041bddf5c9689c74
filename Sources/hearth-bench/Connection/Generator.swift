import FlooClient
import NIOCore
import NIOPosix

/// Everything that makes load, on one event loop: clients need no lock and counts no atomics.
actor Generator {
    /// The loop that all clients live on.
    nonisolated let eventLoop: any EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { eventLoop.executor.asUnownedSerialExecutor() }

    let options: LoadOptions
    private let address: ServerAddress

    init(_ address: ServerAddress, _ options: LoadOptions, on eventLoop: any EventLoop) {
        self.address = address
        self.options = options
        self.eventLoop = eventLoop
    }

    /// One on another loop, whose clients do not wait for what those here have to read.
    /// - Parameter seconds: how long it measures.
    nonisolated func beside(on eventLoop: any EventLoop, seconds: Double) -> Generator {
        Generator(address, options.lasting(seconds), on: eventLoop)
    }

    /// Opens one connection; its client says `connected` or, if that fails, `disconnected`.
    func open(_ client: LoadClient) {
        let bound = NIOLoopBound(client, eventLoop: eventLoop)
        ClientBootstrap(group: eventLoop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { [transport = options.transport, host = address.description] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(WebSocketLink(bound.value, transport, host: host))
                }
            }
            .connect(host: address.host, port: address.port)
            .whenFailure { _ in bound.value.disconnected() }
    }

    /// A client that is not connected.
    func client(_ user: LoadUser) -> LoadClient { LoadClient(user, firstID: 1, size: options.size) }

    /// Clients of these users that are logged in and have their list, in the order of the users.
    /// - Parameter reading: whether they read what is unread, now and later.
    /// - Throws: when one of them is refused or cut off.
    func loggedIn(_ users: [LoadUser], reading: Bool = true) async throws(BenchError) -> [LoadClient] {
        let clients = users.map { client($0) }
        for client in clients { client.readsByItself = reading }
        try await Arrival(of: clients).arrive(on: self)
        return clients
    }

    /// Closes connections and waits until they are gone, so that the next scenario has the server for itself.
    func leave(_ clients: [LoadClient]) async {
        for client in clients { client.close() }
        _ = await wait(seconds: 10) { clients.allSatisfy { !$0.isOnline } }
    }

    /// Waits a little, again and again, until something is so. The wait costs next to nothing beside the load.
    /// - Returns: false when it did not become so.
    func wait(seconds: Double, until condition: () -> Bool) async -> Bool {
        let deadline = NIODeadline.now() + .nanoseconds(Int64(seconds * 1e9))
        while !condition() {
            guard NIODeadline.now() < deadline, (try? await Task.sleep(for: .milliseconds(5))) != nil else { return condition() }
        }
        return true
    }

    /// Nanoseconds of a clock that only goes forward: what messages are stamped with.
    static func now() -> UInt64 { NIODeadline.now().uptimeNanoseconds }
}

/// How much load is made, and of which kind.
struct LoadOptions: Sendable {
    let transport: Transport
    let connections: Int
    /// Unacknowledged sends of one connection.
    let window: Int
    /// Bytes of the text of a message.
    let size: Int
    let seconds: Double

    /// The same for another time.
    func lasting(_ seconds: Double) -> LoadOptions {
        LoadOptions(transport: transport, connections: connections, window: window, size: size, seconds: seconds)
    }
}

/// Brings many clients online, some at a time.
private final class Arrival: LoadListener {
    private static let atOnce = 64

    private let clients: [LoadClient]
    private var begun = 0
    private var arrived = 0
    private var failure: BenchError?

    init(of clients: [LoadClient]) { self.clients = clients }

    func arrive(on generator: isolated Generator) async throws(BenchError) {
        for client in clients { client.listener = self }
        let isComplete = await generator.wait(seconds: 60) {
            while begun < clients.count, begun - arrived < Self.atOnce {
                generator.open(clients[begun])
                begun += 1
            }
            return arrived == clients.count || failure != nil
        }
        if let failure { throw failure }
        guard isComplete else { throw BenchError("only \(arrived) of \(clients.count) clients could log in within a minute") }
        for client in clients { client.listener = nil }
    }

    func client(_ client: LoadClient, met event: LoadEvent) {
        switch event {
        case .connected: client.login()
        case .loggedIn: client.list()
        case .listed: arrived += 1
        case .loginRefused(let status): failure = BenchError("a login was refused with status \(status)")
        case .disconnected: failure = BenchError("a client could not connect or was cut off")
        default: break
        }
    }
}
