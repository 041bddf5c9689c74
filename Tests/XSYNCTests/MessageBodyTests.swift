import NIOCore
import Testing

@testable import XSYNC

/// What is read of a message body, and what is appended to it.
struct MessageBodyTests {
    private func header(_ hex: String) throws(WireError) -> MessageBodyHeader {
        try MessageBodyHeader.read(ByteBuffer(bytes: [UInt8](hex: hex)))
    }

    @Test func anUnknownKindIsNegative() throws {
        #expect(try header("28ffffffffffffffffff01").contentType == -1)
    }

    @Test(arguments: [4, 7, 8, 9, 11])
    func everyTextHasToBeUTF8(_ number: UInt8) throws {
        #expect(throws: WireError.notText) { try MessageBodyHeader.read(ByteBuffer(bytes: [number << 3 | 2, 1, 0xff])) }
        _ = try MessageBodyHeader.read(ByteBuffer(bytes: [number << 3 | 2, 2, 0xc3, 0xa9]))
    }

    @Test func theServersOwnFieldsAreTakenBack() throws {
        let forged = ByteBuffer(bytes: [UInt8](hex: "0802 6001 7002 78e807 a00601 2202796f"))
        let header = try MessageBodyHeader.read(forged)
        let clean = MessageBody.sanitised(payload: forged, header: header)
        #expect(clean == [UInt8](buffer: forged) + [0x60, 0, 0x70, 0, 0x78, 0])
        let body = try Im_Floo_Protobuf_MessageBody(serializedBytes: clean)
        #expect(!body.isSystem)
        #expect(body.status == .unread)
        #expect(body.editTimestamp == 0)
        #expect(body.content == "yo")
    }

    @Test func onlyWhatWasForgedIsAppended() throws {
        let forged = ByteBuffer(bytes: [UInt8](hex: "7002 2202796f"))
        let clean = try MessageBody.sanitised(payload: forged, header: MessageBodyHeader.read(forged))
        #expect(clean == [UInt8](buffer: forged) + [0x70, 0])
    }

    @Test func aSuffixOverridesThePayload() throws {
        let suffix = MessageBody.suffix(isSystem: true, status: 2, editTimestamp: 1_700_000_000_001)
        let item = MetaDL(
            id: 1, from: XID(), to: XID(uid: 1001), timestamp: 1, ns: .message, payload: [UInt8](hex: "0802 7001"),
            suffix: suffix
        )
        let frame = try Frame.read(DownFrame.sync(SyncDL(metas: [item])).bytes())
        let sync = try Im_Floo_Protobuf_SyncDL(wire: frame.payload)
        let body = try Im_Floo_Protobuf_MessageBody(serializedBytes: sync.metas[0].payload)
        #expect(body.type == .chat)
        #expect(body.isSystem)
        #expect(body.status == .read)
        #expect(body.editTimestamp == 1_700_000_000_001)
        #expect(MessageBody.suffix().isEmpty)
    }

    @Test(arguments: [
        "6201 60",  // is_system as bytes: protobuf.js reads true
        "3205 0801 0a0100",  // the operation's type as bytes
        "3204 0801 1005 3202 1006",  // two operations
        "3208 1a021003 1a020801",  // two xids of an operation
        "08 828080808000",  // a type of six bytes
        "22 81808080808000 41",  // a length of seven bytes
    ])
    func bytesThatClientsReadOtherwiseAreAmbiguous(_ hex: String) throws {
        #expect(try header(hex).isAmbiguous)
    }

    @Test(arguments: ["0802 2202796f 280032 0408001000", "f00701 a206024142", "28ffffffffffffffffff01", "7880808080808001"])
    func bytesThatEveryoneReadsAlikeAreNot(_ hex: String) throws {
        #expect(try !header(hex).isAmbiguous)
    }
}
