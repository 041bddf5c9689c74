import Gateway
import HearthCore
import IM
import Logging
import NIOCore
import NIOPosix
import Observability
import Store
import Synchronization
import Web

/// A whole server in this process: for the command line, and for tests that start one.
public final class HearthServer: Sendable {
    /// How a running server is reached.
    public struct Address: Sendable {
        public let appID: AppID
        /// Bound host and port of HTTP and WebSockets.
        public let http: HostPort
        /// Bound host and port of frames over plain TCP; nil without that listener.
        public let tcp: HostPort?
        public let adminTokenFile: String
    }

    private let configuration: Configuration
    private let stores: SQLStore
    private let product: Product
    private let directory: DataDirectory
    private let defaultApp: App
    private let clock: any WallClock
    private let logger: Logger
    private let running = Mutex<Running?>(nil)

    private struct Running {
        let door: HTTPDoor
        let tcp: TCPDoor?
        let serving: Task<Void, any Error>
        let upkeep: Task<Void, Never>
        let group: MultiThreadedEventLoopGroup
    }

    /// Opens the store, brings it up to date and makes the default app if there is none.
    public init(
        _ configuration: Configuration, clock: any WallClock, randomness: any Randomness, logger: Logger
    ) async throws(StartError) {
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
        directory = try DataDirectory(configuration.data)
        let adminToken = try directory.adminToken(randomness)
        let lexicons = Lexicons()
        let censor = Censor(lexicons: lexicons, bodies: FlooBodyCodec())
        let editor = CensoredEdits(FlooBodyEditor(), bodies: FlooBodyCodec(), lexicons: lexicons, censor: censor)
        stores = try await Stores.open(configuration, editor: editor, clock: clock, randomness: randomness, logger: logger)
        product = Product(
            configuration, stores, lexicons, censor, adminToken: adminToken, clock: clock, randomness: randomness, logger: logger)
        do throws(Failure) {
            defaultApp = try await product.apps.first(name: configuration.appDefaultName)
        } catch {
            throw StartError("cannot make the default app: \(error.restMessage)")
        }
        do throws(Failure) {
            // Before anybody can come in.
            _ = try await product.licensing.key()
        } catch {
            throw StartError("cannot read the license: \(error.restMessage)")
        }
        do throws(Failure) {
            try await product.words.follow()
        } catch {
            throw StartError("cannot read the word lists: \(error.restMessage)")
        }
    }

    /// Listens; returns when connections are accepted.
    public func start() async throws(StartError) -> Address {
        let group = MultiThreadedEventLoopGroup(
            numberOfThreads: configuration.eventLoops > 0 ? configuration.eventLoops : System.coreCount)
        let (ports, accepted) = AsyncStream.makeStream(of: HostPort.self)
        let gateway = product.gateway
        gateway.start(on: group)
        let door = HTTPDoor(
            host: configuration.httpListen.host, port: configuration.httpListen.port, routes: product.routes,
            upgrades: [
                WebSocketUpgrade(
                    accepts: { path, query in
                        gateway.accepts(path: path, engine: query["EIO"], transport: query["transport"], session: query["sid"])
                    },
                    install: { channel, head, address in try gateway.install(on: channel, head, from: address) })
            ],
            limits: configuration.http, behindProxy: configuration.trustProxy, group: group, logger: logger,
            onListening: { host, port in
                accepted.yield(HostPort(host: host, port: port))
                accepted.finish()
            })
        let serving = Task {
            defer { accepted.finish() }
            try await door.run()
        }
        var bound: HostPort?
        for await port in ports { bound = port }
        guard let bound else {
            let result = await serving.result
            await abandon(group)
            throw StartError("cannot listen at \(configuration.httpListen): \(result.reason)")
        }
        let tcp: TCPDoor?
        do {
            tcp = try await listenTCP(group)
        } catch {
            await door.stop()
            await abandon(group)
            throw error
        }
        let watch = LicenseWatch(product.licensing, clock: clock, logger: logger)
        let upkeep = Task { [upkeep = Upkeep(stores: stores, product: product, clock: clock, license: watch)] in await upkeep.run() }
        running.withLock { $0 = Running(door: door, tcp: tcp, serving: serving, upkeep: upkeep, group: group) }
        return Address(
            appID: defaultApp.id, http: bound, tcp: tcp.map { HostPort(host: $0.host, port: $0.port) },
            adminTokenFile: directory.adminTokenFile)
    }

    private func listenTCP(_ group: MultiThreadedEventLoopGroup) async throws(StartError) -> TCPDoor? {
        guard let address = configuration.tcpListen else { return nil }
        do {
            return try await TCPDoor(host: address.host, port: address.port, gateway: product.gateway, group: group)
        } catch {
            throw StartError("cannot listen at \(address): \(error)")
        }
    }

    /// Closes what a start that failed had opened.
    private func abandon(_ group: MultiThreadedEventLoopGroup) async {
        await stopStore()
        try? await group.shutdownGracefully()
    }

    /// Takes no more connections, requests and messages, lets running requests end, finishes commits, says goodbye, closes.
    ///
    /// Requests end first: what they tell others goes the way of messages.
    public func stop() async {
        guard
            let running = running.withLock({ running in
                defer { running = nil }
                return running
            })
        else { return await stopStore() }
        running.upkeep.cancel()
        product.gateway.stopAccepting()
        await running.tcp?.stop()
        let end = ContinuousClock.now.advanced(by: .seconds(configuration.drainSeconds))
        await endRequests(by: end)
        await endSends()
        product.gateway.disconnectAll()
        await close(running, by: end)
        await stopStore()
        try? await running.group.shutdownGracefully()
    }

    private func endRequests(by end: ContinuousClock.Instant) async {
        let timer = Task { [requests = product.requests] in
            guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
            requests.giveUp()
        }
        await product.requests.end()
        timer.cancel()
    }

    /// Lets answers and connections end, but not for longer than the configuration says.
    private func close(_ running: Running, by end: ContinuousClock.Instant) async {
        let stopping = Task { await running.door.stop() }
        let timer = Task {
            guard (try? await Task.sleep(until: end, clock: .continuous)) != nil else { return }
            running.serving.cancel()
            stopping.cancel()
        }
        _ = await running.serving.result
        timer.cancel()
    }

    /// Messages that are asked about get their answer, which takes as long as `hook.before.timeout` at most, and are committed.
    private func endSends() async {
        await product.hooks.close()
        await product.sends.close()
    }

    private func stopStore() async {
        await endSends()
        await product.callbacks.stop()
        await product.cursors.flushAll()
        product.lastSeen.note(product.hub.devices, at: clock.now())
        await product.lastSeen.flushAll()
        await withCheckedContinuation { done in
            // Closing joins threads: not on the cooperative pool.
            NIOThreadPool.singleton.submit { [stores, product] _ in
                product.hasher.shutdown()
                product.outbound.shutdown()
                product.building.shutdown()
                product.hookCalls.shutdown()
                product.outboundCallbacks.shutdown()
                stores.database.shutdown()
                done.resume()
            }
        }
    }
}

extension Result where Failure == any Error {
    /// Why it failed, for a person.
    fileprivate var reason: String {
        if case .failure(let error) = self { "\(error)" } else { "the listener ended" }
    }
}
