import HearthCore
import IM
import Live
import TestSupport
import Testing

struct HubTests {
    private let hub = Hub(audiences: .none)

    private func enter(_ user: Int64, _ sn: Int32 = 1, app: Int64 = 1) -> Listener {
        let listener = Listener(user, sn, app: app)
        hub.enter(listener)
        return listener
    }

    private func announce(_ id: Int64 = 100, from sender: Listener, to target: MessageTarget, stored: Bool = true) {
        let message = OutgoingMessage(
            sender: sender.address, target: target, clientID: 1, contentType: 0, isEphemeral: !stored, payload: [])
        let place = AcceptedMessage.Place(conversation: ConversationID(7), target: message.target, previous: .zero)
        hub.announce([AcceptedMessage(message: message, id: MessageID(id), place: stored ? place : nil)])
    }

    @Test func aMessageWakesAllDevicesOfTheRecipientAndTheSendersOthers() {
        let alice = (enter(2, 1), enter(2, 2))
        let bob = (enter(4, 1), enter(4, 2))
        let carol = enter(6)
        announce(from: alice.0, to: .user(UserID(4)))
        #expect(alice.0.lines == [])
        #expect(alice.1.lines == ["100 from 4 in 7"])
        #expect(bob.0.lines == ["100 from 2 in 7"])
        #expect(bob.1.lines == ["100 from 2 in 7"])
        #expect(carol.lines == [])
    }

    @Test func whatEndsWithATokenReachesItsSessionsAlone() {
        let (first, second) = (Listener(4, 1, token: "ended"), Listener(4, 2, token: "ended"))
        let (other, stranger) = (Listener(4, 3, token: "kept"), Listener(6, 1, token: "ended"))
        for session in [first, second, other, stranger] { hub.enter(session) }
        for session in [first, second, other, stranger] { _ = session.news() }
        let bob = first.address.account
        #expect(hub.isConnected(bob, token: "ended") && hub.isConnected(bob, token: "kept"))
        #expect(!hub.isConnected(bob, token: "another"))
        hub.tell(.userFrozen, bob, token: "ended")
        #expect([first, second, other, stranger].map { $0.news() } == [["2 end"], ["2 end"], [], []])
        // A login with a new token on the same device takes the session's place.
        let again = Listener(4, 1, token: "new")
        hub.enter(again)
        _ = again.news()
        hub.leave(second)
        #expect(!hub.isConnected(bob, token: "ended"))
        _ = again.news()
        hub.tell(.kicked, bob, token: "ended")
        #expect(again.news() == [])
    }

    @Test func typingReachesThePeerAlone() {
        let alice = (enter(2, 1), enter(2, 2))
        let bob = enter(4)
        announce(from: alice.0, to: .user(UserID(4)), stored: false)
        #expect(alice.0.lines + alice.1.lines == [])
        #expect(bob.lines == ["pushed 100"])
    }

    @Test func aNoteToOneselfWakesTheOtherDevicesOnce() {
        let alice = (enter(2, 1), enter(2, 2))
        announce(from: alice.0, to: .user(UserID(2)))
        #expect(alice.0.lines == [])
        #expect(alice.1.lines == ["100 from 2 in 7"])
    }

    @Test func messagesAreAnnouncedInOrder() {
        let alice = enter(2)
        let bob = enter(4)
        announce(100, from: alice, to: .user(UserID(4)))
        announce(101, from: alice, to: .user(UserID(4)))
        #expect(bob.lines == ["100 from 2 in 7", "101 from 2 in 7"])
    }

    @Test func theSameDeviceReplacesAndTellsTheOldOne() {
        let old = enter(4, 1)
        let other = enter(4, 2)
        let new = enter(4, 1)
        #expect(old.news().last == "4 end")
        #expect(other.news() == ["7 1"])
        #expect(new.news() == [])
        #expect(hub.count == 2)
        announce(from: enter(2), to: .user(UserID(4)))
        #expect(old.lines == [])
        #expect(new.lines.count == 1)
    }

    @Test func aReplacedSessionThatLeavesTakesNobodyAlong() {
        let old = enter(4)
        let new = enter(4)
        hub.leave(old)
        #expect(hub.sessions(of: new.address.account).first === new)
    }

    @Test func whoHasLeftHearsNothing() {
        let bob = (enter(4, 1), enter(4, 2))
        hub.leave(bob.0)
        announce(from: enter(2), to: .user(UserID(4)))
        #expect(bob.0.lines == [])
        #expect(bob.1.lines.count == 1)
        hub.leave(bob.1)
        hub.leave(bob.1)
        #expect(hub.sessions(of: bob.1.address.account).isEmpty)
        #expect(hub.count == 1)
    }

    @Test func enteringTwiceIsEnteringOnce() {
        let bob = enter(4)
        let other = enter(4, 2)
        hub.enter(bob)
        #expect(hub.count == 2)
        #expect(bob.news() == ["7 2"])
        #expect(other.news() == [])
    }

    @Test func twoAppsWithOneUserIDStayApart() {
        let here = enter(4, 1, app: 1)
        let there = enter(4, 1, app: 2)
        #expect(hub.count == 2)
        announce(from: enter(2, 1, app: 2), to: .user(UserID(4)))
        #expect(here.lines == [])
        #expect(there.lines == ["100 from 2 in 7"])
    }
}
