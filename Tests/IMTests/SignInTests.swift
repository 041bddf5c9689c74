import HearthCore
import IM
import TestSupport
import Testing

struct SignInTests {
    @Test func aDeviceKeepsItsNumber() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        let first = try await world.logIn(token, guid: "one")
        #expect(first.device == DeviceAddress(account: world.alice, device: DeviceSN(1)))
        #expect(first.app.entry.app.id == world.entry.app.id)
        #expect(try await world.logIn(token, guid: "two").device.device == DeviceSN(2))
        #expect(try await world.logIn(token, guid: "one").device.device == DeviceSN(1))
    }

    /// The client compares status 7 and fetches a new token.
    @Test func everyTokenThatIsNotAliveIsInvalid() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        for text in ["", "x", token + "x"] {
            let error = await #expect(throws: Failure(.invalidToken)) { try await world.logIn(text) }
            #expect(error?.status == .invalidToken)
        }
        world.clock.advance(by: LoginWorld.lifetime)
        await #expect(throws: Failure(.invalidToken)) { try await world.logIn(token) }
    }

    @Test func aRevokedTokenIsInvalid() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        world.rows.change(world.alice.user, ended: .unnamed)
        await #expect(throws: Failure(.invalidToken)) { try await world.logIn(token) }
    }

    @Test(arguments: [0, 4, UInt64.max])
    func aTokenOfSomebodyElseIsInvalid(_ user: UInt64) async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        await #expect(throws: Failure(.invalidToken)) { try await world.logIn(token, as: user) }
    }

    @Test func anAdminsTokenIsNoLogin() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        world.rows.change(world.alice.user, role: .admin)
        let error = await #expect(throws: Failure(.signInFailed)) { try await world.logIn(token) }
        #expect(error?.status == .fail)
    }

    @Test(arguments: TokenEnd.allCases)
    func aTokenThatWasEndedSaysWhy(_ end: TokenEnd) async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        world.rows.change(world.alice.user, ended: end)
        let error = await #expect(throws: Failure.self) { try await world.logIn(token) }
        // Only this makes clients fetch another token.
        #expect(error?.status == .invalidToken)
        #expect(error?.name == ([.unnamed, .clusterChanged].contains(end) ? .invalidToken : end.failure))
        let bearer = await #expect(throws: Failure.self) { try await world.tokens.bearer(of: token, app: world.entry.app.id) }
        #expect(bearer?.name == end.failure && bearer?.restCode == 402)
    }

    @Test func aFrozenOrRemovedUserIsNamedSo() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        world.accounts.set(.frozen, of: world.alice)
        await #expect(throws: Failure(.userFrozen)) { try await world.logIn(token) }
        world.accounts.set(.removed, of: world.alice)
        await #expect(throws: Failure(.userRemoved)) { try await world.logIn(token) }
    }

    @Test func aFrozenAppComesBeforeAFrozenUser() async throws {
        let world = try await LoginWorld()
        let other = try await world.otherApp(.frozen)
        let issued = try await world.tokens.issue(other, name: "alice", password: "secret")
        world.accounts.set(.frozen, of: Account(app: other.app.number, user: issued.user))
        await #expect(throws: Failure(.serverAppFrozen)) { try await world.logIn(issued.text) }
    }

    /// A frozen user or app often comes with revoked tokens: the client is to hear the reason.
    @Test func aFrozenAppOrUserComesBeforeARevokedToken() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        world.rows.change(world.alice.user, ended: .unnamed)
        world.accounts.set(.frozen, of: world.alice)
        await #expect(throws: Failure(.userFrozen)) { try await world.logIn(token) }
        let other = try await world.tokens.issue(try await world.otherApp(.frozen), name: "alice", password: "secret")
        world.rows.change(other.user, ended: .unnamed)
        await #expect(throws: Failure(.serverAppFrozen)) { try await world.logIn(other.text) }
    }

    @Test func aLoginFollowsTheSettingsOfItsApp() async throws {
        let world = try await LoginWorld()
        let login = try await world.logIn(try await world.token())
        #expect(login.app.settings.retentionDays == 0)
        var edits = AppSettingEdits()
        try edits.set("retention.days", to: "7")
        try await world.directory.change(world.entry.app.id, edits, by: "test")
        #expect(login.app.settings.retentionDays == 7)
    }

    @Test func encryptionIsNotOffered() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        let error = await #expect(throws: Failure(.serverEncryptMethodUnsupported)) {
            try await world.logIn(token, encryptMethod: 1)
        }
        #expect(error?.status == .encryptMethodUnsupported)
    }

    @Test(arguments: ["", "a\u{0}b", String(repeating: "g", count: 257)])
    func aDeviceWithoutAUsableGUIDIsRefused(_ guid: String) async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        await #expect(throws: Failure(.invalidParam)) { try await world.logIn(token, guid: guid) }
    }

    @Test func theLimitIsTheOneOfThisMoment() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        for guid in ["one", "two", "three"] { try await world.logIn(token, guid: guid) }
        try await world.set(["devices.per.platform": "3", "devices.when.full": "refuse"])
        let error = await #expect(throws: Failure(.userTooManyDevice)) { try await world.logIn(token, guid: "four") }
        #expect(error?.status.rawValue == 13)
        #expect(try await world.logIn(token, guid: "two").device.device == DeviceSN(2), "a known device is always admitted")
        try await world.set(["devices.per.platform": "4"])
        #expect(try await world.logIn(token, guid: "four").device.device == DeviceSN(4))
    }

    @Test func whoHasToGoIsTold() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        try await world.set(["devices.per.platform": "2"])
        for guid in ["one", "two"] {
            try await world.logIn(token, guid: guid)
            world.clock.advance(by: 1_000)
        }
        world.live.connect([DeviceSN(1)])
        #expect(try await world.logIn(token, guid: "three").device.device == DeviceSN(3))
        #expect(world.live.told.suffix(2) == [world.told(.evicted, 2), world.told(.firstLogin, 3)])
    }

    @Test func aDeviceIsNewOnce() async throws {
        let world = try await LoginWorld()
        let token = try await world.token()
        try await world.logIn(token)
        try await world.logIn(token)
        #expect(world.live.told == [world.told(.firstLogin, 1)])
    }
}
