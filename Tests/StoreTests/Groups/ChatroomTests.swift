import HearthCore
import IM
import Store
import TestSupport
import Testing

/// Who sits in which chatroom.
struct ChatroomTests {
    @Test(arguments: StoreKind.all) func whoSitsInAChatroomIsFoundWithItsConversationAndTheVersionOfItsList(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let first = try await world.made([world.ben, world.carl], type: .chatroom)
        let second = try await world.made([world.ben], type: .chatroom, by: world.dora)
        _ = try await world.group([world.ben, world.carl])
        _ = try await world.group([world.ben], type: .public)
        let all = [(world.anna, first), (world.ben, first), (world.ben, second), (world.carl, first), (world.dora, second)]
        #expect(try await seats(world) == all.map { line($0.0, $0.1) }.sorted())
        #expect(try await seats(world, of: [world.carl]) == [line(world.carl, first)])
        #expect(try await seats(world, of: []) == [])
        #expect(try await seats(world, limit: 2).count == 2)
        #expect(try await world.store.store.chatrooms.seats(of: world.people.map(\.user), in: AppNumber(99), limit: 100) == [])
    }

    @Test(arguments: StoreKind.all) func whoHasGoneSitsThereNoMore(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let (room, _) = try await world.made([world.ben, world.carl], type: .chatroom)
        let left = try await world.run(LeaveGroup(), in: room, by: world.ben).commit
        #expect(try await seats(world) == [line(world.anna, (room, left)), line(world.carl, (room, left))].sorted())
        let back = try await world.run(ApplyToGroup(reason: ""), in: room, by: world.ben).commit
        #expect(try await seats(world, of: [world.ben]) == [line(world.ben, (room, back))])
        try await world.run(DestroyGroup(), in: room, by: world.anna)
        #expect(try await seats(world) == [])
    }

    private func seats(_ world: GroupWorld, of people: [Account]? = nil, limit: Int = 100) async throws -> [String] {
        try await world.store.store.chatrooms.seats(of: (people ?? world.people).map(\.user), in: world.app, limit: limit)
            .map { "\($0.user) in \($0.group) \($0.conversation) \($0.members)" }.sorted()
    }

    private func line(_ account: Account, _ made: (group: GroupID, commit: GroupCommit)) -> String {
        "\(account.user) in \(made.group) \(made.commit.conversation) \(made.commit.members)"
    }
}
