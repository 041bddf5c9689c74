import HearthCore
import Testing
import XSYNC

@testable import FlooClient

/// Operations as they go up (the table of xsync.md 7), and as a server sends them down.
struct OperationTests {
    private typealias Kind = Im_Floo_Protobuf_MessageOperation.OpType

    private let noon = Instant(milliseconds: 1_800_000_000_000)
    private let bob = Recipient.user(UserID(2002))
    private let group = Recipient.group(GroupID(31))

    private func session() -> ClientSession {
        var session = ClientSession(Identity(user: UserID(1002), token: "T", guid: "G"), deviceInfo: "I")
        _ = session.connected()
        _ = session.receive(Down.login(device: 3))
        return session
    }

    private func sent(_ submission: Submission) throws -> (meta: Meta, body: Im_Floo_Protobuf_MessageBody) {
        var session = session()
        let meta = try #require(session.submit(submission, now: noon).actions.first?.request?.meta)
        #expect(meta.from == XID(uid: 1002, deviceSN: 3))
        #expect(meta.timestamp == 0)
        return (meta, try Im_Floo_Protobuf_MessageBody(wire: meta.payload))
    }

    private func event(_ message: DownMessage) -> Event? {
        var session = session()
        guard case .emit(let event)? = session.receive(message).first else { return nil }
        return event
    }

    // MARK: - Up

    @Test(arguments: [Im_Floo_Protobuf_MessageOperation.OpType.readAck, .deliverAck, .playAck])
    func receiptsGoToTheAuthor(kind: Im_Floo_Protobuf_MessageOperation.OpType) throws {
        let (meta, body) = try sent(.receipt(kind, MessageID(5), to: UserID(2002)))
        #expect(meta.to == XID(uid: 2002))
        #expect(meta.namespace == .message)
        #expect((body.type, body.ctype) == (.oper, .command))
        #expect((body.operation.type, body.operation.mid, body.operation.hasXid) == (kind, 5, false))
    }

    @Test(arguments: [Im_Floo_Protobuf_MessageOperation.OpType.readAll, .readCancel, .delete])
    func whatIsForTheOwnDevicesGoesToThisOne(kind: Im_Floo_Protobuf_MessageOperation.OpType) throws {
        let (meta, body) = try sent(.own(kind, MessageID(5), in: group))
        #expect(meta.to == XID(uid: 1002, deviceSN: 3))
        #expect((body.operation.type, body.operation.mid, body.operation.xid.uid) == (kind, 5, 31))
    }

    @Test func aRecallNamesTheConversationTwice() throws {
        let (meta, body) = try sent(.recall(MessageID(5), in: group))
        #expect(meta.to == XID(uid: 31))
        #expect((body.operation.type, body.operation.mid, body.operation.xid.uid) == (.recall, 5, 31))
    }

    @Test func editsCarryTextAndWhatIsMerged() throws {
        let (meta, body) = try sent(.edit(.replace, MessageID(5), "new", ext: #"{"a":1}"#, in: bob))
        #expect(meta.to == XID(uid: 2002))
        #expect((body.type, body.ctype, body.content, body.ext) == (.oper, .text, "new", #"{"a":1}"#))
        #expect((body.operation.type, body.operation.mid, body.operation.hasXid) == (.replace, 5, false))
    }

    @Test(arguments: [(true, Im_Floo_Protobuf_ConversationOperation.OpType.deleteEverywhere), (false, .delete)])
    func aConversationIsDeletedWithoutReceiver(everywhere: Bool, kind: Im_Floo_Protobuf_ConversationOperation.OpType) throws {
        let meta = try sent(.deletion(of: bob, everywhere: everywhere, device: DeviceSN(3))).meta
        #expect(meta.to == nil)
        #expect(meta.namespace == .conversation)
        let body = try Im_Floo_Protobuf_Conversation(wire: meta.payload)
        #expect((body.type, body.operation.type) == (.oper, kind))
        #expect((body.operation.xid.uid, body.operation.xid.deviceSn) == (2002, 3))
    }

    @Test func theAnswerToAnEditTellsItsTime() {
        var session = session()
        let (id, _) = session.submit(.edit(.append, MessageID(5), "!", in: bob), now: noon)
        let answer = Acknowledgement(id: MessageID(9), editedAt: Instant(milliseconds: 1_700_000_000_001))
        #expect(session.receive(Down.ack(id, 9, edit: 1_700_000_000_001)) == [.settled(clientID: id, .success(answer))])
    }

    @Test func aDeletedConversationLeavesTheListOnceTheServerHasDeletedIt() {
        var session = session()
        _ = session.receive(Down.unread([2002: 0, 31: 0]))
        let (id, _) = session.submit(.deletion(of: bob, everywhere: false, device: nil), now: noon)
        #expect(session.conversations == [bob, group])
        _ = session.receive(Down.ack(id, 9))
        #expect(session.conversations == [group])
        _ = session.receive(Down.deletion(of: 31))
        #expect(session.conversations.isEmpty)
    }

    // MARK: - Down

    @Test func everyKindHasAnEventOfItsOwn() throws {
        let kinds: [(Kind, (MessageOperation) -> Event)] = [
            (.readAck, Event.read), (.deliverAck, Event.delivered), (.playAck, Event.played), (.readAll, Event.readAll),
            (.readCancel, Event.markedUnread), (.recall, Event.recalled), (.delete, Event.deleted),
        ]
        for (kind, event) in kinds {
            let told = try #require(self.event(Down.operation(kind)))
            let operation = try #require(told.operation)
            #expect(told == event(operation))
            #expect((operation.id, operation.message, operation.conversation) == (MessageID(9), MessageID(5), bob))
            #expect((operation.from, operation.timestamp.milliseconds) == (XID(uid: 2002, deviceSN: 1), 7))
        }
    }

    @Test func editsTellTimeAndContent() throws {
        for (kind, isAppended) in [(Kind.append, true), (.replace, false)] {
            let message = Down.operation(kind, to: 31, xid: 31) {
                $0.content = "new"
                $0.ext = "null"
                $0.editTimestamp = 1_700_000_000_001
            }
            let edit: MessageEdit
            switch try #require(event(message)) {
            case .appended(let found) where isAppended: edit = found
            case .replaced(let found) where !isAppended: edit = found
            case let other: return #expect(Bool(false), "\(other)")
            }
            #expect((edit.content, edit.ext, edit.editedAt.milliseconds) == ("new", "null", 1_700_000_000_001))
            #expect((edit.operation.message, edit.operation.conversation) == (MessageID(5), group))
        }
    }

    @Test func anOperationThatNamesNoConversationIsFiledByItsSenderAndReceiver() {
        #expect(event(Down.operation(.recall, xid: 0))?.operation?.conversation == bob)
        #expect(event(Down.operation(.recall, to: 31, xid: 0))?.operation?.conversation == group)
        let own = event(Down.operation(.recall, from: XID(uid: 1002, deviceSN: 4), to: 2002, xid: 0))
        #expect(own?.operation?.conversation == bob)
    }

    @Test func anOperationThatIsNotKnownIsToldAsItCame() {
        guard case .item = event(Down.operation(.unknown)) else { return #expect(Bool(false)) }
    }

    @Test func aDeletedConversationIsTold() {
        #expect(event(Down.deletion(of: 31)) == .conversationDeleted(group, from: XID(uid: 1002, deviceSN: 4)))
    }

    @Test func anOperationIsConfirmedLikeAMessageAndToldOnce() {
        var session = session()
        let confirmation = ClientSession.Action.send(.sync(SyncUL(xid: XID(uid: 2002), key: 9)))
        #expect(session.receive(Down.operation(.recall)).last == confirmation)
        #expect(session.receive(Down.operation(.recall)) == [confirmation])
    }
}
