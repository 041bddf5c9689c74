import Database
import HearthCore
import IM

/// What it takes to tell people what happened in groups.
struct GroupTools: Sendable {
    let ids: MessageIDs
    let codec: any NoticeCodec
    /// What is to be written down for callbacks.
    let callbacks: CallbackWishes
}

/// What is to become of one group.
struct GroupPart {
    let facts: GroupFacts
    let versions: GroupVersions
    let effects: [GroupEffect]
    let notices: [GroupNotice]

    init(_ facts: GroupFacts, _ versions: GroupVersions, effects: [GroupEffect], notices: [GroupNotice]) {
        self.facts = facts
        self.versions = versions
        self.effects = effects
        self.notices = notices
    }

    var isDestroyed: Bool { effects.contains(.destroy) }

    /// Chatrooms keep nothing of what their members are told.
    var keepsNotices: Bool { facts.group.type != .chatroom }

    /// Those who are told something of their own.
    var readers: Set<UserID> {
        var readers: Set<UserID> = []
        for notice in notices { if case .only(let users) = notice.audience { readers.formUnion(users) } }
        return readers
    }

    /// Whether ids of this server come into the store.
    var storesIDs: Bool {
        notices.contains { keepsNotices || $0.audience != .members }
            || effects.contains { effect in
                switch effect {
                case .announce, .file: true
                default: false
                }
            }
    }

    func pair(_ app: AppNumber) -> ConversationPair { ConversationPair(app: app, low: facts.group.id.rawValue, high: 0) }
}

/// Writes what was decided about groups that the unit of work holds.
struct GroupWriter {
    private let sql: any SQLConnection
    private let app: AppNumber
    private let seat: NodeSeat.Taken?
    private let tools: GroupTools
    private let now: Instant

    init(_ sql: any SQLConnection, _ app: AppNumber, _ seat: NodeSeat.Taken?, _ tools: GroupTools, _ now: Instant) {
        self.sql = sql
        self.app = app
        self.seat = seat
        self.tools = tools
        self.now = now
    }

    func write(_ part: GroupPart) throws -> GroupCommit {
        guard let commit = try write([part]).first else { throw Failure(.serverUnknownError) }
        return commit
    }

    /// - Returns: one commit for each part, in their order.
    /// - Throws: `SeatLost`.
    func write(_ parts: [GroupPart]) throws -> [GroupCommit] {
        // Before anything is locked that messages wait for.
        let messages = try parts.map { try $0.notices.map(encoded) }
        let readers = try existing(parts.reduce(into: []) { $0.formUnion($1.readers) })
        let destroyed = parts.filter(\.isDestroyed).map(\.facts.group.id)
        let members = destroyed.isEmpty ? [:] : try self.members(of: destroyed)
        if !destroyed.isEmpty {
            try sql.execute(
                "UPDATE apps SET group_count = group_count - ?2 WHERE number = ?1",
                [.integer(app.rawValue), .integer(Int64(destroyed.count))])
        }
        if parts.contains(where: \.storesIDs) { try checkSeat() }
        let own = readers.map { ConversationPair.ofSystem(Account(app: app, user: $0)) }
        let timelines = try ConversationRows(sql).open(Set(parts.map { $0.pair(app) } + own))
        var telling = GroupTelling(
            app: app, ids: tools.ids, readers: readers, timelines: timelines,
            callbacksAt: tools.callbacks.wants(.group, app) ? now : nil)
        let commits = try zip(parts, messages).map { part, messages in
            try telling.add(part, messages, everybody: members[part.facts.group.id] ?? [])
        }
        switch sql {
        case let sqlite as SQLiteConnection: try telling.writes.write(sqlite)
        case let postgres as PostgresConnection: try telling.writes.write(postgres, seat)
        default: throw Failure(.serverUnknownError)
        }
        return commits
    }

    private func encoded(_ notice: GroupNotice) throws -> OutgoingMessage {
        OutgoingMessage(
            sender: DeviceAddress(account: Account(app: app, user: notice.from), device: DeviceSN(0)), target: .group(notice.group),
            action: .notice(.groupNotice), clientID: 0, payload: try tools.codec.encode(.group(notice), at: now), receivedAt: now)
    }

    /// Nobody tells those anything whose account is gone, or the system.
    private func existing(_ users: Set<UserID>) throws -> Set<UserID> {
        guard !users.isEmpty else { return [] }
        let found = try sql.all(
            "SELECT id FROM users WHERE app = ?1 AND id = ANY(?2) AND status <> 2",
            [.integer(app.rawValue), .integers(users.map(\.rawValue))]
        ) { UserID($0.int64(0)) }
        return Set(found)
    }

    private func members(of groups: [GroupID]) throws -> [GroupID: [UserID]] {
        var members: [GroupID: [UserID]] = [:]
        try sql.query(
            "SELECT group_id, user_id FROM group_members WHERE app = ?1 AND group_id = ANY(?2) ORDER BY group_id, user_id",
            [.integer(app.rawValue), .integers(groups.map(\.rawValue))]
        ) { row in members[GroupID(row.int64(0)), default: []].append(UserID(row.int64(1))) }
        return members
    }

    private func checkSeat() throws {
        guard let seat, let postgres = sql as? PostgresConnection else { return }
        guard try postgres.pipelined([seat.stillHeld])[0].count == 1 else { throw SeatLost() }
    }
}
