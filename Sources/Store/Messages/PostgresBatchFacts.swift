import Database
import HearthCore
import IM

/// Everything a batch needs from PostgreSQL, read in one go: accounts, conversations, earlier sends, messages operated on.
///
/// The conversations stay locked until the commit, so that the order of commits is the order of ids, on several servers too.
/// Earlier sends and messages are read after the locks are had: what another server was writing just then is seen.
final class PostgresBatchFacts: BatchFacts {
    /// A statement and what is done with each row of its answer.
    struct Question {
        let command: PostgresCommand
        let take: (any Row) -> Void
    }

    let sql: PostgresConnection
    private let seat: NodeSeat.Taken
    let batch: [OutgoingMessage]
    private let now: Instant
    private var users: [Account: KnownUser] = [:]
    private var standings: [Account: [UserID: SendFacts.Standing]] = [:]
    private var timelines: [ConversationPair: Timeline] = [:]
    private var sends: [SendKey: MessageID] = [:]
    /// Made for this batch; one that gets no message is taken back.
    private(set) var made: Set<ConversationPair> = []
    var operations = PostgresOperationFacts()

    /// - Throws: `SeatLost` when another server gives ids under this one's number.
    init(_ sql: PostgresConnection, _ batch: [OutgoingMessage], now: Instant, seat: NodeSeat.Taken) throws {
        self.sql = sql
        self.seat = seat
        self.batch = batch
        self.now = now
        try findUnnamedPlaces()
        try load()
        // Receipts that named another conversation than their message's.
        if try findOtherPlaces() { try load() }
        let missing = missingPairs()
        guard !missing.isEmpty else { return }
        made = try PostgresConversations.make(missing, sql)
        // Another server may have made one of them meanwhile, and written to it.
        try load()
    }

    func user(_ account: Account) throws -> KnownUser? { users[account] }

    func standing(of sender: UserID, with account: Account) throws -> SendFacts.Standing {
        standings[account]?[sender] ?? .stranger
    }

    func earlier(_ key: SendKey) throws -> MessageID? { sends[key] }

    func timeline(_ pair: ConversationPair) -> Timeline? { timelines[pair] }

    /// Only for a pair that was refused when conversations were made.
    func begin(_ pair: ConversationPair) throws -> Timeline { throw Failure(.serverNeedRetry) }

    /// Asks everything on one way to the server, in this order.
    func ask(_ questions: [Question]) throws {
        let answers = try sql.pipelined(questions.map(\.command))
        for (question, answer) in zip(questions, answers) { answer.forEach(question.take) }
    }

    private func load() throws {
        let stored = batch.filter { !$0.isEphemeral }
        var isHolder = false
        var questions = [
            Question(command: seat.stillHeld) { _ in isHolder = true },
            Question(command: accounts()) { row in
                let account = Account(app: AppNumber(row.int64(0)), user: UserID(row.int64(1)))
                self.users[account] = KnownUser(row, from: 2)
            },
            // Of a group also for what is only pushed to its members.
            Question(command: conversations(batch.filter { !$0.isEphemeral || $0.groupPair != nil })) { row in
                let (pair, timeline) = PostgresConversations.read(row)
                self.timelines[pair] = timeline
            },
        ]
        // In this period or the one before it, or in the next one, which is where it is when the clock was set back since.
        let period = now.milliseconds / Limits.duplicateMemory
        questions += [period, period - 1, period + 1].map { period in
            Question(command: earlierSends(stored, in: period)) { row in
                self.sends[SendKey(stored[Int(row.int64(0)) - 1])] = MessageID(row.int64(1))
            }
        }
        try ask(questions + standingsInRosters() + memberships() + operated() + noticesNamed())
        guard isHolder else { throw SeatLost() }
    }
}

// MARK: - Statements

// `CROSS JOIN LATERAL` with a bound leaves the planner no choice: for each key one look into the index, in the order of the keys.
// A join could be turned round, and then goes through the whole table for each batch.
extension PostgresBatchFacts {
    private func accounts() -> PostgresCommand {
        var wanted: Set<Account> = []
        for message in batch {
            wanted.insert(message.sender.account)
            if case .user(let user) = message.target { wanted.insert(Account(app: message.sender.account.app, user: user)) }
        }
        return PostgresCommand(
            """
            SELECT k.app, k.id, u.status, u.banned_until FROM unnest(?1::bigint[], ?2::bigint[]) AS k (app, id)
            CROSS JOIN LATERAL (SELECT status, banned_until FROM users WHERE app = k.app AND id = k.id LIMIT 1) u
            """, [.integers(wanted.map(\.app.rawValue)), .integers(wanted.map(\.user.rawValue))])
    }

    /// How those who are written to stand to who writes; nothing comes back for strangers.
    private func standingsInRosters() -> [Question] {
        var wanted: Set<[Int64]> = []
        for message in batch where message.kind.isSaid {
            guard let pair = known(placeOf: message), let listener = message.listener(in: pair) else { continue }
            wanted.insert([listener.app.rawValue, listener.user.rawValue, message.sender.account.user.rawValue])
        }
        guard !wanted.isEmpty else { return [] }
        let command = PostgresCommand(
            """
            SELECT k.app, k.owner, k.contact, r.relation, r.blocked
            FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[]) AS k (app, owner, contact)
            CROSS JOIN LATERAL (
                SELECT relation, blocked FROM roster WHERE app = k.app AND owner = k.owner AND contact = k.contact LIMIT 1) r
            """, (0..<3).map { column in .integers(wanted.map { $0[column] }) })
        return [
            Question(command: command) { row in
                let account = Account(app: AppNumber(row.int64(0)), user: UserID(row.int64(1)))
                self.standings[account, default: [:]][UserID(row.int64(2))] = SendFacts.Standing(row, from: 3)
            }
        ]
    }

    private func conversations(_ stored: [OutgoingMessage]) -> PostgresCommand {
        PostgresConversations.lock(Set(stored.compactMap(known(placeOf:))).sorted())
    }

    /// One period in each statement: with a list of them the index may be used up to the app alone.
    private func earlierSends(_ stored: [OutgoingMessage], in period: Int64) -> PostgresCommand {
        PostgresCommand(
            """
            SELECT k.place, s.message
            FROM unnest(?1::bigint[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[])
                WITH ORDINALITY AS k (app, client_id, user_id, device, fingerprint, place)
            CROSS JOIN LATERAL (
                SELECT message FROM sends
                WHERE app = k.app AND period = ?6 AND client_id = k.client_id AND user_id = k.user_id AND device = k.device
                    AND fingerprint = k.fingerprint LIMIT 1) s
            """,
            [
                .integers(stored.map(\.sender.account.app.rawValue)), .integers(stored.map(\.clientID)),
                .integers(stored.map(\.sender.account.user.rawValue)), .integers(stored.map { Int64($0.sender.device.rawValue) }),
                .integers(stored.map(\.fingerprint)), .integer(period),
            ])
    }
}

// MARK: - First messages

extension PostgresBatchFacts {
    /// Conversations that messages of this batch will begin, in the order in which every server makes them.
    private func missingPairs() -> [ConversationPair] {
        let wanted = batch.filter { message in
            guard let pair = ConversationPair(of: message), timelines[pair] == nil else { return false }
            if case .notice = message.action {
                return pair.readerOfSystem.flatMap { users[$0] }.map { $0.status != .removed } ?? false
            }
            guard message.kind == .message, !message.isEphemeral, sends[SendKey(message)] == nil, case .user = message.target else {
                return false
            }
            do {
                var facts = try facts(ofSenderOf: message, at: now)
                try SendRules.admit(facts)
                try addTarget(of: message, to: &facts)
                try SendRules.decide(message, facts)
                return true
            } catch { return false }
        }
        return Set(wanted.compactMap(ConversationPair.init(of:))).sorted()
    }
}
