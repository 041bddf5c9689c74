import Censorship
import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

struct WordListsTests {
    private let store = InMemoryWordLists()
    private let clock = VirtualClock()
    private let app = AppNumber(1)
    private let list: WordListName
    private let lexicons = Lexicons()
    private let here: WordLists

    init() throws {
        list = try #require(WordListName("default"))
        here = WordLists(store: store, lexicons: lexicons, building: BuildingHere(), clock: clock)
    }

    private func upload(_ text: String, _ action: WordAction = .refuse) -> WordListEdit {
        .upload(.text(WordListText(Array(text.utf8)), action))
    }

    private func rules() async throws -> [WordRule] {
        try await here.rules(of: list, in: app, containing: nil, from: 0, limit: 100).rules
    }

    /// What holds on this server.
    private func inForce(_ lexicons: Lexicons) -> [String] { lexicons.entries(of: app).flatMap { $0.lexicon.rules.map(\.text) } }

    private func refusal(_ edit: WordListEdit) async -> String {
        do {
            _ = try await here.change(list, in: app, edit, by: "me")
            return "taken"
        } catch {
            return error.name == .invalidRequestParameter ? error.restMessage : "\(error)"
        }
    }

    @Test func anUploadIsInForceWhenItReturns() async throws {
        let change = try await here.change(list, in: app, upload("one\ntwo\tmask\none\treview"), by: "me")
        let first = WordListVersion(
            list: list, number: 1, at: clock.now(), author: "me", note: "upload", count: 2, added: 2, removed: 0)
        #expect(change.before == nil && change.after == first)
        #expect(try await rules() == [WordRule("one", .exact, .review), WordRule("two", .exact, .mask)], "the last of two holds")
        #expect(inForce(lexicons) == ["one", "two"])
        let second = try await here.change(list, in: app, upload("two\tmask\nthree"), by: "you")
        #expect(second.before == first)
        #expect((second.after.number, second.after.added, second.after.removed, second.after.count) == (2, 1, 1, 2))
        #expect(inForce(lexicons) == ["two", "three"])
        #expect(try await here.lists(of: app) == [second.after])
        #expect(try await here.versions(of: list, in: app, before: nil, limit: 9).map(\.number) == [2, 1])
    }

    @Test func wordsAreAddedAndRemoved() async throws {
        let rules = [WordRule("one"), WordRule("one", .whole), WordRule("two", .exact, .mask)]
        #expect(try await here.change(list, in: app, .add(.rules(rules)), by: "me").after.note == "add")
        let again = try await here.change(list, in: app, .add(.rules([WordRule("two", .exact, .refuse)])), by: "me").after
        #expect((again.number, again.added, again.removed, again.count) == (2, 1, 1, 3), "another action")
        let same = try await here.change(list, in: app, .add(.rules([WordRule("two")])), by: "me")
        #expect(same.before == same.after && same.after.number == 2, "nothing is different")
        _ = try await here.change(list, in: app, .remove([.init("one", .whole), .init("absent")]), by: "me")
        #expect(try await self.rules() == [WordRule("one"), WordRule("two")])
        _ = try await here.change(list, in: app, .remove([.init("one"), .init("two")]), by: "me")
        #expect(inForce(lexicons).isEmpty)
        #expect(try await here.lists(of: app).map(\.count) == [0])
    }

    @Test func whatCannotBeIsNamedByItsLineAndChangesNothing() async throws {
        _ = try await here.change(list, in: app, upload("one"), by: "me")
        #expect(await refusal(upload("two\n\nthree\tban")).contains("line 3: 'ban' is no action"))
        #expect(await refusal(upload("# nothing\n")).contains("there is no rule in it"))
        #expect(await refusal(.add(.rules([]))).contains("there is no rule in it"))
        let many = (0...Limits.wordListRules).map { WordRule("word \($0)") }
        #expect(await refusal(.upload(.rules(many))).contains("100000 rules at most"))
        #expect(try await here.lists(of: app).map(\.number) == [1])
        #expect(inForce(lexicons) == ["one"])
    }

    @Test func anAppHasSoManyLists() async throws {
        for number in 0..<Limits.wordLists {
            let name = try #require(WordListName("list\(number)"))
            _ = try await here.change(name, in: app, upload("one"), by: "me")
        }
        #expect(await refusal(upload("one")).contains("10 lists at most"))
        #expect(await refusal(.remove([.init("one")])).contains("there is no word list default"))
        _ = try await here.change(list, in: AppNumber(2), upload("one"), by: "me")
        let first = try #require(WordListName("list0"))
        #expect(try await here.remove(first, in: app).number == 1)
        #expect(await refusal(upload("one")) == "taken")
        #expect(try await here.lists(of: app).map(\.list.rawValue).first == "default")
        await #expect(throws: Failure.self) { try await here.remove(first, in: app) }
    }

    @Test func whoIsSlowerAddsToWhatTheFasterOneWrote() async throws {
        _ = try await here.change(list, in: app, upload("one"), by: "me")
        let there = WordLists(store: store, lexicons: Lexicons(), building: BuildingHere(), clock: clock)
        store.beforeNextWrite { [list, app] in
            _ = try? await there.change(list, in: app, .add(.rules([WordRule("two")])), by: "you")
        }
        let change = try await here.change(list, in: app, .add(.rules([WordRule("three")])), by: "me")
        #expect(change.after.number == 3 && change.after.added == 1)
        #expect(try await rules().map(\.text) == ["one", "two", "three"])
    }

    @Test func whoIsRemovedMeanwhileBeginsANew() async throws {
        _ = try await here.change(list, in: app, upload("one"), by: "me")
        store.beforeNextWrite { [store, list, app] in _ = try? await store.remove(list, in: app) }
        let change = try await here.change(list, in: app, .add(.rules([WordRule("two")])), by: "me")
        #expect(change.before == nil && change.after.number == 3, "numbers never go back")
        #expect(inForce(lexicons) == ["two"])
    }

    @Test func anOldVersionComesBackAsANewOne() async throws {
        for text in ["one", "two\tmask\twhole", "three"] { _ = try await here.change(list, in: app, upload(text), by: "me") }
        let change = try await here.restore(list, in: app, to: 2, by: "me")
        #expect(change.after.number == 4 && change.after.note == "version 2")
        #expect(try await rules() == [WordRule("two", .whole, .mask)])
        #expect(try await here.text(of: list, in: app, version: 1).text == WordListText([WordRule("one")]))
        await #expect(throws: Failure.self) { try await here.restore(list, in: app, to: 9, by: "me") }
    }

    @Test func rulesAreReadInPagesAndLookedFor() async throws {
        _ = try await here.change(list, in: app, upload("Apple\nbanana\npineapple\ncherry"), by: "me")
        let reads = store.rulesRead
        let first = try await here.rules(of: list, in: app, containing: nil, from: 0, limit: 3)
        #expect(first.rules.map(\.text) == ["Apple", "banana", "pineapple"] && first.next == 3)
        let second = try await here.rules(of: list, in: app, containing: nil, from: 3, limit: 3)
        #expect(second.rules.map(\.text) == ["cherry"] && second.next == nil && second.version.count == 4)
        let found = try await here.rules(of: list, in: app, containing: "aPPle", from: 0, limit: 1)
        #expect(found.rules.map(\.text) == ["Apple"] && found.next == 2)
        #expect(store.rulesRead == reads, "from what is in force")
    }

    @Test func aTextIsTestedByAllLists() async throws {
        let other = try #require(WordListName("other"))
        _ = try await here.change(list, in: app, upload("one\tmask\ntwo\treview"), by: "me")
        _ = try await here.change(other, in: app, upload("three"), by: "me")
        let masked = try await here.test("a one and two", in: app)
        #expect(masked.action == .mask && masked.text == "a *** and two" && masked.hits.map(\.found) == ["one", "two"])
        #expect(masked.hits.map(\.list) == [list, list])
        let refused = try await here.test("one THREE", in: app)
        #expect(refused.action == .refuse && refused.text == nil && refused.hits.map(\.found) == ["one", "THREE"])
        let nothing = try await here.test("nothing", in: app)
        #expect(nothing.action == nil && nothing.text == "nothing" && nothing.hits.isEmpty)
    }

    // MARK: - Following

    @Test func whatAnotherServerChangesHoldsAfterTheNextLook() async throws {
        let lexicons = Lexicons()
        let there = WordLists(store: store, lexicons: lexicons, building: BuildingHere(), clock: clock)
        _ = try await here.change(list, in: app, upload("one"), by: "me")
        #expect(inForce(lexicons).isEmpty)
        try await there.follow()
        #expect(inForce(lexicons) == ["one"])
        let reads = store.rulesRead
        try await there.follow()
        #expect(store.rulesRead == reads, "nothing is new, no rules are read")
        _ = try await here.change(list, in: app, .add(.rules([WordRule("two")])), by: "me")
        try await there.follow()
        #expect(inForce(lexicons) == ["one", "two"])
        _ = try await here.remove(list, in: app)
        try await there.follow()
        #expect(inForce(lexicons).isEmpty)
        _ = try await here.change(list, in: app, upload("three"), by: "me")
        try await there.follow()
        #expect(inForce(lexicons) == ["three"], "made anew under the old name")
    }

    @Test func aVersionThatCannotBeReadLeavesTheOneBeforeInForce() async throws {
        let troubles = Mutex<[WordListHead]>([])
        let lexicons = Lexicons()
        let there = WordLists(store: store, lexicons: lexicons, building: BuildingHere(), clock: clock) { head, _ in
            troubles.withLock { $0.append(head) }
        }
        store.put("one", as: 1, of: list, in: app)
        try await there.follow()
        store.put("two\tfuture", as: 2, of: list, in: app)
        for _ in 0..<3 { try await there.follow() }
        #expect(inForce(lexicons) == ["one"])
        #expect(troubles.withLock { $0 } == [WordListHead(app: app, list: list, version: 2)], "told once")
        #expect(await refusal(.add(.rules([WordRule("three")]))).contains("upload the list anew"))
        store.put("three", as: 3, of: list, in: app)
        try await there.follow()
        #expect(inForce(lexicons) == ["three"])
    }
}
