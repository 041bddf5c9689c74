import HearthCore
import IM
import NIOCore
import Testing
import XSYNC

@testable import Gateway

/// Operations as frames: what clients send, and what each reader is given.
struct OperationFrameTests {
    private static let sender = GatewayWorld.device(1002, 3)

    private func read(
        _ body: Im_Floo_Protobuf_MessageBody, to: XID? = XID(uid: 2002), ns: Int32 = 1
    ) throws -> OutgoingMessage {
        let payload: [UInt8] = try body.serializedBytes()
        return try OutgoingMessage(
            Meta(id: 7, to: to, ns: ns, payload: ByteBuffer(bytes: payload)), from: Self.sender,
            settings: { AppSettings(stored: ["recall.window.chat": "1", "recall.window.group": "2"]) }, now: VirtualInstant.noon)
    }

    private func body(
        _ type: Im_Floo_Protobuf_MessageOperation.OpType, _ mid: UInt64 = 5003, xid: UInt64? = nil, content: String = ""
    ) -> Im_Floo_Protobuf_MessageBody {
        var body = Im_Floo_Protobuf_MessageBody()
        body.type = .oper
        body.ctype = .command
        body.content = content
        body.operation.type = type
        body.operation.mid = mid
        if let xid { body.operation.xid.uid = xid }
        return body
    }

    private func refusal(_ read: () throws -> OutgoingMessage) -> FailureName? {
        do {
            _ = try read()
            return nil
        } catch { return (error as? Failure)?.name }
    }

    // MARK: - Up

    @Test func receiptsNameTheirConversationByTheReceiver() throws {
        for (type, kind) in [
            (Im_Floo_Protobuf_MessageOperation.OpType.readAck, ItemKind.readAck), (.deliverAck, .deliverAck), (.playAck, .playAck),
        ] {
            let message = try read(body(type))
            #expect(message.target == .user(UserID(2002)))
            #expect(message.action == .operation(Operation(kind, on: MessageID(5003))))
        }
        #expect(try read(body(.readAck), to: XID()).target == .user(.system))
    }

    @Test func anEditKnowsWhetherPeopleWriteToFriendsAlone() throws {
        let settings = AppSettings(stored: ["chat.friends.only": "true"])
        for type in [Im_Floo_Protobuf_MessageOperation.OpType.append, .replace] {
            #expect(try !read(body(type, content: "x")).isForFriendsOnly)
            for to in [XID(uid: 2002), nil] {
                let payload: [UInt8] = try body(type, content: "x").serializedBytes()
                let edit = try OutgoingMessage(
                    Meta(id: 7, to: to, ns: 1, payload: ByteBuffer(bytes: payload)), from: Self.sender, settings: { settings },
                    now: VirtualInstant.noon)
                #expect(edit.isForFriendsOnly)
            }
        }
    }

    @Test func whatIsForOnesOwnDevicesNamesItInTheOperation() throws {
        for type in [Im_Floo_Protobuf_MessageOperation.OpType.readAll, .readCancel, .delete] {
            #expect(try read(body(type, xid: 2004), to: XID(uid: 1002)).target == .user(UserID(2004)))
            // SDK 1.0.0 leaves it out.
            #expect(try read(body(type), to: XID(uid: 1002)).target == .unnamed)
        }
    }

    @Test func aRecallCarriesWhatTheAppAllows() throws {
        let message = try read(body(.recall, xid: 2002))
        #expect(message.action == .operation(Operation(.recall, on: MessageID(5003), recalls: .within(chat: 1_000, group: 2_000))))
        #expect(try read(body(.recall), to: XID(uid: 77)).target == .group(GroupID(77)))
    }

    @Test func theOperationItselfAndServerFieldsAreNotStored() throws {
        var edit = body(.append, content: "X")
        edit.ctype = .text
        edit.isSystem = true
        edit.status = .read
        edit.editTimestamp = 99
        let stored = try Im_Floo_Protobuf_MessageBody(serializedBytes: read(edit).payload)
        #expect(stored.content == "X" && !stored.hasOperation && !stored.isSystem && stored.status == .unread)
        #expect(stored.editTimestamp == 0 && stored.type == .oper)
    }

    @Test func unknownOperationsAndIdsAreRefused() {
        #expect(refusal { try read(body(.unknown)) } == .messageInvalid)
        #expect(refusal { try read(body(.UNRECOGNIZED(77))) } == .messageInvalid)
        #expect(refusal { try read(body(.recall, 0)) } == .invalidParam)
        #expect(refusal { try read(body(.recall, 1 << 53)) } == .invalidParam)
        #expect(refusal { try read(body(.readAll, 0, xid: 2002)) } == nil)
        #expect(refusal { try read(body(.recall), ns: 8) } == .serverRtcNotOpen)
    }

    @Test(arguments: [(Im_Floo_Protobuf_ConversationOperation.OpType.delete, false), (.deleteEverywhere, true)])
    func aConversationIsDeletedHereOrEverywhere(type: Im_Floo_Protobuf_ConversationOperation.OpType, everywhere: Bool) throws {
        var conversation = Im_Floo_Protobuf_Conversation()
        conversation.type = .oper
        conversation.operation.type = type
        #expect(refusal { try clear(conversation) } == .messageInvalid)
        conversation.operation.xid.uid = 2002
        #expect(try clear(conversation).action == .clear(everywhere: everywhere))
        #expect(try clear(conversation).target == .user(UserID(2002)))
    }

    private func clear(_ conversation: Im_Floo_Protobuf_Conversation) throws -> OutgoingMessage {
        let payload: [UInt8] = try conversation.serializedBytes()
        return try OutgoingMessage(
            Meta(id: 7, ns: 6, payload: ByteBuffer(bytes: payload)), from: Self.sender, settings: { AppSettings() },
            now: VirtualInstant.noon)
    }

    // MARK: - Down

    private func item(_ kind: ItemKind, sender: Int64 = 1002, editedAt: Int64? = nil, receiver: UserID? = nil) -> TimelineItem {
        TimelineItem(
            id: MessageID(6003), sender: UserID(sender), device: DeviceSN(3), kind: kind,
            related: kind == .message ? nil : MessageID(5003), receiver: receiver,
            editedAt: editedAt.map(Instant.init(milliseconds:)), payload: [0x08, 0x01])
    }

    private func body(of meta: MetaDL) throws -> Im_Floo_Protobuf_MessageBody {
        try Im_Floo_Protobuf_MessageBody(serializedBytes: meta.payload + meta.suffix)
    }

    @Test func theOperationNamesTheConversationAsItsReaderDoes() throws {
        for (reader, peer) in [(2002, Peer.user(UserID(1002))), (1002, .user(UserID(2002))), (2002, .group(GroupID(77)))] as [(Int64, Peer)]
        {
            let meta = MetaDL(item(.recall), for: UserID(reader), peer: peer)
            let operation = try body(of: meta).operation
            #expect(operation.type == .recall && operation.mid == 5003 && operation.xid.uid == peer.wire)
        }
    }

    @Test func itIsFiledUnderTheConversationByClientsThatGoByItsReceiver() {
        func to(_ kind: ItemKind, _ reader: Int64, _ peer: Peer, receiver: UserID? = nil) -> UInt64 {
            MetaDL(item(kind, receiver: receiver), for: UserID(reader), peer: peer).to.uid
        }
        let other = Peer.user(UserID(2002))
        #expect(to(.readAll, 1002, other, receiver: UserID(1002)) == 2002 && to(.readCancel, 1002, .group(GroupID(77))) == 77)
        #expect(to(.delete, 1002, other) == 1002)
        #expect(to(.recall, 2002, .user(UserID(1002))) == 2002 && to(.recall, 1002, other) == 2002)
        #expect(to(.readAck, 1002, .group(GroupID(77)), receiver: UserID(2002)) == 2002)
    }

    @Test func anEditCarriesItsTimeAndAMessageOneMore() throws {
        let edit = try body(of: MetaDL(item(.append, editedAt: 1_800_000_000_000), for: UserID(2002), peer: .user(UserID(1002))))
        #expect(edit.editTimestamp == 1_800_000_000_000)
        let message = MetaDL(item(.message, editedAt: 1_800_000_000_000), for: UserID(2002), peer: .user(UserID(1002)), status: .played)
        #expect(try body(of: message).editTimestamp == 1_800_000_000_001)
        #expect(try body(of: message).status == .read)
    }

    @Test func aDeletedConversationTravelsInItsOwnNamespace() throws {
        let meta = MetaDL(item(.clear), for: UserID(1002), peer: .user(UserID(2002)))
        let conversation = try Im_Floo_Protobuf_Conversation(serializedBytes: meta.payload)
        #expect(meta.ns == .conversation && conversation.operation.type == .deleteEverywhere)
        #expect(conversation.operation.xid.uid == 2002 && meta.to.uid == 1002)
    }
}

private enum VirtualInstant {
    static let noon = Instant(milliseconds: MessageID.epoch)
}
