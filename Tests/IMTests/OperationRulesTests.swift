import HearthCore
import IM
import Testing

/// What each operation comes to, from nothing but its facts.
struct OperationRulesTests {
    private static let author = UserID(2)
    private static let reader = UserID(4)
    private static let now = Instant(milliseconds: MessageID.epoch + 1_000_000)
    private static let id = MessageID(at: now.advanced(by: -60_000), node: 0)

    private func message(
        kind: ItemKind = .message, status: MessageStatus = .unread, editedAt: Instant? = nil, isRecalled: Bool = false,
        sender: UserID = author
    ) -> OperatedMessage {
        OperatedMessage(
            id: Self.id, conversation: ConversationID(1), sender: sender, kind: kind, status: status, editedAt: editedAt,
            isRecalled: isRecalled, payload: nil)
    }

    private func facts(
        _ actor: UserID, _ message: OperatedMessage?, readUpTo: MessageID = .zero, cleared: MessageID = .zero,
        joined: MessageID = .zero, isCancelled: Bool = false, isGroup: Bool = false, role: GroupRole? = nil
    ) -> OperationFacts {
        OperationFacts(
            actor: actor, message: message,
            participation: Participation(joined: joined, readUpTo: readUpTo, cleared: cleared), isCancelled: isCancelled,
            newest: MessageID(Self.id.rawValue + 100), isGroup: isGroup,
            group: isGroup ? GroupStanding(role: role) : nil, now: Self.now)
    }

    private func decide(
        _ kind: ItemKind, _ facts: OperationFacts, on id: MessageID = id, recalls: RecallPolicy = .within(chat: 300_000, group: 300_000)
    ) -> Result<OperationEffects, Failure> {
        do throws(Failure) {
            return .success(try OperationRules.decide(Operation(kind, on: id, recalls: recalls), facts))
        } catch {
            return .failure(error)
        }
    }

    private func refusal(_ result: Result<OperationEffects, Failure>) -> FailureName? {
        if case .failure(let failure) = result { failure.name } else { nil }
    }

    @Test(arguments: [ItemKind.readAck, .deliverAck, .playAck, .readCancel, .recall, .delete, .append, .replace])
    func nothingIsDoneToANotice(kind: ItemKind) {
        for notice in [ItemKind.rosterNotice, .userNotice] {
            let facts = facts(Self.reader, message(kind: notice, sender: .system))
            #expect(refusal(decide(kind, facts)) == .messageInvalidType)
            #expect(refusal(decide(kind, facts, recalls: .always)) == .messageInvalidType)
        }
    }

    // MARK: - Receipts

    @Test func aReceiptRaisesTheStatusAndIsForBothSides() throws {
        let effects = try decide(.readAck, facts(Self.reader, message())).get()
        #expect(effects.status == .read && effects.readUpTo == Self.id && effects.audience == .everybody)
        let delivered = try decide(.deliverAck, facts(Self.reader, message())).get()
        #expect(delivered.status == .delivered && delivered.readUpTo == nil)
        let played = try decide(.playAck, facts(Self.reader, message(status: .read), readUpTo: Self.id)).get()
        #expect(played.status == .played && played.audience == .everybody)
    }

    @Test(arguments: [ItemKind.deliverAck, .readAck]) func aReceiptThatIsNoNewsIsForNobody(kind: ItemKind) throws {
        let effects = try decide(kind, facts(Self.reader, message(status: .read), readUpTo: Self.id)).get()
        #expect(effects == OperationEffects())
    }

    @Test func aReceiptForARecalledMessageMovesTheReadersMarkAlone() throws {
        let effects = try decide(.readAck, facts(Self.reader, message(isRecalled: true))).get()
        #expect(effects.status == nil && effects.readUpTo == Self.id)
        #expect(effects.audience == .only([Self.reader], receiver: Self.reader))
    }

    @Test func inAGroupAReceiptIsForItsAuthorAndTheReader() throws {
        let effects = try decide(.readAck, facts(Self.reader, message(), isGroup: true, role: .member)).get()
        #expect(effects.status == nil)
        #expect(effects.audience == .only([Self.reader, Self.author], receiver: Self.author))
        let again = try decide(.readAck, facts(Self.reader, message(), readUpTo: Self.id, isGroup: true, role: .member)).get()
        #expect(again == OperationEffects())
    }

    @Test func readingAgainWhatWasMadeUnreadIsNews() throws {
        let effects = try decide(.readAck, facts(Self.reader, message(status: .read), readUpTo: Self.id, isCancelled: true)).get()
        #expect(effects.isCancelled == false && effects.audience == .everybody)
    }

    // MARK: - The reader's mark

    @Test func readingAllStopsAtTheNewest() throws {
        let known = facts(Self.reader, nil)
        let effects = try decide(.readAll, known, on: MessageID(Int64.max)).get()
        #expect(effects.readUpTo == known.newest && effects.audience == .only([Self.reader], receiver: Self.reader))
        #expect(try decide(.readAll, facts(Self.reader, nil), on: .zero).get() == OperationEffects())
    }

    @Test func onlyAReadMessageOfSomebodyElseBecomesUnread() throws {
        #expect(try decide(.readCancel, facts(Self.reader, message(), readUpTo: Self.id)).get().isCancelled == true)
        #expect(try decide(.readCancel, facts(Self.reader, message())).get() == OperationEffects())
        #expect(try decide(.readCancel, facts(Self.author, message(), readUpTo: Self.id)).get() == OperationEffects())
    }

    // MARK: - What is not there

    @Test(arguments: [ItemKind.readAck, .deliverAck, .playAck, .readCancel, .recall, .delete, .append, .replace])
    func whatIsNotThereForTheActorIsAnInvalidParameter(kind: ItemKind) {
        #expect(refusal(decide(kind, facts(Self.reader, nil))) == .invalidParam)
        #expect(refusal(decide(kind, facts(Self.reader, message(), cleared: Self.id))) == .invalidParam)
        #expect(refusal(decide(kind, facts(Self.reader, message(), joined: Self.id))) == .invalidParam)
    }

    // MARK: - Recall

    @Test func theAuthorMayRecallWithinTheWindowTheBoundIncluded() throws {
        let policy = RecallPolicy.within(chat: 60_000, group: 0)
        #expect(try decide(.recall, facts(Self.author, message()), recalls: policy).get().erases)
        let short = RecallPolicy.within(chat: 59_999, group: 300_000)
        #expect(refusal(decide(.recall, facts(Self.author, message()), recalls: short)) == .messageOutRecallTime)
    }

    @Test func aWindowOfZeroIsNever() {
        let fresh = OperatedMessage(
            id: MessageID(at: Self.now, node: 0), conversation: ConversationID(1), sender: Self.author, kind: .message,
            status: .unread, editedAt: nil, isRecalled: false, payload: nil)
        let policy = RecallPolicy.within(chat: 0, group: 0)
        #expect(refusal(decide(.recall, facts(Self.author, fresh), on: fresh.id, recalls: policy)) == .messageOutRecallTime)
    }

    @Test(arguments: [
        (GroupRole?.none, FailureName?.some(.groupMemberPermissionRequired)), (.member, .groupAdminPermissionRequired),
        (.admin, nil), (.owner, nil),
    ])
    func inAGroupAdminsMayRecallWhatOthersWrote(role: GroupRole?, expected: FailureName?) {
        #expect(refusal(decide(.recall, facts(Self.reader, message(), isGroup: true, role: role))) == expected)
    }

    @Test func theWindowBindsOwnersAndAdminTokensNot() throws {
        let known = facts(Self.reader, message(), isGroup: true, role: .owner)
        #expect(refusal(decide(.recall, known, recalls: .within(chat: 300_000, group: 1_000))) == .messageOutRecallTime)
        #expect(refusal(decide(.recall, known, recalls: .disabled)) == .messageRecallDisabled)
        #expect(try decide(.recall, known, recalls: .always).get().erases)
        #expect(try decide(.recall, facts(Self.reader, message()), recalls: .always).get().erases)
    }

    @Test func whatIsRecalledIsRecalledAgainWithoutAWord() throws {
        let late = RecallPolicy.within(chat: 1, group: 1)
        #expect(try decide(.recall, facts(Self.author, message(isRecalled: true)), recalls: late).get() == OperationEffects())
    }

    @Test(arguments: [ItemKind.recall, .append, .replace]) func operationsAndNoticesAreNotOperatedOn(kind: ItemKind) {
        #expect(refusal(decide(kind, facts(Self.author, message(kind: .readAck)))) == .messageInvalidType)
        #expect(refusal(decide(.recall, facts(Self.author, message(sender: .system)))) == .messageInvalidType)
    }

    // MARK: - Edits

    @Test func editsAreTwoMillisecondsApartAndNeverBeforeTheMessage() throws {
        #expect(try decide(.append, facts(Self.author, message())).get().editsAt == Self.now)
        let justEdited = message(editedAt: Self.now)
        #expect(try decide(.append, facts(Self.author, justEdited)).get().editsAt == Self.now.advanced(by: 2))
        let ahead = OperatedMessage(
            id: MessageID(at: Self.now.advanced(by: 5_000), node: 0), conversation: ConversationID(1), sender: Self.author,
            kind: .message, status: .unread, editedAt: nil, isRecalled: false, payload: nil)
        #expect(try decide(.replace, facts(Self.author, ahead), on: ahead.id).get().editsAt == Self.now.advanced(by: 5_000))
    }

    @Test func onlyTheAuthorEditsAndNothingThatIsGone() {
        #expect(refusal(decide(.append, facts(Self.reader, message()))) == .userPermissionDenied)
        #expect(refusal(decide(.append, facts(Self.author, message(isRecalled: true)))) == .messageInvalidType)
    }
}
