import HearthCore
import Testing
import XSYNC

@testable import Gateway
@testable import IM

/// Notices that are kept, as devices read them in the queue of the system.
struct NoticeTests {
    private let world = GatewayWorld()
    private let bob: TestConnection

    init() { bob = TestConnection(world, GatewayWorld.device(4)) }

    private func applied() throws -> [UInt8] {
        var notice = Im_Floo_Protobuf_RosterNotice()
        notice.type = .applied
        notice.from.uid = 2
        var to = Im_Floo_Protobuf_XID()
        to.uid = 4
        notice.to = [to]
        return try notice.serializedBytes()
    }

    @Test func aConnectedDeviceIsWokenForTheSystemsQueue() throws {
        world.tell(4, .rosterNotice, try applied())
        let frames = bob.turn()
        #expect(frames == [.notice(XID())])
        // An empty sub-message is uid 0 for every client; none at all makes some throw (xsync.md 0 and 5.3).
        let frame = try Im_Floo_Protobuf_Frame(serializedBytes: Array(try #require(frames.first).bytes().readableBytesView))
        #expect(Array(frame.payload) == [0x0a, 0x00])
        world.tell(6)
        world.tell(4)
        #expect(bob.turn().isEmpty, "one notice until it has synced to the end")
    }

    @Test func aNoticeIsFromWhomItIsAbout() throws {
        let payload = try applied()
        world.tell(4, .rosterNotice, payload)
        world.tell(4, .userNotice, [8, 6])
        bob.turn()
        let page = try #require(bob.sync(0).page)
        #expect(page.xid == XID() && page.metas.map(\.ns) == [.rosterNotice, .userNotice])
        #expect(page.metas.map(\.from) == [XID(uid: 2), XID()] && page.metas.allSatisfy { $0.to == XID(uid: 4) })
        #expect(page.metas.map(\.payload) == [payload, [8, 6]] && page.metas.allSatisfy(\.suffix.isEmpty))
        #expect(page.metas.allSatisfy { $0.timestamp == UInt64(MessageID(Int64($0.id)).instant.milliseconds) })
        #expect(page.nextKey == page.metas.last?.id)
        let end = try #require(bob.sync(0, key: page.nextKey).page)
        #expect(end.metas.isEmpty && end.nextKey == 0 && end.xid == XID())
    }

    @Test func whoWasAwayFindsItListedUntilHeHasReadIt() {
        let away = GatewayWorld.device(8)
        world.tell(8)
        let carl = TestConnection(world, away)
        #expect(carl.send(.unread).list?.entries == [ConversationUnread(xid: XID(), n: 1, type: 0)])
        carl.readAll(0)
        #expect(carl.send(.unread).list?.entries == [])
        #expect(TestConnection(world, away).send(.unread).list?.entries == [])
    }

    @Test func theDeviceThatDidItIsToldNothing() {
        let other = TestConnection(world, GatewayWorld.device(4, 2))
        bob.turn()
        world.tell(4, except: 1)
        #expect(bob.turn().isEmpty && other.turn().notices == [0])
        #expect(bob.sync(0).page?.metas.isEmpty == true)
        #expect(other.sync(0).page?.metas.count == 1)
    }

    /// From memory, and from the store when memory is too short.
    @Test(arguments: [64, 2]) func theFirstSDKIsGivenNoUserNotice(itemsPerWindow: Int) throws {
        let world = GatewayWorld(itemsPerWindow: itemsPerWindow)
        let old = TestConnection(world, GatewayWorld.device(4), sdkVersion: "1.0.0")
        let first = GatewayWorld.device(4)
        world.tell(4, .userNotice, [8, 6])
        #expect(old.turn().isEmpty)
        #expect(old.sync(0).page?.metas.isEmpty == true)
        #expect(world.cursors.pending(CursorKey(device: first, conversation: ConversationID(1))) != nil, "it got past")
        for _ in 0..<5 { world.tell(4, .userNotice, [8, 6]) }
        world.tell(4, .rosterNotice, try applied())
        for _ in 0..<5 { world.tell(4, .userNotice, [8, 6]) }
        #expect(old.turn().notices == [0])
        var (kinds, key) = ([Namespace](), UInt64(0))
        repeat {
            let page = old.sync(0, key: key).page
            kinds += page?.metas.map(\.ns) ?? []
            key = page?.nextKey ?? 0
        } while key > 0
        #expect(kinds == [.rosterNotice])
        #expect(old.send(.unread).list?.entries == [])
    }

    @Test func refusalsOfARosterAndOfABanCarryTheirWords() {
        let (anna, me) = (GatewayWorld.device(2).account, GatewayWorld.device(4).account)
        world.timelines.set(SendFacts.Standing(isFriend: true, isBlocked: true), of: me.user, with: anna)
        for (id, qos) in [(5, 0), (6, 1)] as [(UInt64, UInt8)] {
            let refusal = bob.submit(to: 2, id: id, Body(qos: qos)).page
            #expect(refusal?.clientMid == id && refusal?.serverMid == 0)
            #expect(refusal?.status.code == .fail && refusal?.status.reason == "you have been blocked by the recipient")
        }
        world.timelines.set(.forever, of: me)
        #expect(bob.submit(to: 6, id: 7).page?.status.code == .userBanned)
        world.timelines.set(.none, of: me)
        world.timelines.set(.stranger, of: me.user, with: anna)
        #expect(bob.submit(to: 2, id: 8).page?.status.code == .ok)
    }

    @Test func amongFriendsAloneAStrangerIsRefused() {
        let settings = AppSettings(stored: ["chat.friends.only": "true"])
        world.appState.replace(with: AppDirectory.Entry(app: world.appState.entry.app, settings: settings))
        let refusal = bob.submit(to: 2, id: 5).page
        #expect(refusal?.status.code == .fail && refusal?.status.reason == "your relation with target does not allow chat")
        #expect(refusal?.clientMid == 5)
        let (anna, me) = (GatewayWorld.device(2).account, GatewayWorld.device(4).account)
        world.timelines.set(SendFacts.Standing(isFriend: true, isBlocked: false), of: me.user, with: anna)
        #expect(bob.submit(to: 2, id: 6).page?.status.code == .ok)
    }
}
