import HearthCore
import IM
import Live
import Synchronization
import TestSupport
import Testing

/// Sessions whose tokens were revoked where nobody tells them: on another server, or on this one a moment before they came.
struct EndedTokenTests {
    /// Anna with two sessions and Ben with one at a hub that hears of nothing but its looks.
    private struct Scene {
        let store: OpenStore
        let anna: Account
        let ben: Account
        /// By the names of their tokens.
        let sessions: [String: Session]
        private let server: OpenStore
        private let ended: EndedTokens

        init(_ kind: StoreKind) async throws {
            store = try await OpenStore(kind)
            // SQLite has one server: for it, these are sessions that came late.
            server = kind.testDescription == StoreKind.postgres.testDescription ? try await store.beside() : store
            (anna, ben) = try await store.pair()
            let hub = Hub(audiences: .none)
            var sessions: [String: Session] = [:]
            for (token, account) in [("mine", anna), ("other", anna), ("bens", ben)] {
                let device = try #require(try await store.token(token, of: account, on: token))
                sessions[token] = Session(account.device(device.rawValue), token)
            }
            for session in sessions.values { hub.enter(session) }
            for session in sessions.values { _ = session.ended() }
            self.sessions = sessions
            ended = EndedTokens(store: server.tokens, accounts: server.accounts, live: hub, clock: server.clock)
        }

        /// What each session is ended with by the next look.
        func look() async throws -> [String: [UserNotice]] {
            try await ended.look()
            return sessions.mapValues { $0.ended() }.filter { !$0.value.isEmpty }
        }
    }

    private let deaf = RecordingDevices()

    @Test(arguments: StoreKind.all) func theFrozenAreTold(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        #expect(try await scene.look() == [:])
        try await Restrictions(control: scene.store.accountControl, live: deaf, clock: scene.store.clock)
            .freeze(scene.anna.app, [scene.anna.user])
        #expect(try await scene.look() == ["mine": [.frozen], "other": [.frozen]])
    }

    @Test(arguments: StoreKind.all) func theRemovedAreTold(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        try await AccountRemoval(
            control: scene.store.accountControl, checking: OnePassword("old"), live: deaf, announcer: RecordingGroups(),
            clock: scene.store.clock
        ).remove(scene.anna)
        #expect(try await scene.look() == ["mine": [.removed], "other": [.removed]])
    }

    @Test(arguments: StoreKind.all) func whoChangesHisPasswordStays(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        try await PasswordChanges(
            accounts: scene.store.accounts, control: scene.store.accountControl, checking: OnePassword("old"),
            passwords: PlainPasswords(), live: deaf, clock: scene.store.clock
        ).change(
            PasswordChanges.Caller(account: scene.anna, tokenID: "mine", device: DeviceSN(1), address: "192.0.2.1"),
            in: scene.store.entry(scene.anna.app), from: "old", to: "new")
        #expect(try await scene.look() == ["other": [.passwordChanged]])
    }

    @Test(arguments: StoreKind.all) func devicesThatAreKickedOrRemovedGoAlone(kind: StoreKind) async throws {
        let scene = try await Scene(kind)
        let devices = UserDevices(store: scene.store.userDevices, live: deaf, clock: scene.store.clock)
        try await devices.kick(scene.anna.device(2))
        #expect(try await scene.look() == ["other": [.kickedByOtherDevice]])
        try await devices.remove(scene.ben.device(1))
        #expect(try await scene.look()["bens"] == [.kickedByOtherDevice])
    }

    @Test(arguments: StoreKind.all) func revokedTokensAreReadInPages(kind: StoreKind) async throws {
        let store = try await OpenStore(kind)
        let (anna, ben) = try await store.pair()
        let carl = try await store.account(try await store.app("second"), "carl")
        let began = store.clock.now()
        let revocations: [(String, Account, Int64)] = [
            ("early", anna, 1), ("b", anna, 3), ("a", ben, 3), ("c", ben, 3), ("a", carl, 3), ("late", anna, 4),
        ]
        for (id, account, _) in revocations { try await store.token(id, of: account) }
        try await store.token("living", of: anna)
        let admin = TokenRow(user: .system, role: .admin, expiresAt: began.advanced(by: 99))
        try await store.tokens.save(anna.app, id: "admin", row: admin, issuedAt: began)
        _ = try await store.tokens.revokeAdminToken(anna.app, id: "admin", now: began.advanced(by: 3))
        for (id, account, after) in revocations {
            try await store.database.writing { sql in
                try sql.execute(
                    "UPDATE tokens SET revoked_at = ?3 WHERE app = ?1 AND id = ?2",
                    [.integer(account.app.rawValue), .text(id), .integer(began.milliseconds + after)])
            }
        }
        let expected = [("a", ben, 3), ("b", anna, 3), ("c", ben, 3), ("a", carl, 3), ("late", anna, 4)].map { id, account, after in
            EndedToken(account: account, id: id, endedAt: began.advanced(by: Int64(after)))
        }
        for limit in [1, 2, 5, 100] {
            var (read, last) = ([EndedToken](), EndedToken?.none)
            repeat {
                let page = try await store.tokens.ended(since: began.advanced(by: 2), after: last, limit: limit)
                read += page
                last = page.count == limit ? page.last : nil
            } while last != nil && read.count < 100
            #expect(read == expected, "in pages of \(limit)")
        }
    }
}

/// A session that keeps what ended it.
private final class Session: LiveSession {
    let address: DeviceAddress
    let tokenID: String
    let sdkVersion = "3.0.0"
    private let ends = Mutex<[UserNotice]>([])

    init(_ address: DeviceAddress, _ tokenID: String) {
        self.address = address
        self.tokenID = tokenID
    }

    func post(_ event: LiveEvent) {
        guard case .noticed(let notice) = event, notice.endsLogin else { return }
        ends.withLock { $0.append(notice.type) }
    }

    /// Since the last call.
    func ended() -> [UserNotice] {
        ends.withLock { ends in
            defer { ends = [] }
            return ends
        }
    }
}
