import Censorship
import HearthCore
import IM
import Testing

@testable import Store

struct ReviewStoreTests {
    private let hits: [WordHit]

    init() throws {
        let list = try #require(WordListName("default"))
        hits = [
            WordHit(list: list, rule: WordRule("a\tb\\", .wildcard, .review), found: "A\tb\n\0 芝士"),
            WordHit(list: list, rule: WordRule("#c", .regex, .mask), found: ""),
        ]
    }

    private func review(_ id: Int64, _ author: Account, _ subject: Review.Subject, hits: [WordHit] = []) -> Review {
        Review(id: id, at: Instant(milliseconds: id + 1), author: author, subject: subject, text: "text \0 芝士\n", hits: hits)
    }

    @Test(arguments: StoreKind.all) func whatIsAddedIsReadNewestFirst(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let targets: [MessageTarget] = [.unnamed, .user(ben.user), .user(.system), .group(GroupID(7))]
        let subjects = Review.Kind.allCases.enumerated().map { index, kind in
            Review.Subject(kind, field: "field", target: targets[index % targets.count], message: MessageID(Int64(index)))
        }
        let all = subjects.enumerated().map { review(Int64($0.offset + 1), $0.offset == 2 ? ben : anna, $0.element, hits: hits) }
        try await store.store.reviews.add([])
        try await store.store.reviews.add(all)
        store = try await store.reopened()
        let reviews = store.store.reviews
        #expect(try await reviews.list(of: anna.app, isOpen: nil, user: nil, before: .max, limit: 20) == all.reversed())
        #expect(try await reviews.list(of: anna.app, isOpen: true, user: nil, before: 6, limit: 2).map(\.id) == [5, 4])
        #expect(try await reviews.list(of: anna.app, isOpen: nil, user: ben.user, before: .max, limit: 20) == [all[2]])
        #expect(try await reviews.list(of: AppNumber(99), isOpen: nil, user: nil, before: .max, limit: 20).isEmpty)
        #expect(try await reviews.find(3, in: anna.app) == all[2])
        #expect(try await reviews.find(3, in: AppNumber(99)) == nil)
    }

    @Test(arguments: StoreKind.all) func aDecisionIsNotedOnce(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let reviews = store.store.reviews
        try await reviews.add(
            [anna, ben].enumerated().map { review(Int64($0.offset + 1), $0.element, Review.Subject(.profile, field: "f")) })
        let decision = Review.Decision(.recall, isBanned: true, at: store.clock.now(), by: "root", note: "芝士")
        #expect(try await reviews.decide(1, in: anna.app, decision))
        let other = Review.Decision(.keep, isBanned: false, at: store.clock.now(), by: "you", note: "")
        #expect(try await !reviews.decide(1, in: anna.app, other))
        #expect(try await !reviews.decide(3, in: anna.app, other))
        #expect(try await reviews.find(1, in: anna.app)?.decision == decision)
        #expect(try await reviews.list(of: anna.app, isOpen: true, user: nil, before: .max, limit: 9).map(\.id) == [2])
        #expect(try await reviews.list(of: anna.app, isOpen: false, user: anna.user, before: .max, limit: 9).map(\.id) == [1])
        #expect(try await reviews.list(of: anna.app, isOpen: true, user: anna.user, before: .max, limit: 9).isEmpty)
    }

    /// As the messages' transaction writes it.
    @Test(arguments: StoreKind.all) func aReviewComesAsAMark(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await store.pair()
        let review = review(5, anna, Review.Subject(.edit, field: "content", target: .group(GroupID(7)), message: MessageID(4)), hits: hits)
        for _ in 0..<2 {
            let mark = OperationMark.review(review)
            _ = try await store.database.writing { try $0.execute(mark.sql, mark.parameters) }
        }
        #expect(try await store.store.reviews.list(of: anna.app, isOpen: nil, user: nil, before: .max, limit: 9) == [review])
    }
}
