import Database
import HearthCore
import IM

/// What a batch on PostgreSQL knows about the messages that its operations are about.
struct PostgresOperationFacts {
    struct Person: Hashable {
        let account: Account
        let pair: ConversationPair
    }

    struct Target: Hashable {
        let pair: ConversationPair
        let message: MessageID
    }

    struct Member: Hashable {
        let account: Account
        let group: GroupID
    }

    /// Where operations happen whose sender did not say it, or not rightly.
    var places: [SendKey: ConversationPair] = [:]
    /// How often conversations were looked for, and for whom there was no room.
    var placesLooked = 0
    var notLooked: Set<SendKey> = []
    var memberships: [Member: GroupStanding] = [:]
    var messages: [Target: OperatedMessage] = [:]
    var participations: [Person: Participation] = [:]
    /// Cancellations that were found, by what was asked.
    var cancelled: Set<SendKey> = []
}

extension PostgresBatchFacts {
    func editedAt(_ id: MessageID, in conversation: ConversationID, of app: AppNumber) throws -> Instant? {
        try sql.first(
            OperationLookup.editedAt, [.integer(app.rawValue), .integer(conversation.rawValue), .integer(id.rawValue)]
        ) { $0.optionalInt64(0).map(Instant.init(milliseconds:)) } ?? nil
    }

    func standing(of account: Account, in group: GroupID) -> GroupStanding? {
        operations.memberships[PostgresOperationFacts.Member(account: account, group: group)]
    }

    func place(of message: OutgoingMessage) throws -> ConversationPair? {
        if operations.notLooked.contains(SendKey(message)) { throw Failure(.serverBusy) }
        return known(placeOf: message)
    }

    func known(placeOf message: OutgoingMessage) -> ConversationPair? {
        operations.places[SendKey(message)] ?? ConversationPair(of: message)
    }

    func operated(_ operation: Operation, in pair: ConversationPair) -> OperatedMessage? {
        operations.messages[PostgresOperationFacts.Target(pair: pair, message: operation.message)]
    }

    func participation(_ account: Account, in pair: ConversationPair) -> Participation? {
        operations.participations[PostgresOperationFacts.Person(account: account, pair: pair)]
    }

    func isCancelled(_ message: OutgoingMessage, _ operation: Operation, in pair: ConversationPair) -> Bool {
        operations.cancelled.contains(SendKey(message))
    }

    // MARK: - Questions

    func findUnnamedPlaces() throws {
        try find(placesOf: batch.filter { $0.target == .unnamed })
    }

    /// Receipts for a group's message name its author, not the group (floo-web, src/sdk/manage/groupManage.js).
    /// - Returns: whether any was found.
    func findOtherPlaces() throws -> Bool {
        let known = operations.places.count
        try find(
            placesOf: batch.filter { message in
                guard case .operation(let operation) = message.action, operation.kind.isReceipt,
                    operations.places[SendKey(message)] == nil, let pair = ConversationPair(of: message)
                else { return false }
                return operated(operation, in: pair) == nil
            })
        return operations.places.count > known
    }

    private func find(placesOf messages: [OutgoingMessage]) throws {
        let room = max(0, OperationLookup.mostPlaces - operations.placesLooked)
        operations.placesLooked += messages.count
        for message in messages.dropFirst(room) { operations.notLooked.insert(SendKey(message)) }
        guard !messages.isEmpty else { return }
        try ask(
            messages.prefix(room).flatMap { message -> [Question] in
                guard case .operation(let operation) = message.action else { return [] }
                let account = message.sender.account
                let isUnnamed = message.target == .unnamed
                let place = Question(
                    command: PostgresCommand(
                        isUnnamed ? OperationLookup.place : OperationLookup.placeInGroups,
                        OperationLookup.place(account, operation.message))
                ) { row in self.operations.places[SendKey(message)] = OperationLookup.pair(row, in: account.app) }
                guard isUnnamed else { return [place] }
                let notice = Question(
                    command: PostgresCommand(OperationLookup.notice, OperationLookup.notice(operation, account))
                ) { _ in self.operations.places[SendKey(message)] = .ofSystem(account) }
                return [place, notice]
            })
    }

    func memberships() -> [Question] {
        var wanted: Set<PostgresOperationFacts.Member> = []
        for message in batch {
            guard let pair = known(placeOf: message), pair.isGroup else { continue }
            wanted.insert(PostgresOperationFacts.Member(account: message.sender.account, group: GroupID(pair.low)))
        }
        return wanted.map { member in
            Question(
                command: PostgresCommand(OperationLookup.standing, OperationLookup.standing(member.account, member.group))
            ) { row in self.operations.memberships[member] = OperationLookup.standing(row) }
        }
    }

    /// What the operations have to know, asked for all of them together.
    func operated() -> [Question] {
        let asking = batch.compactMap { message -> (message: OutgoingMessage, pair: ConversationPair)? in
            guard message.kind != .message, !message.kind.isNotice, let pair = known(placeOf: message) else { return nil }
            return (message, pair)
        }
        guard !asking.isEmpty else { return [] }
        let operating = asking.compactMap { message, pair -> (message: OutgoingMessage, pair: ConversationPair, operation: Operation)? in
            guard case .operation(let operation) = message.action else { return nil }
            return (message, pair, operation)
        }
        let marking = operating.filter { $0.operation.kind.concernsReadMark }
        var questions = [participations(asking)]
        if !operating.isEmpty { questions.append(targets(operating)) }
        if !marking.isEmpty { questions.append(cancellations(marking)) }
        return questions
    }

    private func participations(_ asking: [(message: OutgoingMessage, pair: ConversationPair)]) -> Question {
        let people = asking.map { PostgresOperationFacts.Person(account: $0.message.sender.account, pair: $0.pair) }
        let command = PostgresCommand(
            """
            SELECT k.place, p.joined, p.read_upto, p.cleared, p.until
            FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[]) WITH ORDINALITY AS k (app, user_id, peer, place)
            CROSS JOIN LATERAL (
                SELECT CASE WHEN until = 0 AND EXISTS (
                        SELECT 1 FROM groups g WHERE g.app = k.app AND g.id = k.peer AND g.history_visible = 1)
                    THEN 0 ELSE joined END AS joined, read_upto, cleared, until
                FROM participants
                WHERE app = k.app AND user_id = k.user_id AND peer = k.peer LIMIT 1) p
            """,
            [
                .integers(people.map(\.account.app.rawValue)), .integers(people.map(\.account.user.rawValue)),
                .integers(people.map { $0.pair.peer(for: $0.account.user) }),
            ])
        return Question(command: command) { row in
            self.operations.participations[people[Int(row.int64(0)) - 1]] = OperationLookup.participation(row, from: 1)
        }
    }

    private func targets(_ asking: [(message: OutgoingMessage, pair: ConversationPair, operation: Operation)]) -> Question {
        // The text of a message once, however many pieces are added to it.
        var edited: Set<PostgresOperationFacts.Target> = []
        let isFirstEdit = asking.map { asked in
            asked.operation.kind.isEdit
                && edited.insert(PostgresOperationFacts.Target(pair: asked.pair, message: asked.operation.message)).inserted
        }
        let command = PostgresCommand(
            """
            SELECT k.place, c.id, m.sender, m.kind, m.status, m.edited_at, m.recall,
                CASE WHEN k.is_edit <> 0 THEN m.payload END
            FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[])
                WITH ORDINALITY AS k (app, low, high, message, is_edit, place)
            CROSS JOIN LATERAL (
                SELECT id FROM conversations WHERE app = k.app AND low = k.low AND high = k.high LIMIT 1) c
            CROSS JOIN LATERAL (
                SELECT sender, kind, status, edited_at, recall, payload FROM messages
                WHERE app = k.app AND conversation = c.id AND id = k.message LIMIT 1) m
            """,
            [
                .integers(asking.map(\.pair.app.rawValue)), .integers(asking.map(\.pair.low)), .integers(asking.map(\.pair.high)),
                .integers(asking.map(\.operation.message.rawValue)), .integers(isFirstEdit.map { $0 ? 1 : 0 }),
            ])
        return Question(command: command) { row in
            let place = Int(row.int64(0)) - 1
            let asked = asking[place]
            let key = PostgresOperationFacts.Target(pair: asked.pair, message: asked.operation.message)
            // Only one of those that ask brings the text.
            guard self.operations.messages[key] == nil || isFirstEdit[place] else { return }
            self.operations.messages[key] = OperationLookup.message(row, from: 1, id: asked.operation.message)
        }
    }

    /// Operations in conversations with the system may name what it told: rare, so one by one.
    func noticesNamed() -> [Question] {
        batch.compactMap { message in
            guard case .operation(let operation) = message.action, let pair = known(placeOf: message), let reader = pair.readerOfSystem
            else { return nil }
            return Question(
                command: PostgresCommand(OperationLookup.notice, OperationLookup.notice(operation, reader))
            ) { row in
                let key = PostgresOperationFacts.Target(pair: pair, message: operation.message)
                self.operations.messages[key] = OperationLookup.notice(row, id: operation.message)
            }
        }
    }

    private func cancellations(
        _ asking: [(message: OutgoingMessage, pair: ConversationPair, operation: Operation)]
    ) -> Question {
        let command = PostgresCommand(
            """
            SELECT k.place
            FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[])
                WITH ORDINALITY AS k (app, user_id, peer, first, last, place)
            CROSS JOIN LATERAL (
                SELECT conversation FROM participants
                WHERE app = k.app AND user_id = k.user_id AND peer = k.peer LIMIT 1) p
            CROSS JOIN LATERAL (
                SELECT message FROM read_cancellations
                WHERE app = k.app AND user_id = k.user_id AND conversation = p.conversation
                    AND message >= k.first AND message <= k.last LIMIT 1) r
            """,
            [
                .integers(asking.map(\.pair.app.rawValue)), .integers(asking.map(\.message.sender.account.user.rawValue)),
                .integers(asking.map { $0.pair.peer(for: $0.message.sender.account.user) }),
                .integers(asking.map { OperationLookup.range(of: $0.operation).lowerBound }),
                .integers(asking.map(\.operation.message.rawValue)),
            ])
        return Question(command: command) { row in
            self.operations.cancelled.insert(SendKey(asking[Int(row.int64(0)) - 1].message))
        }
    }
}
