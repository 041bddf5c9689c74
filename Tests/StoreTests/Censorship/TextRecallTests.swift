import Censorship
import HearthCore
import IM
import TestSupport
import Testing

/// What a decision against a text comes to, over real stores.
struct TextRecallTests {
    private let settings = AppSettings()
    private let list: WordListName

    init() throws { list = try #require(WordListName("default")) }

    private func recalls(_ store: OpenStore) -> TextRecalls {
        let sends = SendQueue(log: store.messages, windows: RecentWindows(), announcer: Silent())
        return TextRecalls(
            messages: UserMessages(sends: sends, store: store.conversations, bodies: PlainBodyCodec(), ids: store.ids),
            accounts: store.accounts, profiles: Profiles(store: store.profiles, notifier: RecordingNotifier()),
            groups: TextRecalls.GroupStores(store.groups, store.groupPeople, store.groupBoard),
            changes: GroupChanges(store: store.groupChanges, announcer: Silent(), clock: store.clock))
    }

    private func review(_ author: Account, _ subject: Review.Subject, found: String) -> Review {
        Review(
            id: 1, at: Instant(milliseconds: 1), author: author, subject: subject, text: found,
            hits: [WordHit(list: list, rule: WordRule(found, .exact, .review), found: found)])
    }

    @Test(arguments: StoreKind.all) func aMessageIsRecalledWhateverBecameOfItsAuthor(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let ids = try await store.write(["one", "two", "three"], from: anna, to: ben)
        let recalls = recalls(store)
        func take(_ index: Int, _ target: MessageTarget) async throws {
            let subject = Review.Subject(.message, field: "content", target: target, message: ids[index])
            for _ in 0..<2 { try await recalls.takeBack(review(anna, subject, found: "o"), settings) }
        }
        func left() async throws -> [String] {
            try await store.conversations.history(ben, with: anna, .older(than: .zero), limit: 10).items.map(\.text).filter { !$0.isEmpty }
        }
        try await take(0, .user(ben.user))
        #expect(try await left() == ["three", "two"])
        try await take(1, .unnamed)
        #expect(try await left() == ["three"])
        try await store.set(.frozen, of: anna)
        try await take(2, .user(ben.user))
        #expect(try await left().isEmpty)
        let unknown = Review.Subject(.message, field: "content", target: .user(ben.user), message: MessageID(5))
        try await recalls.takeBack(review(ben, unknown, found: "o"), settings)
    }

    @Test(arguments: StoreKind.all) func aProfileLosesTheFieldThatStillHoldsIt(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        var change = ProfileChange()
        (change.nickName, change.about, change.publicInfo) = ("bad Anna", "bad", "bad")
        _ = try await store.profiles.change(anna, change)
        let recalls = recalls(store)
        for field in ["nick_name", "description", "username"] {
            try await recalls.takeBack(review(anna, Review.Subject(.profile, field: field), found: "bad"), settings)
        }
        try await recalls.takeBack(review(anna, Review.Subject(.profile, field: "public_info"), found: "worse"), settings)
        let profile = try #require(try await store.accounts.profiles(anna.app, [anna.user]).first)
        #expect(profile.nickName.isEmpty && profile.about.isEmpty && profile.publicInfo == "bad" && profile.name == "anna")
        try await recalls.takeBack(
            review(Account(app: ben.app, user: UserID(99_998)), Review.Subject(.profile, field: "nick_name"), found: "x"), settings)
    }

    @Test(arguments: StoreKind.all) func textsOfAGroupAreMaskedOrEmptied(kind: StoreKind) async throws {
        let world = try await GroupWorld(kind)
        let group = try await world.group([world.ben])
        try await world.run(ChangeGroupText(.name, "The bad ones"), in: group, by: world.anna)
        try await world.run(ChangeGroupText(.description, "so bad"), in: group, by: world.anna)
        try await world.run(SetDisplayName("bad Ben"), in: group, by: world.ben)
        try await world.run(PublishAnnouncement(title: "good", content: "good"), in: group, by: world.anna)
        try await world.run(PublishAnnouncement(title: "hear", content: "bad news"), in: group, by: world.anna)
        for name in ["good.txt", "bad.txt"] {
            try await world.run(ShareFile(name: name, url: "http://example.org/\(name)", type: "text", size: 1), in: group, by: world.ben)
        }
        let recalls = recalls(world.store)
        for (author, kind, field) in [
            (world.ben, .group, "file"), (world.anna, Review.Kind.group, "name"), (world.anna, .group, "description"),
            (world.anna, .group, "nothing"),
            (world.ben, .displayName, "display_name"), (world.anna, .announcement, "content"), (world.anna, .reason, "reason"),
        ] {
            let subject = Review.Subject(kind, field: field, target: .group(group))
            for _ in 0..<2 { try await recalls.takeBack(review(author, subject, found: "bad"), settings) }
        }
        let info = try await world.record(group).info
        #expect(info.name == "The *** ones" && info.description.isEmpty)
        let ben = try await world.store.groupPeople.members([world.ben.user], of: group, in: world.app).first
        #expect(ben?.displayName.isEmpty == true)
        #expect(try await world.store.groupBoard.announcements(of: group, in: world.app).map(\.title) == ["good"])
        #expect(try await world.store.groupBoard.files(of: group, in: world.app).map(\.name) == ["good.txt"])
        let gone = Review.Subject(.group, field: "name", target: .group(GroupID(99_999)))
        try await recalls.takeBack(review(world.anna, gone, found: "bad"), settings)
    }
}

private struct Silent: Announcer, GroupAnnouncer {
    func announce(_ messages: [AcceptedMessage]) {}
    func announce(_ commit: GroupCommit) {}
}
