import Censorship
import HearthCore
import IM
import Synchronization
import TestSupport
import Testing

/// Listed words in what is no message.
struct ScreeningTests {
    private final class KeptReviews: ReviewStore {
        private let kept = Mutex<[Review]>([])
        var all: [Review] { kept.withLock { $0 } }

        func add(_ reviews: [Review]) async throws(Failure) { kept.withLock { $0 += reviews } }
        func find(_ id: Int64, in app: AppNumber) async throws(Failure) -> Review? { nil }
        func list(of app: AppNumber, isOpen: Bool?, user: UserID?, before: Int64, limit: Int) async throws(Failure) -> [Review] { [] }
        func decide(_ id: Int64, in app: AppNumber, _ decision: Review.Decision) async throws(Failure) -> Bool { false }
    }

    private let anna = Account(app: AppNumber(1), user: UserID(2))
    private let reviews = KeptReviews()
    private let screening: Screening

    private init() throws {
        let lexicons = Lexicons()
        let rules = [
            WordRule("bad", .exact, .refuse), WordRule("rude", .exact, .mask), WordRule("odd", .exact, .review),
        ]
        let list = Lexicons.Entry(name: try #require(WordListName("default")), version: 1, lexicon: try Lexicon(rules))
        lexicons.put(list, in: anna.app)
        screening = Screening(
            censor: Censor(lexicons: lexicons, bodies: PlainBodyCodec()), reviews: reviews,
            ids: MessageIDs(node: 0, newest: .zero, clock: VirtualClock()))
    }

    private func make<Value: Sendable>(_ value: Value, by author: MessageAuthor = .user) async throws(Failure) -> Value {
        let writer = Screening.Writer(anna, author, AppSettings())
        return try await screening.make(value, by: writer, at: { (_: Value) in Screening.Place(.group(GroupID(9)), item: 7) }) {
            value async throws(Failure) in value
        }
    }

    private func profile(_ nickName: String, about: String? = nil, publicInfo: String? = nil) -> ProfileChange {
        var change = ProfileChange()
        (change.nickName, change.about, change.publicInfo) = (nickName, about, publicInfo)
        return change
    }

    @Test func whatPeopleCallThemselvesIsRefusedMaskedOrFlagged() async throws {
        await #expect(throws: Failure(.messageCensored)) { try await make(profile("Bad Anna")) }
        await #expect(throws: Failure(.messageCensored)) { try await make(profile("", about: "bad")) }
        #expect(try await make(profile("rude Anna", publicInfo: #"{"x":"rude"}"#)) == profile("**** Anna", publicInfo: #"{"x":"****"}"#))
        #expect(reviews.all.isEmpty)
        _ = try await make(profile("Odd Anna"))
        #expect(
            reviews.all.map(\.subject) == [Review.Subject(.profile, field: "nick_name", target: .group(GroupID(9)), message: MessageID(7))])
        #expect(reviews.all.map(\.text) == ["Odd Anna"])
        #expect(reviews.all.map(\.author) == [anna])
    }

    @Test func everyTextOfAGroupThatOthersReadIsLookedThrough() async throws {
        let refused: [any Sendable & Screenable] = [
            GroupDraft(type: .private, info: GroupInfo(name: "bad"), invitees: []), ChangeGroupText(.name, "bad"),
            ChangeGroupText(.description, "bad"), ChangeGroupText(.ext, #"{"a":"bad"}"#), PublishAnnouncement(title: "bad", content: ""),
            PublishAnnouncement(title: "", content: "bad"), SetDisplayName("bad"), ApplyToGroup(reason: "bad"),
            InviteUsers([UserID(4)], reason: "bad"), AnswerInvitation(from: UserID(4), accepts: false, reason: "bad"),
            AnswerApplication(of: UserID(4), accepts: false, reason: "bad"), RenameFile(GroupFileID(1), "bad.pdf"),
            ShareFile(name: "bad.pdf", url: "x", type: "", size: 1), RosterRequest(user: UserID(4), reason: "bad"),
            RefusalReason("bad"),
        ]
        for change in refused {
            await #expect(throws: Failure(.messageCensored), "\(change)") { try await refuse(change) }
        }
        #expect(throws: Never.self) { _ = ChangeGroupText(.avatar, "bad") }
        _ = try await make(ChangeGroupText(.avatar, "https://x.example/bad"))
        await #expect(throws: Failure(.messageCensored)) {
            try await make([RosterRequest(user: UserID(4)), RosterRequest(user: UserID(6), reason: "bad")])
        }
    }

    private func refuse(_ change: some Sendable & Screenable) async throws(Failure) { _ = try await make(change) }

    @Test func anExemptAuthorAndAnythingWithoutTextsPass() async throws {
        #expect(try await make(profile("bad"), by: .admin) == profile("bad"))
        _ = try await make(LeaveGroup())
    }
}
