import Censorship
import HearthCore
import IM
import Testing

struct WordListStoreTests {
    private static let rules = WordListText([WordRule("Käse 芝士 \0", .whole, .mask), WordRule("two")])

    private static let nothing = WordListText([UInt8]())

    private func name(_ text: String) throws -> WordListName { try #require(WordListName(text)) }

    private func version(_ list: WordListName, _ number: Int64, _ store: OpenStore) -> WordListVersion {
        WordListVersion(
            list: list, number: number, at: store.clock.now(), author: "root", note: "upload", count: 2, added: 2, removed: 0)
    }

    @Test(arguments: StoreKind.all) func whatIsWrittenIsKept(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (app, other) = (try await store.app(), try await store.app("other"))
        let list = try name("default")
        #expect(try await store.store.wordLists.heads().isEmpty)
        #expect(try await store.store.wordLists.last(of: list, in: app) == 0)
        for (place, list) in [(app, list), (app, try name("z")), (app, try name("a-1")), (other, list)] {
            #expect(try await store.store.wordLists.write(Self.rules, as: version(list, 1, store), in: place))
        }
        #expect(try await store.store.wordLists.write(Self.nothing, as: version(list, 2, store), in: app))
        store = try await store.reopened()
        let lists = store.store.wordLists
        #expect(
            Set(try await lists.heads()) == [
                WordListHead(app: app, list: list, version: 2), WordListHead(app: app, list: try name("z"), version: 1),
                WordListHead(app: app, list: try name("a-1"), version: 1), WordListHead(app: other, list: list, version: 1),
            ])
        #expect(
            try await lists.lists(of: app) == [
                version(try name("a-1"), 1, store), version(list, 2, store), version(try name("z"), 1, store),
            ])
        #expect(try await lists.rules(of: list, in: other, version: nil) == StoredWordList(version: 1, text: Self.rules))
        #expect(try await lists.rules(of: list, in: app, version: nil) == StoredWordList(version: 2, text: Self.nothing))
        #expect(try await lists.rules(of: list, in: app, version: 1)?.text == Self.rules)
        #expect(try await lists.rules(of: list, in: app, version: 3) == nil)
        #expect(try await lists.rules(of: try name("absent"), in: app, version: nil) == nil)
    }

    @Test(arguments: StoreKind.all) func oneOfTwoWritesTheNextVersion(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let list = try name("default")
        let lists = store.store.wordLists
        let first = version(list, 1, store)
        let written = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { try await lists.write(Self.rules, as: first, in: app) } }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(written == 1)
        #expect(try await !lists.write(Self.rules, as: version(list, 3, store), in: app), "a number is left out")
        #expect(try await lists.write(Self.rules, as: version(list, 2, store), in: app))
        #expect(try await lists.versions(of: list, in: app, before: .max, limit: 9).map(\.number) == [2, 1])
    }

    @Test(arguments: StoreKind.all) func rulesOfOldVersionsAreForgotten(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let list = try name("default")
        let lists = store.store.wordLists
        for number in 1...12 { #expect(try await lists.write(Self.rules, as: version(list, Int64(number), store), in: app)) }
        let versions = try await lists.versions(of: list, in: app, before: .max, limit: 20)
        #expect(versions.map(\.number) == (1...12).reversed() && versions.filter { !$0.isKept }.map(\.number) == [2, 1])
        #expect(try await lists.versions(of: list, in: app, before: 5, limit: 2).map(\.number) == [4, 3])
        #expect(try await lists.rules(of: list, in: app, version: 2) == nil)
        #expect(try await lists.rules(of: list, in: app, version: 3) != nil)
    }

    @Test(arguments: StoreKind.all) func aRemovedListIsGoneAndItsNumbersGoOn(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let list = try name("default")
        let lists = store.store.wordLists
        #expect(try await !lists.remove(list, in: app))
        for number in 1...2 { _ = try await lists.write(Self.rules, as: version(list, Int64(number), store), in: app) }
        #expect(try await lists.remove(list, in: app))
        #expect(try await !lists.remove(list, in: app))
        #expect(try await lists.heads().isEmpty)
        #expect(try await lists.lists(of: app).isEmpty)
        #expect(try await lists.rules(of: list, in: app, version: nil) == nil)
        #expect(try await lists.versions(of: list, in: app, before: .max, limit: 9).isEmpty)
        #expect(try await lists.last(of: list, in: app) == 3)
        #expect(try await !lists.write(Self.rules, as: version(list, 3, store), in: app), "who was slower than the removal")
        #expect(try await lists.write(Self.rules, as: version(list, 4, store), in: app))
        #expect(try await lists.heads() == [WordListHead(app: app, list: list, version: 4)])
    }

    @Test(arguments: StoreKind.all) func aLargeListIsKept(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        let list = try name("default")
        let text = WordListText((0..<Limits.wordListRules).map { WordRule("word number \($0) 芝士") })
        #expect(text.bytes.count > 2 << 20)
        #expect(try await store.store.wordLists.write(text, as: version(list, 1, store), in: app))
        #expect(try await store.store.wordLists.rules(of: list, in: app, version: nil)?.text == text)
    }
}
