import Database
import HearthCore
import IM

/// Reads what a batch needs from SQLite when it needs it, each thing once.
final class SQLiteBatchFacts: BatchFacts {
    private let sql: SQLiteConnection
    private let period: Int64
    private var users: [Account: KnownUser?] = [:]
    private var standings: [Account: [UserID: SendFacts.Standing]] = [:]
    private var groups: [Account: [GroupID: GroupStanding?]] = [:]
    private var placesLooked = 0

    init(_ sql: SQLiteConnection, period: Int64) {
        self.sql = sql
        self.period = period
    }

    func user(_ account: Account) throws -> KnownUser? {
        if let known = users[account] { return known }
        let statement = try sql.prepared("SELECT status, banned_until FROM users WHERE app = ?1 AND id = ?2")
        defer { statement.reset() }
        try statement.bind(1, account.app.rawValue)
        try statement.bind(2, account.user.rawValue)
        let user = try statement.step() ? KnownUser(statement.row) : nil
        users[account] = .some(user)
        return user
    }

    func standing(of sender: UserID, with account: Account) throws -> SendFacts.Standing {
        if let known = standings[account]?[sender] { return known }
        let statement = try sql.prepared("SELECT relation, blocked FROM roster WHERE app = ?1 AND owner = ?2 AND contact = ?3")
        defer { statement.reset() }
        try statement.bind(1, account.app.rawValue)
        try statement.bind(2, account.user.rawValue)
        try statement.bind(3, sender.rawValue)
        let standing = try statement.step() ? SendFacts.Standing(statement.row) : .stranger
        standings[account, default: [:]][sender] = standing
        return standing
    }

    /// In this period or the one before it, or in the next one, which is where it is when the clock was set back since.
    func earlier(_ key: SendKey) throws -> MessageID? {
        let statement = try sql.prepared(
            """
            SELECT message FROM sends WHERE app = ?1 AND period IN (?2, ?2 - 1, ?2 + 1)
            AND client_id = ?5 AND user_id = ?3 AND device = ?4 AND fingerprint = ?6
            """)
        defer { statement.reset() }
        try statement.bind(1, key.sender.account.app.rawValue)
        try statement.bind(2, period)
        try statement.bind(3, key.sender.account.user.rawValue)
        try statement.bind(4, Int64(key.sender.device.rawValue))
        try statement.bind(5, key.clientID)
        try statement.bind(6, key.fingerprint)
        return try statement.step() ? MessageID(statement.row.int64(0)) : nil
    }

    func timeline(_ pair: ConversationPair) throws -> Timeline? {
        let statement = try sql.prepared(
            "SELECT id, newest, sequence, given, erased FROM conversations WHERE app = ?1 AND low = ?2 AND high = ?3")
        defer { statement.reset() }
        try statement.bind(1, pair.app.rawValue)
        try statement.bind(2, pair.low)
        try statement.bind(3, pair.high)
        guard try statement.step() else { return nil }
        return Timeline(
            id: ConversationID(statement.row.int64(0)), newest: MessageID(statement.row.int64(1)), sequence: statement.row.int64(2),
            given: MessageID(statement.row.int64(3)), erased: MessageID(statement.row.int64(4)))
    }

    func begin(_ pair: ConversationPair) throws -> Timeline {
        guard
            let number = try sql.first(
                "UPDATE counters SET value = value + 1 WHERE name = 'conversation' RETURNING value", [], { $0.int64(0) })
        else { throw Failure(.serverUnknownError) }
        let app = SQLValue.integer(pair.app.rawValue)
        try sql.execute(
            "INSERT INTO conversations (app, id, low, high) VALUES (?1, ?2, ?3, ?4)",
            [app, .integer(number), .integer(pair.low), .integer(pair.high)])
        if pair.isGroup { try sql.execute(ConversationRows.membersTakePart, [app, .integer(pair.low), .integer(number)]) }
        // The system reads nothing: it is in no conversation.
        for (user, peer) in Set([[pair.low, pair.high], [pair.high, pair.low]]).map({ ($0[0], $0[1]) }) where user != 0 && !pair.isGroup {
            try sql.execute(
                "INSERT INTO participants (app, user_id, peer, conversation) VALUES (?1, ?2, ?3, ?4)",
                [app, .integer(user), .integer(peer), .integer(number)])
        }
        return Timeline(id: ConversationID(number), newest: .zero, sequence: 0, given: .zero, erased: .zero)
    }
}

extension SQLiteBatchFacts {
    func editedAt(_ id: MessageID, in conversation: ConversationID, of app: AppNumber) throws -> Instant? {
        try sql.first(
            OperationLookup.editedAt, [.integer(app.rawValue), .integer(conversation.rawValue), .integer(id.rawValue)]
        ) { $0.optionalInt64(0).map(Instant.init(milliseconds:)) } ?? nil
    }

    func standing(of account: Account, in group: GroupID) throws -> GroupStanding? {
        if let known = groups[account]?[group] { return known }
        let standing = try sql.first(
            OperationLookup.standing, OperationLookup.standing(account, group), OperationLookup.standing)
        groups[account, default: [:]][group] = .some(standing)
        return standing
    }

    /// Receipts for a group's message name its author, not the group (floo-web, src/sdk/manage/groupManage.js).
    func place(of message: OutgoingMessage) throws -> ConversationPair? {
        let account = message.sender.account
        guard case .operation(let operation) = message.action else { return ConversationPair(of: message) }
        if let pair = ConversationPair(of: message) {
            if !operation.kind.isReceipt { return pair }
            if try operated(operation, in: pair) != nil { return pair }
        }
        placesLooked += 1
        guard placesLooked <= OperationLookup.mostPlaces else { throw Failure(.serverBusy) }
        let statement = message.target == .unnamed ? OperationLookup.place : OperationLookup.placeInGroups
        let found = try sql.first(statement, OperationLookup.place(account, operation.message)) {
            OperationLookup.pair($0, in: account.app)
        }
        guard found == nil, message.target == .unnamed else { return found }
        return try sql.first(OperationLookup.notice, OperationLookup.notice(operation, account)) { _ in .ofSystem(account) }
    }

    func operated(_ operation: Operation, in pair: ConversationPair) throws -> OperatedMessage? {
        let asked = OperationLookup.message(operation, pair)
        let found = try sql.first(OperationLookup.message, asked) { OperationLookup.message($0, id: operation.message) }
        guard found == nil, let reader = pair.readerOfSystem else { return found }
        return try sql.first(OperationLookup.notice, OperationLookup.notice(operation, reader)) {
            OperationLookup.notice($0, id: operation.message)
        }
    }

    func participation(_ account: Account, in pair: ConversationPair) throws -> Participation? {
        try sql.first(
            OperationLookup.participation, OperationLookup.participation(account, pair)
        ) { OperationLookup.participation($0) }
    }

    func isCancelled(_ message: OutgoingMessage, _ operation: Operation, in pair: ConversationPair) throws -> Bool {
        try sql.first(
            OperationLookup.cancellation, OperationLookup.cancellation(operation, message.sender.account, pair)
        ) { $0.int64(0) } != nil
    }
}
