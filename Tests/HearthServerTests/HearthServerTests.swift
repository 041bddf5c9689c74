import FlooClient
import HearthCore
import HearthServer
import Testing

@Suite("A whole server", .serialized)
struct HearthServerTests {
    @Test(arguments: [(Transport.raw, Transport.socketIO), (.socketIO, .raw)])
    func twoPeopleChatWhateverTheirTransports(transports: (Transport, Transport)) async throws {
        try await withDirectory { data in
            let server = try await TestServer.start(on: data)
            let (alice, _) = try await server.join("alice", over: transports.0)
            let (bob, bobID) = try await server.join("bob", over: transports.1)
            let id = try await alice.send(text: "hi", to: .user(bobID))
            let message = try await nextMessage(of: bob)
            #expect(message.id == id)
            #expect(message.text == "hi")
            await alice.close()
            await bob.close()
            await server.server.stop()
        }
    }

    @Test func whatWasAcknowledgedIsThereAfterARestart() async throws {
        try await withDirectory { data in
            let first = try await TestServer.start(on: data)
            let (alice, _) = try await first.join("alice")
            let bobID = try await first.rest.register(name: "bob", password: "secret-1")
            var ids: [MessageID] = []
            for number in 0..<10 { ids.append(try await alice.send(text: "\(number)", to: .user(bobID))) }
            await alice.close()
            await first.server.stop()

            let second = try await TestServer.start(on: data)
            #expect(second.address.appID == first.address.appID)
            let bob = try await second.login("bob")
            var received: [MessageID] = []
            while received.count < 10 { received.append(try await nextMessage(of: bob).id) }
            #expect(received == ids)
            await bob.close()
            await second.server.stop()
        }
    }

    @Test func aSecondServerOnTheSameDataIsToldWhy() async throws {
        try await withDirectory { data in
            let first = try await TestServer.start(on: data)
            await #expect(throws: StartError.self) { try await TestServer.start(on: data) }
            await first.server.stop()
            let again = try await TestServer.start(on: data)
            await again.server.stop()
        }
    }

    @Test func anAddressInUseEndsTheStartAndLeavesTheStoreFree() async throws {
        try await withDirectory { data in
            let first = try await TestServer.start(on: data + "-1")
            defer { removeTree(data + "-1") }
            let taken = "http.listen=\(first.address.http)"
            await #expect(throws: StartError.self) { try await TestServer.start(on: data, flags: [taken]) }
            let second = try await TestServer.start(on: data)
            await second.server.stop()
            await first.server.stop()
        }
    }

    private func nextMessage(of client: FlooClient) async throws -> Message {
        for await event in client.events {
            if case .message(let message) = event { return message }
        }
        throw ClientError.disconnected
    }
}
