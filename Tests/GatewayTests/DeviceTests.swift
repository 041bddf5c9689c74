import HearthCore
import Live
import Testing
import XSYNC

@testable import Gateway
@testable import IM

/// What connections of one user hear of each other.
struct DeviceTests {
    private let world = GatewayWorld()
    private let bob = GatewayWorld.device(4).account

    private func connect(_ sn: Int32, sdk: String = "3.0.0") -> TestConnection {
        let connection = TestConnection(world, GatewayWorld.device(4, sn), sdkVersion: sdk)
        connection.turn()
        return connection
    }

    /// Type and content of the notices that came; "closed" at the end of a connection that was.
    private func heard(_ connection: TestConnection) throws -> [String] {
        let notices = try connection.turn().pages.flatMap(\.metas).map { meta in
            let notice = try Im_Floo_Protobuf_UserNotice(serializedBytes: meta.payload)
            return notice.content.isEmpty ? "\(notice.type.rawValue)" : "\(notice.type.rawValue) \(notice.content)"
        }
        return notices + (connection.transport.isDisconnected ? ["closed"] : [])
    }

    @Test func aNoticeIsAPushThatClientsTake() throws {
        let phone = connect(1)
        let laptop = connect(2)
        let page = try #require(phone.turn().page)
        #expect(page.status == .ok)
        #expect(page.xid == XID())
        #expect(page.nextKey == 0 && page.clientMid == 0 && !page.isFullSync)
        let meta = try #require(page.metas.first)
        #expect(page.metas.count == 1 && meta.ns == .userNotice && meta.id > 0)
        #expect(meta.from == XID() && meta.to == XID(uid: 4, deviceSN: 1))
        let notice = try Im_Floo_Protobuf_UserNotice(serializedBytes: meta.payload)
        #expect(notice.type == .deviceLogin && notice.content == "2")
        #expect(phone.sync(0).page?.metas == [], "nothing of it is stored")
        #expect(laptop.turn().isEmpty)
    }

    @Test func theOthersHearOfComingAndGoing() throws {
        let phone = connect(1)
        let old = connect(3, sdk: "1.0.0")
        let laptop = connect(2)
        #expect(try heard(phone) == ["7 3", "7 2"])
        laptop.session.connectionClosed()
        #expect(try heard(phone) == ["8 2"])
        #expect(try heard(old) == [])
    }

    @Test func aNewTabEndsTheOlderOnesAndIsNoLogout() throws {
        let phone = connect(1)
        let tabs = [connect(2), connect(2), connect(2)]
        #expect(try heard(tabs[0]) == ["4", "closed"])
        #expect(try heard(tabs[1]) == ["4", "closed"])
        #expect(try heard(tabs[2]) == [])
        for tab in tabs.prefix(2) { tab.session.connectionClosed() }
        #expect(try heard(phone) == ["7 2", "7 2", "7 2"])
        tabs[2].session.connectionClosed()
        #expect(try heard(phone) == ["8 2"])
    }

    /// The older tab comes back, as web1 does: now it is the one that wins.
    @Test func theTabThatComesBackWins() throws {
        let first = connect(2)
        let second = connect(2)
        #expect(try heard(first) == ["4", "closed"])
        first.session.connectionClosed()
        let again = connect(2)
        #expect(try heard(second) == ["4", "closed"])
        #expect(try heard(again) == [])
        #expect(world.hub.sessions(of: bob).count == 1)
    }

    @Test func aReconnectBehindADeadConnectionKicksNobody() throws {
        let phone = connect(1)
        let dead = connect(2)
        dead.session.connectionClosed()
        let new = connect(2)
        #expect(try heard(dead) == [])
        #expect(try heard(new) == [])
        #expect(try heard(phone) == ["7 2", "8 2", "7 2"])
    }

    /// What has no trigger yet is carried out as well.
    @Test(arguments: [
        (DeviceEvent.evicted, ["5", "closed"], ["8 1"]), (.kicked, ["5", "closed"], ["8 1"]),
        (.removed, ["10", "closed"], ["8 1"]), (.passwordChanged, [], ["1", "closed"]),
        (.userFrozen, ["2", "closed"], ["2", "closed"]), (.userRemoved, ["3", "closed"], ["3", "closed"]),
        (.clusterChanged, ["11", "closed"], ["11", "closed"]), (.dnsChanged, ["12", "closed"], ["12", "closed"]),
        (.trafficLimit, ["13"], ["13"]), (.profileChanged, [], ["6"]),
    ])
    func anEventIsSentAndEndsWhatItEnds(event: DeviceEvent, own: [String], other: [String]) throws {
        let (one, two) = (connect(1), connect(2))
        _ = (one.turn(), two.turn())
        world.hub.tell(event, bob, device: DeviceSN(1))
        #expect(try heard(one).filter { $0 != "8 2" } == own)
        #expect(try heard(two) == other)
        #expect(world.hub.sessions(of: bob).count == [own, other].count { $0.last != "closed" })
    }

    @Test func aSecondLoginOnAConnectionIsOfTheOtherDevice() throws {
        let phone = connect(1)
        let shared = connect(2)
        _ = phone.turn()
        shared.session.beginLogin()
        let granted = SignIn.Granted(device: GatewayWorld.device(6), tokenID: "token", app: world.appState, sdkVersion: "3.0.0")
        shared.session.receive(.signedIn(.success(granted)), login: shared.session.loginNumber)
        #expect(try heard(phone) == ["8 2"])
    }
}

/// The same with logins that ask for their device.
struct DeviceLoginTests {
    private let world = GatewayWorld()
    private let bob = GatewayWorld.device(4).account

    private func logIn(_ guid: String, _ token: String, sdk: String = "3.0.0") async throws -> (LoginDoor, ProvisionDL?) {
        let door = try await LoginDoor(world)
        let request = ProvisionUL(xid: XID(uid: 4), token: token, sdkVersion: sdk, deviceGUID: guid)
        try await door.send(.provision(request))
        guard case .provision(let answer)? = try await door.take(1).first else { return (door, nil) }
        return (door, answer)
    }

    private func set(_ values: [String: String]) async throws {
        var edits = AppSettingEdits()
        for (key, text) in values { try edits.set(key, to: text) }
        try await world.directory.change(AppID("abcdefghijkl"), edits, by: "test")
    }

    private func types(_ frames: [DownFrame]) throws -> [Int] {
        try frames.pages.flatMap(\.metas).map { try Im_Floo_Protobuf_UserNotice(serializedBytes: $0.payload).type.rawValue }
    }

    @Test func aFirstLoginIsAddedThenOn() async throws {
        let token = try await world.token(4)
        let (phone, _) = try await logIn("phone", token)
        _ = try await logIn("laptop", token)
        #expect(try types(try await phone.take(2)) == [9, 7])
        let (again, _) = try await logIn("laptop", token)
        #expect(try types(try await phone.take(1)) == [7])
        try await again.close()
        #expect(try types(try await phone.take(1)) == [8])
    }

    @Test func oneDeviceTooManyIsRefused() async throws {
        let token = try await world.token(4)
        try await set(["devices.per.platform": "1", "devices.when.full": "refuse"])
        let (phone, _) = try await logIn("phone", token)
        let (_, answer) = try await logIn("laptop", token)
        #expect(answer?.status.code.rawValue == 13)
        #expect(answer?.xid == XID(uid: 4))
        #expect(try await !phone.isDisconnected())
    }

    @Test func whoHasToGoIsToldAndClosed() async throws {
        let token = try await world.token(4)
        try await set(["devices.per.platform": "1"])
        let (phone, _) = try await logIn("phone", token)
        let (laptop, answer) = try await logIn("laptop", token)
        #expect(answer == ProvisionDL(xid: XID(uid: 4, deviceSN: 2)))
        #expect(try types(try await phone.take(1)).first == 5)
        #expect(try await phone.isDisconnected())
        #expect(try await !laptop.isDisconnected())
    }

    @Test func theEndOfAConnectionIsNoted() async throws {
        let token = try await world.token(4)
        let (phone, _) = try await logIn("phone", token)
        let device = GatewayWorld.device(4, 1)
        world.clock.advance(by: 60_000)
        await world.lastSeen.flush()
        let atLogin = try #require(world.devices.lastSeen(device))
        try await phone.close()
        #expect(world.devices.lastSeen(device) == atLogin)
        await world.lastSeen.flush()
        #expect(world.devices.lastSeen(device) == atLogin.advanced(by: 60_000))
    }

    /// Another server evicted it, or another login did before this one was complete.
    @Test func aConnectedDeviceThatIsNotRegisteredIsEnded() async throws {
        let token = try await world.token(4)
        let (phone, _) = try await logIn("phone", token)
        world.devices.remove(GatewayWorld.device(4, 1))
        await world.lastSeen.flush()
        #expect(try types(try await phone.take(1)) == [5])
        #expect(try await phone.isDisconnected())
        #expect(world.hub.count == 0)
    }
}
