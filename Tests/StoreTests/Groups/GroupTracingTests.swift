import HearthCore
import IM
import TestSupport
import Testing

/// For whom a message of a group was, and how many of them have read it.
struct GroupTracingTests {
    private struct Scene {
        let world: GroupWorld
        let group: GroupID

        /// A group of all four.
        init(_ kind: StoreKind) async throws {
            world = try await GroupWorld(kind)
            group = try await world.group([world.ben, world.carl, world.dora])
        }

        func say(_ text: String, _ number: Int64) async throws -> MessageID {
            let said = await world.store.messages.commit(
                world.anna.device().says(Array(text.utf8), to: .group(group), clientID: number))
            world.store.clock.advance(by: 1_000)
            return try #require(said.accepted).id
        }

        func act(_ kind: ItemKind, on id: MessageID, by reader: Account, _ number: Int64) async throws {
            let done = await world.store.messages.commit(
                reader.device().does(kind, on: id, in: .group(group), clientID: number))
            _ = try #require(done.accepted)
        }

        func readers(_ id: MessageID) async throws -> [Int] {
            let readers = try #require(try await trace(id).readers)
            return [readers.read, readers.all]
        }

        func person(_ account: Account, _ id: MessageID) async throws -> MessageTrace.Person {
            try #require(try await trace(id).people.first { $0.user == account.user })
        }

        private func trace(_ id: MessageID) async throws -> MessageTrace {
            try #require(try await world.store.tracing.trace(id, in: world.app))
        }
    }

    @Test(arguments: StoreKind.all) func readersAreCountedWithoutTheAuthor(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        let world = scene.world
        let (first, second) = (try await scene.say("one", 1), try await scene.say("two", 2))
        #expect(try await scene.readers(first) == [0, 3])
        try await scene.act(.readAck, on: second, by: world.ben, 3)
        try await scene.act(.readAck, on: first, by: world.carl, 4)
        #expect(try await scene.readers(first) == [2, 3])
        #expect(try await scene.readers(second) == [1, 3])
        try await scene.act(.readCancel, on: first, by: world.ben, 5)
        #expect(try await scene.readers(first) == [1, 3])
        #expect(try await scene.readers(second) == [1, 3])
    }

    @Test(arguments: StoreKind.all) func onlyWhoWasThereCounts(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        let world = scene.world
        let before = try await scene.say("all", 1)
        try await world.run(LeaveGroup(), in: scene.group, by: world.carl)
        try await world.run(KickMembers([world.dora.user]), in: scene.group, by: world.anna)
        let during = try await scene.say("two", 2)
        let gone = try await scene.person(world.carl, during)
        #expect(gone.until > before && gone.until < during && gone.returned == .zero && !gone.wasAway)
        try await world.run(InviteUsers([world.carl.user]), in: scene.group, by: world.anna)
        let after = try await scene.say("three", 3)
        #expect(try await scene.readers(before) == [0, 3])
        #expect(try await scene.readers(during) == [0, 1])
        #expect(try await scene.readers(after) == [0, 2])
        // What he reads now says nothing of what was said while he was away.
        try await scene.act(.readAck, on: after, by: world.carl, 4)
        #expect(try await scene.readers(before) == [1, 3])
        #expect(try await scene.readers(during) == [0, 1])
        #expect(try await scene.readers(after) == [1, 2])
        for (id, wasAway) in [(before, false), (during, true), (after, false)] {
            let carl = try await scene.person(world.carl, id)
            #expect(carl.wasAway == wasAway && carl.until == .zero && carl.returned >= during && carl.returned < after)
        }
        #expect(try await scene.person(world.dora, after).until < after)
    }

    @Test(arguments: StoreKind.all) func aMessageBetweenTwoAndANoticeHaveNoCount(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        let world = scene.world
        let said = await world.store.messages.commit(world.anna.says("hi", to: world.ben))
        let id = try #require(said.accepted).id
        let notice = MessageID(try #require(try await world.items(scene.group).first))
        for id in [id, notice] {
            let trace = try #require(try await world.store.tracing.trace(id, in: world.app))
            #expect(trace.readers == nil)
        }
    }
}
