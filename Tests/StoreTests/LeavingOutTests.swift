import Database
import HearthCore
import IM
import TestSupport
import Testing

/// Which items of a page a reader need not be given: those of a member far behind in a large group, and no others.
struct LeavingOutTests {
    private static let behind = Limits.leavingOut.behind
    private static let large = Limits.leavingOut.members + 1

    /// A group with somebody who has everything to read yet.
    private struct Crowd {
        let world: GroupWorld
        let group: GroupID
        var reader: DeviceAddress { world.ben.device() }
        var key: String { "app = \(world.app.rawValue) AND peer = \(group.rawValue) AND user_id = \(world.ben.user.rawValue)" }

        init(_ kind: StoreKind, count: Int = LeavingOutTests.behind + 60) async throws {
            world = try await GroupWorld(kind)
            group = try await world.group([world.ben])
            try await write(count)
            try await set("UPDATE groups SET member_count = \(LeavingOutTests.large)")
        }

        func write(_ count: Int) async throws {
            for start in stride(from: 0, to: count, by: 100) {
                let batch = (start..<min(start + 100, count)).map { number in
                    world.anna.device().says(Array("\(number)".utf8), to: .group(group), clientID: .random(in: 1...Int64.max))
                }
                for result in await world.store.messages.commit(batch) { _ = try #require(result.accepted) }
            }
        }

        func set(_ sql: String) async throws { try await world.store.database.writing { try $0.execute(built: sql) } }

        /// Where `count` items are left to read.
        func cursor(_ count: Int) async throws -> MessageID {
            let items = try await world.items(group)
            return MessageID(items[items.count - count - 1])
        }

        func page(after cursor: MessageID, limit: Int = 50) async throws -> [TimelineItem] {
            let page = try await world.store.conversations.page(reader, with: .group(group), after: cursor, limit: limit)
            #expect(page.count == min(limit, 50))
            return page
        }

        /// Whether all of a page may be left out; some of it is a failure.
        func leavesOut(_ count: Int) async throws -> Bool {
            let page = try await page(after: cursor(count))
            #expect(Set(page.map(\.mayBeLeftOut)).count == 1)
            return page.allSatisfy(\.mayBeLeftOut)
        }
    }

    @Test(arguments: StoreKind.all) func theBoundsAreThoseOfTheRule(kind: StoreKind) async throws {
        let crowd = try await Crowd(kind)
        #expect(try await crowd.leavesOut(Self.behind + 1))
        #expect(try await !crowd.leavesOut(Self.behind))
        #expect(try await !crowd.leavesOut(50))
        try await crowd.set("UPDATE groups SET member_count = \(Limits.leavingOut.members)")
        #expect(try await !crowd.leavesOut(Self.behind + 1))
    }

    @Test(arguments: StoreKind.all) func noticesAndOperationsAreNotLeftOut(kind: StoreKind) async throws {
        let crowd = try await Crowd(kind)
        try await crowd.world.run(ChangeGroupText(.name, "another"), in: crowd.group, by: crowd.world.anna)
        let cursor = try await crowd.cursor(1)
        try await crowd.write(Self.behind + 1)
        try await crowd.set("UPDATE groups SET member_count = \(Self.large)")
        let page = try await crowd.page(after: cursor)
        #expect(page.map(\.kind) == [.groupNotice] + Array(repeating: .message, count: 49))
        #expect(page.map(\.mayBeLeftOut) == [false] + Array(repeating: true, count: 49))
    }

    @Test(arguments: StoreKind.all) func onlyWhatThereIsToReadCounts(kind: StoreKind) async throws {
        let crowd = try await Crowd(kind)
        let far = Self.behind + 1
        let (start, late) = (try await crowd.cursor(far), try await crowd.cursor(Self.behind))
        // What was deleted is not his to read any more.
        for column in ["joined", "cleared"] {
            try await crowd.set("UPDATE participants SET \(column) = \(late.rawValue) WHERE \(crowd.key)")
            #expect(try await !crowd.leavesOut(far), "\(column)")
            try await crowd.set("UPDATE participants SET \(column) = \(start.rawValue) WHERE \(crowd.key)")
            #expect(try await crowd.leavesOut(far), "\(column)")
        }
        // Nor is what is too old to be kept.
        try await crowd.set("DELETE FROM messages WHERE id <= \(late.rawValue)")
        #expect(try await !crowd.page(after: start).contains(where: \.mayBeLeftOut))
    }

    @Test(arguments: StoreKind.all) func whoHasGoneIsGivenAllThatIsHis(kind: StoreKind) async throws {
        let crowd = try await Crowd(kind)
        let start = try await crowd.cursor(Self.behind + 60)
        let last = try await crowd.cursor(0)
        try await crowd.set("UPDATE participants SET until = \(last.rawValue) WHERE \(crowd.key)")
        #expect(try await !crowd.page(after: start).contains(where: \.mayBeLeftOut))
    }

    @Test(arguments: StoreKind.all) func historyIsWhole(kind: StoreKind) async throws {
        let crowd = try await Crowd(kind)
        for direction in [HistoryDirection.older(than: .zero), .newer(than: .zero)] {
            let page = try await crowd.world.store.conversations.history(crowd.reader, with: .group(crowd.group), direction, limit: 50)
            #expect(page.items.count == 50 && !page.items.contains(where: \.item.mayBeLeftOut))
        }
    }

    @Test(arguments: StoreKind.all) func chatsOfTwoAreWhole(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        for _ in 0..<6 {
            let batch = (0..<100).map { _ in world.anna.says("x", to: world.ben, clientID: .random(in: 1...Int64.max)) }
            for result in await world.store.messages.commit(batch) { _ = try #require(result.accepted) }
        }
        let page = try await world.store.conversations.page(world.ben.device(), with: .user(world.anna.user))
        #expect(page.count == 50 && !page.contains(where: \.mayBeLeftOut))
    }
}
