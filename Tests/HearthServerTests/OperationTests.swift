import FlooClient
import HearthCore
import Testing

@testable import HearthServer

/// What clients do to messages, at a whole server.
@Suite(.serialized)
struct OperationTests {
    @Test(arguments: Transport.allCases)
    func whatIsDoneToAMessageIsToldToTheOther(transport: Transport) async throws {
        try await withPair(over: transport) { alice, bob in
            let first = try await alice.client.send(text: "one", to: bob.place)
            let second = try await alice.client.send(text: "two", to: bob.place)
            try await bob.client.confirmDelivery(of: first, from: alice.user)
            #expect(try await alice.hears() == "  \(bob.user) got \(first.rawValue)")
            try await bob.client.confirmRead(second, from: alice.user)
            #expect(try await alice.hears() == "  \(bob.user) has read up to \(second.rawValue)")
            let appended = try #require(try await alice.client.append("!", to: first, in: bob.place))
            let addition = try #require(try await bob.nextEdit())
            #expect((addition.content, addition.editedAt, addition.operation.message) == ("!", appended, first))
            let replaced = try #require(try await alice.client.replace(first, with: "uno", in: bob.place))
            let change = try #require(try await bob.nextEdit())
            #expect((change.content, change.editedAt, change.operation.conversation) == ("uno", replaced, alice.place))
            #expect(replaced > appended)
            try await alice.client.recall(second, in: bob.place)
            #expect(try await bob.hears() == "  \(alice.user) recalled \(second.rawValue)")
            let left = try await bob.client.history(with: alice.place).messages
            #expect(left.map(\.text) == ["uno"])
            #expect(try #require(left.first?.editedAt) >= replaced)
        }
    }

    @Test func whatIsDoneForOneselfIsToldToTheOwnDevicesAlone() async throws {
        try await withPair { alice, bob in
            let message = try await alice.client.send(text: "one", to: bob.place)
            let tablet = Person(try await bob.server.login("bob", device: "tablet"), bob.user, bob.server)
            let place = "\(message.rawValue) in the chat with \(alice.user)"
            try await bob.client.markAllRead(in: alice.place, upTo: message)
            #expect(try await tablet.hears() == "  me has read all up to \(place)")
            try await bob.client.markUnread(message, in: alice.place)
            #expect(try await tablet.hears() == "  me marked as unread \(place)")
            try await bob.client.delete(message, in: alice.place)
            #expect(try await tablet.hears() == "  me deleted \(place)")
            #expect(try await bob.client.history(with: alice.place).messages.isEmpty)
            #expect(try await alice.client.history(with: bob.place).messages.map(\.id) == [message])
            try await bob.client.deleteConversation(with: alice.place)
            #expect(try await tablet.hears() == "  conversation with \(alice.user) deleted")
            // Alice hears first of what was meant for her.
            let answer = try await bob.client.send(text: "two", to: alice.place)
            try await bob.client.recall(answer, in: alice.place)
            #expect(try await alice.hears() == "  \(bob.user) recalled \(answer.rawValue)")
            await tablet.client.close()
        }
    }

    @Test func whatIsNotAllowedIsRefusedWithAReason() async throws {
        try await withPair { alice, bob in
            let message = try await alice.client.send(text: "one", to: bob.place)
            await #expect(throws: ClientError.self) { try await bob.client.recall(message, in: alice.place) }
            await #expect(throws: ClientError.self) { try await bob.client.replace(message, with: "mine", in: alice.place) }
            await #expect(throws: ClientError.self) { try await alice.client.append("", to: message, in: bob.place) }
            #expect(try await bob.client.history(with: alice.place).messages.map(\.text) == ["one"])
        }
    }

    @Test func aPersonsCommandsAreAboutTheNewestMessage() async throws {
        try await withPair { alice, bob in
            func does(_ act: ChatAct, _ actor: Person, to other: Person) async throws -> String {
                try await act.perform(in: other.place, by: actor.user, with: actor.client)
            }
            #expect(try await does(.recall, alice, to: bob).hasPrefix("! none of"))
            for text in ["one", "two", "three"] { try await alice.client.send(text: text, to: bob.place) }
            let answer = try await bob.client.send(text: "four", to: alice.place)
            #expect(try await does(.read, alice, to: bob) == "  read up to \(answer.rawValue)")
            #expect(try await does(.recall, alice, to: bob).hasSuffix(": three"))
            #expect(try await does(.edit("zwei"), alice, to: bob).hasSuffix(" to: zwei"))
            #expect(try await does(.delete, alice, to: bob).hasSuffix(": zwei"))
            let texts = { (person: Person, other: Person) in
                try await person.client.history(with: other.place).messages.map(\.text)
            }
            #expect(try await texts(alice, bob) == ["four", "one"])
            #expect(try await texts(bob, alice) == ["four", "zwei", "one"])
        }
    }

    private func withPair(over transport: Transport = .raw, _ body: (Person, Person) async throws -> Void) async throws {
        try await withDirectory { data in
            let server = try await TestServer.start(on: data)
            let (alice, aliceID) = try await server.join("alice", over: transport)
            let (bob, bobID) = try await server.join("bob", over: transport)
            try await body(Person(alice, aliceID, server), Person(bob, bobID, server))
            await alice.close()
            await bob.close()
            await server.server.stop()
        }
    }
}

/// Somebody at a client.
private struct Person {
    let client: FlooClient
    let user: UserID
    let server: TestServer

    init(_ client: FlooClient, _ user: UserID, _ server: TestServer) {
        self.client = client
        self.user = user
        self.server = server
    }

    var place: Recipient { .user(user) }

    /// The next operation, in the words for a person.
    func hears() async throws -> String {
        for await event in client.events {
            switch event {
            case .conversationDeleted: break
            default: guard event.operation != nil else { continue }
            }
            return EventText(me: user).line(event) ?? ""
        }
        throw ClientError.disconnected
    }

    func nextEdit() async throws -> MessageEdit? {
        for await event in client.events where event.operation != nil {
            switch event {
            case .appended(let edit), .replaced(let edit): return edit
            default: return nil
            }
        }
        throw ClientError.disconnected
    }
}
