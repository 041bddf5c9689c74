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
    var memberships: [Member: GroupMembership] = [:]
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

    func membership(of account: Account, in group: GroupID) -> GroupMembership? {
        operations.memberships[PostgresOperationFacts.Member(account: account, group: group)]
    }

    func place(of message: OutgoingMessage) -> ConversationPair? {
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
        guard !messages.isEmpty else { return }
        try ask(
            messages.compactMap { message in
                guard case .operation(let operation) = message.action else { return nil }
                let account = message.sender.account
                return Question(
                    command: PostgresCommand(OperationLookup.place, OperationLookup.place(account, operation.message))
                ) { row in self.operations.places[SendKey(message)] = OperationLookup.pair(row, in: account.app) }
            })
    }

    func memberships() -> [Question] {
        var wanted: Set<PostgresOperationFacts.Member> = []
        for message in batch {
            guard let pair = place(of: message), pair.isGroup else { continue }
            wanted.insert(PostgresOperationFacts.Member(account: message.sender.account, group: GroupID(pair.low)))
        }
        return wanted.map { member in
            Question(
                command: PostgresCommand(OperationLookup.membership, OperationLookup.membership(member.account, member.group))
            ) { row in self.operations.memberships[member] = OperationLookup.membership(row) }
        }
    }

    /// What each operation has to know, asked once for each.
    func operated() -> [Question] {
        batch.flatMap { message -> [Question] in
            guard message.kind != .message, let pair = place(of: message) else { return [] }
            let account = message.sender.account
            let person = PostgresOperationFacts.Person(account: account, pair: pair)
            let participation = Question(
                command: PostgresCommand(OperationLookup.participation, OperationLookup.participation(account, pair))
            ) { row in self.operations.participations[person] = OperationLookup.participation(row) }
            guard case .operation(let operation) = message.action else { return [participation] }
            return [participation, target(of: operation, in: pair), cancellation(of: operation, message, in: pair)]
        }
    }

    private func target(of operation: Operation, in pair: ConversationPair) -> Question {
        let key = PostgresOperationFacts.Target(pair: pair, message: operation.message)
        let statement = operation.kind.isEdit ? OperationLookup.messageWithText : OperationLookup.message
        return Question(command: PostgresCommand(statement, OperationLookup.message(operation, pair))) { row in
            let found = OperationLookup.message(row, operation)
            // Another operation of the batch may have had no need of the text.
            if self.operations.messages[key]?.payload == nil { self.operations.messages[key] = found }
        }
    }

    private func cancellation(of operation: Operation, _ message: OutgoingMessage, in pair: ConversationPair) -> Question {
        let statement = operation.kind == .readAll ? OperationLookup.cancellationUpTo : OperationLookup.cancellation
        let parameters = OperationLookup.cancellation(operation, message.sender.account, pair)
        return Question(command: PostgresCommand(statement, parameters)) { _ in
            self.operations.cancelled.insert(SendKey(message))
        }
    }
}
