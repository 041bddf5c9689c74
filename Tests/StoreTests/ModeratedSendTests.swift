import Censorship
import HearthCore
import IM
import TestSupport
import Testing

/// What censorship and hooks say of messages, as a batch goes by it.
struct ModeratedSendTests {
    private static let hit = [WordListName("default")].compactMap(\.self).map {
        WordHit(list: $0, rule: WordRule("odd", .exact, .review), found: "Odd")
    }
    private static let refused = Moderation(refusal: Failure(.messageCensored))

    /// Takes "bad" out of what an appended piece makes of a message, and flags every edit.
    private struct Starring: BodyEditor {
        func edited(_ body: [UInt8], by operation: [UInt8], _ kind: ItemKind) throws(Failure) -> [UInt8] { body + operation }

        func edited(_ body: [UInt8], by operation: OutgoingMessage, _ kind: ItemKind) throws(Failure) -> BodyEdit {
            let piece = operation.payload == Array("bad".utf8) ? Array("***".utf8) : operation.payload
            return BodyEdit(body: body + piece, operation: piece, moderation: Moderation(hits: ModeratedSendTests.hit, text: "after"))
        }
    }

    @Test(arguments: StoreKind.all) func whoMayNotWriteIsToldThatFirst(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        try await store.set(SendFacts.Standing(isFriend: true, isBlocked: true), of: anna, with: ben)
        let message = anna.says("bad", to: ben, clientID: 1).moderated(Self.refused)
        #expect(await store.messages.commit(message).outcome == .refused(.rosterBlockListExist))
        #expect(
            await store.messages.commit(ben.says("bad", to: anna, clientID: 1).moderated(Self.refused)).outcome
                == .refused(.messageCensored))
        #expect(try await store.conversationsThere() == 0, "nothing begins with a message that is refused")
    }

    @Test(arguments: StoreKind.all) func whatWasAcceptedBeforeAWordWasListedStaysAccepted(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let message = anna.says("bad", to: ben, clientID: 1)
        let first = try #require(await store.messages.commit(message).accepted)
        #expect(await store.messages.commit(message.moderated(Self.refused)).outcome == .duplicate(first.id))
        // What was masked is the same message too.
        let masked = message.moderated(nil, payload: Array("***".utf8))
        #expect(await store.messages.commit(masked).outcome == .duplicate(first.id))
        #expect(try await store.conversations.history(ben.device(), with: .user(anna.user)).items.map(\.text) == ["bad"])
    }

    @Test(arguments: StoreKind.all) func aFlaggedMessageComesWithItsReview(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let flagged = anna.says("how Odd", to: ben, clientID: 1).moderated(Moderation(hits: Self.hit, text: "how Odd"))
        let id = try #require(await store.messages.commit(flagged).accepted).id
        // Sent again it is not flagged again.
        _ = await store.messages.commit(flagged)
        let reviews = try await store.store.reviews.list(of: anna.app, isOpen: true, user: nil, before: .max, limit: 10)
        let subject = Review.Subject(.message, field: "content", target: .user(ben.user), message: id)
        #expect(reviews.map(\.subject) == [subject])
        #expect(reviews.map(\.author) == [anna])
        #expect(reviews.map(\.text) == ["how Odd"])
        #expect(reviews.map(\.hits) == [Self.hit])
    }

    @Test(arguments: StoreKind.all) func aRefusedOrUnstoredMessageIsNotReviewed(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let moderation = Moderation(refusal: Failure(.messageCensored), hits: Self.hit, text: "x")
        _ = await store.messages.commit(anna.says("x", to: ben, clientID: 1).moderated(moderation))
        let typing = anna.device().says("x", to: ben, clientID: 2, isEphemeral: true)
        _ = await store.messages.commit(typing.moderated(Moderation(hits: Self.hit, text: "x")))
        #expect(try await store.store.reviews.list(of: anna.app, isOpen: nil, user: nil, before: .max, limit: 10).isEmpty)
    }

    @Test(arguments: StoreKind.all) func everybodyIsSentAnEditAsItWasMasked(kind: StoreKind) async throws {
        let store = try await OpenStore(kind, editor: Starring())
        let (anna, ben) = try await store.pair()
        let message = try #require(await store.messages.commit(anna.says("not ", to: ben, clientID: 1)).accepted)
        let edit = anna.device().does(.append, on: message.id, in: .user(ben.user), "bad", clientID: 2)
        let done = try #require(await store.messages.commit(edit).accepted)
        #expect(done.item.text == "***")
        let items = try await store.conversations.page(ben.device(), with: .user(anna.user), after: message.id)
        #expect(items.map(\.text) == ["***"])
        #expect(try await store.conversations.history(ben.device(), with: .user(anna.user)).items.map(\.text) == ["not ***"])
        let reviews = try await store.store.reviews.list(of: anna.app, isOpen: true, user: anna.user, before: .max, limit: 10)
        #expect(reviews.map(\.subject) == [Review.Subject(.edit, field: "content", target: .user(ben.user), message: message.id)])
        #expect(reviews.map(\.id) == [done.id.rawValue])
        // The same edit once more is the same edit.
        #expect(await store.messages.commit(edit).outcome == .duplicate(done.id))
    }

    @Test(arguments: StoreKind.all) func aHookRefusesAnEditAfterTheMessagesOwnRules(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let message = try #require(await store.messages.commit(anna.says("a", to: ben, clientID: 1)).accepted)
        let foreign = ben.device().does(.append, on: message.id, in: .user(anna.user), "b", clientID: 2).moderated(Self.refused)
        #expect(await store.messages.commit(foreign).outcome == .refused(.userPermissionDenied))
        let own = anna.device().does(.append, on: message.id, in: .user(ben.user), "b", clientID: 3).moderated(Self.refused)
        #expect(await store.messages.commit(own).outcome == .refused(.messageCensored))
        #expect(try await store.conversations.history(ben.device(), with: .user(anna.user)).items.map(\.text) == ["a"])
    }
}
