import HearthCore
import Testing
import XSYNC

@testable import FlooClient

struct ClientSessionTests {
    private let noon = Instant(milliseconds: 1_800_000_000_000)
    private static let message = Submission.message(.init(), to: .user(UserID(2002)), at: Instant(milliseconds: 1))

    private func session(online: Bool = true) -> ClientSession {
        var session = ClientSession(Identity(user: UserID(1002), token: "T", guid: "G"), deviceInfo: "I")
        if online {
            _ = session.connected()
            _ = session.receive(Down.login())
        }
        return session
    }

    private func read(_ uid: UInt64, key: UInt64 = 0) -> ClientSession.Action { .send(.sync(SyncUL(xid: XID(uid: uid), key: key))) }

    // MARK: - Login

    @Test func aLoginIsFollowedByTheConversationList() {
        var session = session(online: false)
        let provision = ProvisionUL(xid: XID(uid: 1002), token: "T", deviceGUID: "G", deviceInfo: "I")
        #expect(session.connected() == [.send(.provision(provision))])
        #expect(session.receive(Down.login(device: 7)) == [.loggedIn(DeviceSN(7)), .send(.unread)])
        _ = session.disconnected()
        let again = ProvisionUL(xid: XID(uid: 1002, deviceSN: 7), token: "T", deviceGUID: "G", deviceInfo: "I")
        #expect(session.connected() == [.send(.provision(again))])
    }

    @Test func aRefusedLoginTellsStatusAndReason() {
        var session = session(online: false)
        #expect(session.receive(Down.refused(.invalidToken, "no")) == [.loginRefused(.refused(status: 7, reason: "no"))])
        #expect(!session.isOnline)
    }

    // MARK: - Syncing

    @Test func onlyConversationsWithSomethingNewAreRead() {
        var session = session()
        #expect(session.receive(Down.unread([2002: 2, 2004: 0, 0: 1])) == [read(2002), read(0)])
    }

    @Test func everyPageIsConfirmedUntilTheClosingOne() {
        var session = session()
        #expect(session.receive(Down.notice(2002)) == [read(2002)])
        let page = session.receive(Down.page(2002, [5, 6], next: 6))
        #expect(page.compactMap(\.messageID) == [5, 6])
        #expect(page.last == read(2002, key: 6))
        #expect(session.receive(Down.page(2002)) == [.emit(.caughtUp(2002))])
    }

    @Test func aNoticeInTheMiddleOfASyncReadsOnceMoreAtItsEnd() {
        var session = session()
        _ = session.receive(Down.notice(2002))
        #expect(session.receive(Down.notice(2002)) == [])
        #expect(session.receive(Down.notice(2002)) == [])
        _ = session.receive(Down.page(2002, [5], next: 5))
        #expect(session.receive(Down.page(2002)) == [.emit(.caughtUp(2002)), read(2002)])
        #expect(session.receive(Down.page(2002)) == [.emit(.caughtUp(2002))])
    }

    @Test func anEmptyPageWithAKeyIsConfirmedToo() {
        var session = session()
        _ = session.receive(Down.notice(2002))
        #expect(session.receive(Down.page(2002, next: 9)) == [read(2002, key: 9)])
    }

    @Test func aPagePushedWithoutARequestIsTakenAndConfirmed() {
        var session = session()
        let pushed = session.receive(Down.page(2002, [5], next: 5, eager: true))
        #expect(pushed.compactMap(\.messageID) == [5])
        #expect(pushed.last == read(2002, key: 5))
    }

    @Test func aRepeatedItemIsToldOnce() {
        var session = session()
        _ = session.receive(Down.page(2002, [5, 6], next: 6))
        _ = session.disconnected()
        _ = session.connected()
        _ = session.receive(Down.login())
        #expect(session.receive(Down.page(2002, [6, 7], next: 7)).compactMap(\.messageID) == [7])
        #expect(session.duplicates == 1)
    }

    @Test func typingIsToldEachTimeAndEndsNoSync() {
        var session = session()
        _ = session.receive(Down.notice(2002))
        for _ in 1...2 {
            let told = session.receive(Down.typing(from: 2002, id: 8))
            #expect(told.count == 1)
            guard case .emit(.typing(let message)) = told.first else { return #expect(Bool(false)) }
            #expect(message.sender == UserID(2002))
        }
        #expect(session.receive(Down.notice(2002)) == [])
    }

    @Test func aSyncThatNeverEndsIsStartedAgainByALaterHeartbeat() {
        var session = session()
        _ = session.receive(Down.notice(2002))
        #expect(session.heartbeat() == [.send(.unread)])
        #expect(session.receive(Down.unread([2002: 1])) == [])
        _ = session.heartbeat()
        #expect(session.receive(Down.unread([2002: 1])) == [read(2002)])
    }

    @Test(arguments: [Im_Floo_Protobuf_UserNotice.TypeEnum.kickBySameDevice, .passwordChanged, .deviceRemoved])
    func aKickEndsTheLogin(type: Im_Floo_Protobuf_UserNotice.TypeEnum) {
        var session = session()
        #expect(session.receive(Down.userNotice(type, id: 4)).last == .end(.loggedOut(notice: type.rawValue)))
    }

    @Test func anotherDevicesLoginIsOnlyNews() {
        var session = session()
        #expect(session.receive(Down.userNotice(.deviceLogin, id: 4)).count == 1)
    }

    @Test func anAnswerWithoutStatusIsAViolation() {
        var session = session()
        guard case .emit(.trouble(.protocolViolation)) = session.receive(.sync(Im_Floo_Protobuf_SyncDL())).first else {
            return #expect(Bool(false))
        }
    }

    // MARK: - Sending

    @Test func aMessageIsRepeatedUnchangedUntilItIsAcknowledged() throws {
        var session = session(online: false)
        let body = Im_Floo_Protobuf_MessageBody.with { $0.content = "hi" }
        let (id, early) = session.submit(.message(body, to: .user(UserID(2002)), at: noon), now: noon)
        #expect(early == [])
        _ = session.connected()
        let first = try #require(session.receive(Down.login(device: 3)).compactMap(\.request).first?.meta)
        #expect(first.id == id)
        #expect(first.from == XID(uid: 1002, deviceSN: 3))
        #expect(try Im_Floo_Protobuf_MessageBody(wire: first.payload) == body)
        _ = session.disconnected()
        _ = session.connected()
        #expect(session.receive(Down.login(device: 3)).compactMap(\.request).map(\.meta) == [first])
        #expect(session.receive(Down.ack(id, 77)) == [.settled(clientID: id, .success(Acknowledgement(id: MessageID(77))))])
        _ = session.connected()
        #expect(session.receive(Down.login()).compactMap(\.request).isEmpty)
    }

    @Test func sendsOfOneMillisecondHaveNumbersOfTheirOwn() {
        var session = session()
        let ids = (1...3).map { _ in session.submit(Self.message, now: noon).clientID }
        #expect(ids == [1_800_000_000_000, 1_800_000_000_001, 1_800_000_000_002])
    }

    @Test func aRefusedSendTellsStatusAndReason() {
        var session = session()
        let (id, _) = session.submit(Self.message, now: noon)
        let answer = session.receive(Down.ack(id, 0, StatusValue(code: .userBanned, reason: "banned")))
        #expect(answer == [.settled(clientID: id, .failure(.refused(status: 11, reason: "banned")))])
        #expect(session.receive(Down.ack(id, 5)) == [])
    }

    @Test func typingIsNotRepeated() {
        var session = session()
        #expect(session.typing(to: UserID(2002), now: noon).count == 1)
        _ = session.connected()
        #expect(session.receive(Down.login()).compactMap(\.request).isEmpty)
    }

    // MARK: - History

    @Test func historyAnswersInTheOrderOfTheRequests() throws {
        var session = session()
        let first = session.history(of: 2002, before: nil, count: 2)
        let second = session.history(of: 2002, before: MessageID(5), count: 2)
        let request = SyncUL(xid: XID(uid: 2002), key: 5, isFullSync: true, fullSyncNum: 2)
        #expect(second.actions == [.send(.sync(request))])
        guard case .history(let ticket, .success(let page)) = session.receive(Down.history(2002, [6, 5], next: 5)).first else {
            return #expect(Bool(false))
        }
        #expect(ticket == first.ticket)
        #expect(page.messages.map(\.id.rawValue) == [6, 5])
        #expect(page.next == MessageID(5))
        #expect(session.disconnected() == [.history(ticket: second.ticket, .failure(.disconnected))])
    }

    @Test func historyIsNoNewMessage() {
        var session = session()
        _ = session.history(of: 2002, before: nil, count: 2)
        _ = session.receive(Down.history(2002, [5]))
        #expect(session.receive(Down.page(2002, [5], next: 5)).compactMap(\.messageID) == [5])
    }
}
