import Database
import HearthCore
import IM
import Testing

// What the product has no use case for yet is written into the tables directly.
extension OpenStore {
    /// An app whose AppID is `id`.
    func app(_ id: String = "abcdefghijkl") async throws -> AppNumber {
        let key = SigningKey(id: "key", secret: [1, 2, 3])
        return try #require(try await apps.create(AppID(id), name: id, key: key, now: clock.now())).number
    }

    func account(_ app: AppNumber, _ name: String) async throws -> Account {
        let user = try await accounts.create(app, name: try UserName(name), passwordHash: "hash of \(name)", now: clock.now())
        return Account(app: app, user: user)
    }

    /// Many people at once, whom no log-in knows.
    func addUsers(_ count: Int, to app: AppNumber) async throws -> [UserID] {
        let users = (1...count).map { UserID(2_000_000 + Int64($0) * 2) }
        try await database.writing { sql in
            for user in users {
                try sql.execute(
                    "INSERT INTO users (app, id, name, password_hash, created_at) VALUES (?1, ?2, ?3, '', 1)",
                    [.integer(app.rawValue), .integer(user.rawValue), .text("user\(user)")])
            }
        }
        return users
    }

    /// Two people of a new app.
    func pair() async throws -> (anna: Account, ben: Account) {
        let app = try await app()
        return (try await account(app, "anna"), try await account(app, "ben"))
    }

    func set(_ status: UserStatus, of account: Account) async throws {
        try await execute(
            "UPDATE users SET status = ?3 WHERE app = ?1 AND id = ?2", Int64(status.rawValue), for: account)
    }

    /// Nothing up to `id` is this user's, in all his conversations.
    func set(joined id: MessageID, of account: Account) async throws {
        try await execute("UPDATE participants SET joined = ?3 WHERE app = ?1 AND user_id = ?2", id.rawValue, for: account)
    }

    private func execute(_ sql: StaticString, _ value: Int64, for account: Account) async throws {
        let changed = try await database.writing { connection in
            try connection.execute(sql, [.integer(account.app.rawValue), .integer(account.user.rawValue), .integer(value)])
        }
        #expect(changed > 0)
    }

    /// One direction alone.
    func addToRoster(
        of owner: Account, _ contact: UserID, _ relation: Relation = .friend, alias: String = "", isMuted: Bool = false,
        isBlocked: Bool = false, at time: Int64 = 1
    ) async throws {
        try await database.writing { sql in
            try sql.execute(
                """
                INSERT INTO roster (app, owner, contact, relation, alias, ext, muted, created_at, blocked)
                VALUES (?1, ?2, ?3, ?4, ?5, '{}', ?6, ?7, ?8)
                """,
                [
                    .integer(owner.app.rawValue), .integer(owner.user.rawValue), .integer(contact.rawValue),
                    .integer(Int64(relation.rawValue)), .text(alias), .bool(isMuted), .integer(time), .bool(isBlocked),
                ])
        }
    }

    /// How somebody becomes friends with others.
    func set(_ mode: AuthMode, question: String = "", answer: String = "", of account: Account) async throws {
        try await database.writing { sql in
            try sql.execute(
                "UPDATE users SET auth_mode = ?3, auth_question = ?4, auth_answer = ?5 WHERE app = ?1 AND id = ?2",
                [
                    .integer(account.app.rawValue), .integer(account.user.rawValue), .integer(Int64(mode.rawValue)),
                    .text(question), .text(answer),
                ])
        }
    }

    func makeGroup(_ group: GroupID, in app: AppNumber, owner: UserID, name: String) async throws {
        try await database.writing { sql in
            try sql.execute(
                "INSERT INTO groups (app, id, name, owner, member_count, capacity, read_ack, created_at) VALUES (?1, ?2, ?3, ?4, 2, 0, 1, 1)",
                [.integer(app.rawValue), .integer(group.rawValue), .text(name), .integer(owner.rawValue)])
        }
    }

    func join(_ account: Account, _ group: GroupID, muteMode: Int64 = 0) async throws {
        try await database.writing { sql in
            try sql.execute(
                "INSERT INTO group_members (app, group_id, user_id, mute_mode, push_mode, joined_at) VALUES (?1, ?2, ?3, ?4, 2, 1)",
                [
                    .integer(account.app.rawValue), .integer(group.rawValue), .integer(account.user.rawValue),
                    .integer(muteMode),
                ])
        }
    }
}

extension OpenStore {
    /// A group with a conversation of its own; the first of its people is its owner, the second an admin if there are any.
    func gather(_ people: [Account], in group: GroupID, admins: Bool = true) async throws {
        let app = people[0].app
        try await makeGroup(group, in: app, owner: people[0].user, name: "group")
        for person in people { try await join(person, group) }
        try await database.writing { sql in
            try sql.execute(
                "INSERT INTO conversations (app, id, low, high) VALUES (?1, ?2, ?3, 0)",
                [.integer(app.rawValue), .integer(group.rawValue + 1_000_000), .integer(group.rawValue)])
            for (index, person) in people.enumerated() {
                let key: [SQLValue] = [.integer(app.rawValue), .integer(person.user.rawValue), .integer(group.rawValue)]
                try sql.execute(
                    "INSERT INTO participants (app, user_id, peer, conversation) VALUES (?1, ?2, ?3, ?4)",
                    key + [.integer(group.rawValue + 1_000_000)])
                let role: GroupRole = index == 0 ? .owner : index == 1 && admins ? .admin : .member
                try sql.execute(
                    "UPDATE group_members SET role = ?4 WHERE app = ?1 AND user_id = ?2 AND group_id = ?3",
                    key + [.integer(Int64(role.rawValue))])
            }
        }
    }

    /// The conversation that `device` has with `peer`, which must exist.
    func conversation(_ device: DeviceAddress, _ peer: Account) async throws -> OpenConversation {
        try #require(try await conversations.open(device, with: peer))
    }

    /// Writes `texts` one by one and returns their ids.
    @discardableResult
    func write(_ texts: [String], from sender: Account, to other: Account) async throws -> [MessageID] {
        let results = await messages.commit(texts.map { sender.says($0, to: other) })
        return try results.map { try #require($0.accepted).id }
    }

    /// Logs a device of an account in, at this moment.
    @discardableResult
    func admit(_ account: Account, _ guid: String, token: String = "none") async throws -> DeviceAddress {
        DeviceAddress(account: account, device: try await login(account, guid, token: token).number)
    }

    /// The same with all that may matter.
    @discardableResult
    func login(
        _ account: Account, _ guid: String, platform: Int = 6, limit: Int = 100, whenFull: DevicesWhenFull = .evict,
        connected: Set<DeviceSN> = [], token: String = "none"
    ) async throws -> AdmittedDevice {
        let now = clock.now()
        return try await devices.admit(
            DeviceRequest(
                account: account, claim: DeviceClaim(guid: guid, platform: platform, userAgent: "test", sdkVersion: "3.0.0"),
                tokenID: token, registeredAt: MessageID(at: now, node: 0),
                limit: DeviceLimit(perPlatform: limit, whenFull: whenFull), connected: connected, now: now))
    }

    func confirm(_ device: DeviceAddress, _ conversation: ConversationID, _ id: MessageID) async throws {
        try await conversations.save([CursorKey(device: device, conversation: conversation): id])
    }
}
