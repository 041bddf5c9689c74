import HearthCore
import NIOCore
import NIOPosix
import SwiftProtobuf
import Testing
import XSYNC

@testable import FlooClient

/// The client over real sockets, against a scripted peer.
struct FlooClientTests {
    private let group = MultiThreadedEventLoopGroup.singleton

    private func client(
        _ server: TestServer, _ transport: Transport, _ adapt: (inout ClientConfiguration) -> Void = { _ in }
    ) -> FlooClient {
        var configuration = ClientConfiguration(address: server.address, transport: transport)
        configuration.reconnect = .immediate
        adapt(&configuration)
        return FlooClient(configuration, group: group)
    }

    /// Grants every login and answers the conversation list with `unread`.
    private static func grant(_ peer: TestServer.Peer, _ frame: Frame, unread: [XID] = []) {
        switch frame.knownCommand {
        case .provision: peer.send(.provision(ProvisionDL(xid: XID(uid: 1002, deviceSN: 3))))
        case .unread: peer.send(.unread(UnreadDL(entries: unread.map { ConversationUnread(xid: $0, n: 1, type: 1) })))
        default: break
        }
    }

    @Test(arguments: Transport.allCases)
    func whatIsWaitingComesDownAfterTheLogin(transport: Transport) async throws {
        let server = try await TestServer.start(on: group) { peer, frame in
            Self.grant(peer, frame, unread: [XID(uid: 2002)])
            guard frame.knownCommand == .sync, let request = try? SyncUL.read(frame.payload) else { return }
            let metas = request.key == 0 ? [Down.chat(5, from: 2002), Down.chat(6, from: 2002)] : []
            peer.send(.sync(SyncDL(metas: metas, nextKey: request.key == 0 ? 6 : 0, xid: request.xid)))
        }
        let client = client(server, transport)
        #expect(try await client.login(user: UserID(1002), token: "T", guid: "G") == DeviceSN(3))
        var told: [String] = []
        for await event in client.events {
            if case .message(let message) = event { told.append(message.text) }
            if event == .caughtUp(2002) { break }
        }
        #expect(told == ["text 5", "text 6"])
        await client.close()
        await server.stop()
    }

    @Test(arguments: Transport.allCases)
    func aSendThatWasCutOffIsRepeatedAfterTheReconnect(transport: Transport) async throws {
        let server = try await TestServer.start(on: group) { peer, frame in
            Self.grant(peer, frame)
            guard frame.knownCommand == .sync, let meta = (try? SyncUL.read(frame.payload))?.meta else { return }
            guard peer.number > 1 else { return peer.hangUp() }
            peer.send(.sync(SyncDL(xid: meta.to, clientMid: meta.id, serverMid: 77)))
        }
        let client = client(server, transport)
        try await client.login(user: UserID(1002), token: "T", guid: "G")
        #expect(try await client.send(text: "hi", to: .user(UserID(2002))) == MessageID(77))
        var events = client.events.makeAsyncIterator()
        #expect(await events.next() == .disconnected(.disconnected))
        #expect(await events.next() == .reconnected(DeviceSN(3)))
        await client.close()
        await server.stop()
    }

    @Test func aKickedClientStaysAway() async throws {
        let server = try await TestServer.start(on: group) { peer, frame in
            Self.grant(peer, frame)
            guard frame.knownCommand == .unread else { return }
            let notice = Im_Floo_Protobuf_UserNotice.with { $0.type = .kickBySameDevice }
            let meta = MetaDL(id: 9, from: XID(), to: XID(uid: 1002), timestamp: 1, ns: .userNotice, payload: notice.wireBytes)
            peer.send(.sync(SyncDL(metas: [meta], xid: XID())))
            peer.hangUp()
        }
        let client = client(server, .raw)
        try await client.login(user: UserID(1002), token: "T", guid: "G")
        var events: [Event] = []
        for await event in client.events {
            events.append(event)
            if case .ended = event { break }
        }
        #expect(events.last == .ended(.loggedOut(notice: 4)))
        #expect(!events.contains { if case .disconnected = $0 { true } else { false } })
        await #expect(throws: ClientError.disconnected) { try await client.send(text: "late", to: .user(UserID(2002))) }
        await client.close()
        await server.stop()
    }

    @Test func aRefusedLoginThrows() async throws {
        let server = try await TestServer.start(on: group) { peer, _ in
            peer.send(.provision(ProvisionDL(status: StatusValue(code: .invalidToken, reason: "old"), xid: XID(uid: 1002))))
        }
        let client = client(server, .socketIO)
        await #expect(throws: ClientError.refused(status: 7, reason: "old")) {
            try await client.login(user: UserID(1002), token: "T", guid: "G")
        }
        await client.close()
        await server.stop()
    }

    @Test func heartbeatsAndPingsGoUp() async throws {
        let (beats, beat) = AsyncStream.makeStream(of: Void.self)
        let server = try await TestServer.start(on: group, pingInterval: 5) { peer, frame in
            Self.grant(peer, frame)
            if frame.knownCommand == .unread { beat.yield() }
        }
        let client = client(server, .socketIO) { $0.heartbeat = .milliseconds(10) }
        try await client.login(user: UserID(1002), token: "T", guid: "G")
        var count = 0
        for await _ in beats {
            count += 1
            if count == 5 { break }
        }
        #expect(await client.isOnline)
        await client.close()
        await server.stop()
    }

    @Test func aSilentServerTimesOut() async throws {
        let server = try await TestServer.start(on: group) { peer, frame in
            Self.grant(peer, frame)
        }
        let client = client(server, .raw) { $0.answerTimeout = .milliseconds(20) }
        try await client.login(user: UserID(1002), token: "T", guid: "G")
        await #expect(throws: ClientError.timedOut) { try await client.send(text: "hi", to: .user(UserID(2002))) }
        await #expect(throws: ClientError.timedOut) { try await client.history(with: .user(UserID(2002))) }
        await client.close()
        await server.stop()
    }

    @Test func nobodyListeningIsUnreachable() async throws {
        let server = try await TestServer.start(on: group) { _, _ in }
        await server.stop()
        let client = client(server, .raw)
        await #expect(throws: ClientError.self) { try await client.login(user: UserID(1002), token: "T", guid: "G") }
        await client.close()
        let rest = RESTClient(address: server.address, appID: nil, group: group)
        await #expect(throws: ClientError.self) { try await rest.call(.GET, "/") }
    }

    @Test(arguments: Transport.allCases)
    func aConnectionStreamsItsFramesAndItsEnd(transport: Transport) async throws {
        let server = try await TestServer.start(on: group) { peer, _ in
            peer.send(.notice(XID(uid: 2002)))
            peer.hangUp()
        }
        let (connection, occurrences) = try await FlooConnection.open(to: server.address, over: transport, on: group.next())
        connection.send(.unread)
        var seen: [FlooConnection.Occurrence] = []
        for await occurrence in occurrences { seen.append(occurrence) }
        #expect(seen == [.message(Down.notice(2002)), .closed(.disconnected)])
        await server.stop()
    }
}
