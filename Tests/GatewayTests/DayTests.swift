import HearthCore
import NIOCore
import NIOWebSocket
import Testing
import XSYNC

@testable import Gateway
@testable import IM

/// A day passes in virtual time, five seconds a step, as the look-out for silent connections runs.
struct DayTests {
    private let world = GatewayWorld()

    /// A logged-in client that shows signs of life every so often.
    private final class Client {
        let socket: SocketChannel
        let period: Int
        let beat: () throws -> [String]

        init(_ socket: SocketChannel, every period: Int, beat: @escaping () throws -> [String]) {
            self.socket = socket
            self.period = period
            self.beat = beat
        }
    }

    private func logIn(_ socket: SocketChannel, as user: Int64) throws {
        let handler = try socket.channel.pipeline.syncOperations.handler(type: WebSocketHandler.self)
        let session = try #require(handler.life.session)
        session.beginLogin()
        let granted = SignIn.Granted(device: GatewayWorld.device(user), tokenID: "token", app: world.appState, sdkVersion: "2.0.0")
        session.receive(.signedIn(.success(granted)), login: session.loginNumber)
        _ = try socket.sent()
    }

    private func clients() throws -> [Client] {
        let heartbeat = UpFrame.unread.bytes()
        let raw = try SocketChannel(world, .raw)
        let slow = try SocketChannel(world, .raw)
        let engine = try SocketChannel.socketIO(world)
        for (user, socket) in zip([2, 4, 6] as [Int64], [raw, slow, engine]) { try logIn(socket, as: user) }
        return [
            // The SDKs' heartbeats (xsync.md section 12), and the pings of Engine.IO.
            Client(raw, every: 50) { try raw.receive(.binary, heartbeat) },
            Client(slow, every: 120) { try slow.receive(.binary, heartbeat) },
            Client(engine, every: 25) { try engine.receive(text: "2") },
        ]
    }

    private func pass(seconds: Int, _ clients: [Client], beating: Bool) throws {
        for second in stride(from: 5, through: seconds, by: 5) {
            world.clock.advance(by: 5_000)
            for client in clients {
                if beating, second.isMultiple(of: client.period) {
                    let answer = try client.beat()
                    #expect(!answer.isEmpty)
                }
                client.socket.loop.sweep(world.clock.now())
            }
        }
    }

    private func connected(_ clients: [Client]) -> Int { clients.filter { $0.socket.channel.isActive }.count }

    @Test func aDayOfHeartbeatsLosesNobodyAndSilenceEndsEverybody() throws {
        let clients = try clients()
        try pass(seconds: 86_400, clients, beating: true)
        #expect(connected(clients) == 3)
        #expect(world.hub.count == 3)
        try pass(seconds: 140, clients, beating: false)
        #expect(connected(clients) == 0)
        #expect(world.hub.count == 0)
        #expect(world.counters.value(of: .connectionsOpened) == world.counters.value(of: .connectionsClosed))
    }
}
