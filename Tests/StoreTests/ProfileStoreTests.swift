import HearthCore
import IM
import TestSupport
import Testing

/// Profiles and who hears of their changes, on both databases.
struct ProfileStoreTests {
    private let told = RecordingNotifier()

    private func profiles(_ store: OpenStore) -> Profiles { Profiles(store: store.profiles, notifier: told) }

    private static let everything: ProfileChange = {
        var change = ProfileChange()
        change.nickName = "Anna \"the\" 安娜"
        change.avatar = "/a.png"
        change.about = "line\nline"
        change.publicInfo = "{\"a\":1}"
        change.privateInfo = "mine"
        change.mobile = "+8613800000000"
        return change
    }()

    @Test(arguments: StoreKind.all) func everyFieldIsKept(kind: StoreKind) async throws {
        var store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await profiles(store).change(anna, Self.everything)
        store = try await store.reopened()
        let profile = try #require(try await store.accounts.profiles(anna.app, [anna.user]).first)
        #expect(Self.everything.without(profile).isEmpty)
        var part = ProfileChange()
        part.nickName = ""
        try await profiles(store).change(anna, part)
        let later = try #require(try await store.accounts.profiles(anna.app, [anna.user]).first)
        #expect(later.nickName.isEmpty && later.avatar == "/a.png" && later.mobile == "+8613800000000")
        #expect(try await store.accounts.profiles(ben.app, [ben.user]) == [Profile(user: ben.user, name: "ben")])
    }

    @Test(arguments: StoreKind.all) func friendsHearOfWhatTheyAreShown(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        var others: [Account] = []
        for name in ["carl", "dora", "emil"] { others.append(try await store.account(anna.app, name)) }
        // Anna is a friend of Ben and Carl, a deleted entry of Dora's, a stranger to Emil; Emil is her friend one way only.
        try await store.addToRoster(of: ben, anna.user)
        try await store.addToRoster(of: others[0], anna.user)
        try await store.addToRoster(of: others[1], anna.user, .deleted)
        try await store.addToRoster(of: anna, others[2].user)
        try await store.addToRoster(of: ben, others[0].user)
        try await profiles(store).change(anna, Self.everything, except: DeviceSN(3))
        let content = """
            {"nick_name":"Anna \\"the\\" 安娜","avatar":"/a.png","public_info":"{\\"a\\":1}","description":"line\\nline"}
            """
        #expect(told.notices.first == Notice(anna, except: DeviceSN(3), .ownInfoUpdated))
        #expect(
            Array(told.notices.dropFirst())
                == [ben, others[0]].map {
                    Notice($0, .roster(RosterNotice(.infoUpdated, from: anna.user, to: $0.user, content: content)))
                })
    }

    /// Each notice holds the texts: those of all friends at once could be hundreds of megabytes.
    @Test(arguments: StoreKind.all) func aCrowdIsToldInParts(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await store.pair()
        let friends = try await store.addUsers(1_001, to: anna.app)
        for friend in friends { try await store.addToRoster(of: Account(app: anna.app, user: friend), anna.user) }
        try await profiles(store).change(anna, Self.everything)
        #expect(told.counts == [1, 500, 500, 1])
        #expect(told.notices.dropFirst().map(\.recipient.user) == friends)
    }

    @Test(arguments: StoreKind.all) func whatIsPrivateIsForTheOwnDevicesAlone(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.addToRoster(of: ben, anna.user)
        var change = ProfileChange()
        change.privateInfo = "mine"
        change.mobile = "12345"
        change.name = try UserName("annabel")
        try await profiles(store).change(anna, change)
        #expect(told.notices == [Notice(anna, .ownInfoUpdated)])
        #expect(try await store.accounts.credentials(anna.app, name: "annabel")?.user == anna.user)
        #expect(try await store.accounts.credentials(anna.app, name: "anna") == nil)
    }

    @Test(arguments: StoreKind.all) func theSameAgainTellsNothing(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.addToRoster(of: ben, anna.user)
        try await profiles(store).change(anna, Self.everything)
        let count = told.notices.count
        try await profiles(store).change(anna, Self.everything)
        try await profiles(store).change(anna, ProfileChange())
        #expect(told.notices.count == count)
        var part = Self.everything
        part.avatar = "/b.png"
        try await profiles(store).change(anna, part)
        let body = Notice.Body.roster(RosterNotice(.infoUpdated, from: anna.user, to: ben.user, content: "{\"avatar\":\"/b.png\"}"))
        #expect(Array(told.notices.dropFirst(count)) == [Notice(anna, .ownInfoUpdated), Notice(ben, body)])
    }

    @Test(arguments: StoreKind.all) func namesAndNumbersOfOthersAreRefused(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        var mobile = ProfileChange()
        mobile.mobile = "12345"
        mobile.nickName = "first"
        try await profiles(store).change(ben, mobile)
        mobile.nickName = "second"
        await #expect(throws: Failure(.mobileInUse)) { try await profiles(store).change(anna, mobile) }
        var name = ProfileChange()
        name.name = try UserName("ben")
        name.nickName = "second"
        await #expect(throws: Failure(.userNameInUse)) { try await profiles(store).change(anna, name) }
        #expect(try await store.accounts.profiles(anna.app, [anna.user]) == [Profile(user: anna.user, name: "anna")], "nothing of it")
        let elsewhere = try await store.account(try await store.app("other"), "anna")
        try await profiles(store).change(elsewhere, mobile)
        var none = ProfileChange()
        none.mobile = ""
        try await profiles(store).change(ben, none)
        try await profiles(store).change(anna, mobile)
        #expect(try await store.accounts.profiles(anna.app, [anna.user]).first?.mobile == "12345")
    }

    @Test(arguments: StoreKind.all) func ofManyWhoWantOneNumberOneGetsIt(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let app = try await store.app()
        var accounts: [Account] = []
        for number in 0..<10 { accounts.append(try await store.account(app, "user_\(number)")) }
        var change = ProfileChange()
        change.mobile = "12345"
        let rows = accounts.map { Profiles.Row(user: $0.user, change: change) }
        let outcomes = try await profiles(store).change(app, rows)
        #expect(outcomes.map(\.user) == accounts.map(\.user))
        #expect(outcomes.filter { $0.failure == nil }.count == 1)
        #expect(outcomes.compactMap(\.failure).allSatisfy { $0 == Failure(.mobileInUse) })
        #expect(try await store.numbers("SELECT count(*) FROM users WHERE mobile = '12345'") == [1])
    }

    @Test(arguments: StoreKind.all) func whoIsNotThereHasNoProfile(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.set(.removed, of: anna)
        let elsewhere = Account(app: AppNumber(anna.app.rawValue + 1), user: ben.user)
        for nobody in [anna, elsewhere, Account(app: anna.app, user: UserID(4))] {
            await #expect(throws: Failure(.userNotExist)) { try await profiles(store).change(nobody, Self.everything) }
        }
        #expect(told.notices.isEmpty)
        let rows = [Profiles.Row(user: ben.user, change: Self.everything), Profiles.Row(user: anna.user, change: Self.everything)]
        #expect(try await profiles(store).change(ben.app, rows).map(\.failure) == [nil, Failure(.userNotExist)])
    }

    /// Two devices of one user at once: neither change is lost.
    @Test(arguments: StoreKind.all) func changesOfDifferentFieldsBothHold(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, _) = try await store.pair()
        let profiles = profiles(store)
        for round in 0..<10 {
            async let nickName: Void = {
                var change = ProfileChange()
                change.nickName = "\(round)"
                try await profiles.change(anna, change)
            }()
            async let avatar: Void = {
                var change = ProfileChange()
                change.avatar = "\(round)"
                try await profiles.change(anna, change)
            }()
            _ = try await (nickName, avatar)
            let profile = try #require(try await store.accounts.profiles(anna.app, [anna.user]).first)
            #expect(profile.nickName == "\(round)" && profile.avatar == "\(round)")
        }
    }
}
