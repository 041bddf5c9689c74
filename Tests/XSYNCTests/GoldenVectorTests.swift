import NIOCore
import SwiftProtobuf
import Testing
import WireAgreement

@testable import XSYNC

/// Frames that published clients made (up) or took (down).
struct GoldenVectorTests {
    @Test func allVectorsAreLoaded() {
        #expect(Vectors.up.count == 15)
        #expect(Vectors.down.count == 14)
    }

    @Test(arguments: Vectors.all)
    func theEnvelopeNamesTheCommand(_ vector: Vector) throws {
        let frame = try Frame.read(vector.buffer)
        #expect(frame.knownCommand.map { "\($0)".uppercased() } == vector.command)
        #expect(frame.compressMethod == 0)
        #expect(frame.encryptMethod == 0)
        #expect(frame.checkSum == 0)
        #expect(!frame.hasEncryptKey)
    }

    @Test(arguments: Vectors.up.filter { $0.command == "SYNC" })
    func aSyncIsReadAsTheFileSays(_ vector: Vector) throws {
        let sync = try SyncUL.read(Frame.read(vector.buffer).payload)
        let expected = try vector.decoded(Im_Floo_Protobuf_SyncUL.self)
        var bare = sync
        bare.meta?.payload = ByteBuffer()
        var expectedBare = expected
        if expected.hasMeta { expectedBare.meta.payload = .init() }
        #expect(try bare == Reference.syncUL(expectedBare.serializedBytes()))
    }

    @Test(arguments: Vectors.up.filter { $0.command == "SYNC" })
    func aMessageIsReadAsTheFileSays(_ vector: Vector) throws {
        guard let meta = try SyncUL.read(Frame.read(vector.buffer).payload).meta, meta.namespace == .message else { return }
        let expected = try Im_Floo_Protobuf_MessageBody(
            serializedBytes: vector.decoded(Im_Floo_Protobuf_SyncUL.self).meta.payload
        )
        let header = try MessageBodyHeader.read(meta.payload)
        #expect(header.agrees(with: expected))
        #expect(header.carriesServerFields == MessageBodyHeader.ServerFields())
        #expect(!header.isAmbiguous)
        #expect(try Im_Floo_Protobuf_MessageBody(wire: meta.payload) == expected)
        #expect(MessageBody.sanitised(payload: meta.payload, header: header) == [UInt8](buffer: meta.payload))
    }

    @Test(arguments: Vectors.up.filter { $0.command == "PROVISION" })
    func aLoginIsReadAndWrittenAsTheFileSays(_ vector: Vector) throws {
        let login = try Im_Floo_Protobuf_Provision(wire: Frame.read(vector.buffer).payload)
        #expect(try login == vector.decoded(Im_Floo_Protobuf_Provision.self))
        #expect(UpFrame.provision(ProvisionUL(login)).bytes() == vector.buffer)
    }

    @Test func aHeartbeatIsWrittenAsTheClientsDo() throws {
        let vector = try #require(Vectors.up.first { $0.name == "unread_ul_heartbeat" })
        #expect(UpFrame.unread.bytes() == vector.buffer)
        #expect(try Frame.read(vector.buffer).payload.readableBytes == 0)
    }

    @Test(arguments: Vectors.down)
    func aDownFrameIsWrittenByteForByte(_ vector: Vector) throws {
        let frame: DownFrame =
            switch vector.command {
            case "PROVISION": .provision(ProvisionDL(try vector.decoded(Im_Floo_Protobuf_Provision.self)))
            case "UNREAD": .unread(UnreadDL(try vector.decoded(Im_Floo_Protobuf_UnreadDL.self)))
            case "NOTICE": .notice(XID(try vector.decoded(Im_Floo_Protobuf_Notice.self).xid))
            default: .sync(SyncDL(try vector.decoded(Im_Floo_Protobuf_SyncDL.self)))
            }
        #expect([UInt8](buffer: frame.bytes()) == vector.bytes)
    }

    @Test func theHistoryAmountOfSDK1IsPlain() throws {
        let old = try #require(Vectors.up.first { $0.name == "sync_ul_history_sdk1" })
        let sync = try SyncUL.read(Frame.read(old.buffer).payload)
        #expect(sync.historyAmount(sdkVersion: "1.0.0") == 50)
        #expect(sync.historyAmount(sdkVersion: "2.0.0") == 25)
        #expect(SyncUL(fullSyncNum: -20).historyAmount(sdkVersion: "2.0.0") == -20)
        #expect(SyncUL(fullSyncNum: .min).historyAmount(sdkVersion: "1.0.0") == Int(UInt32.max))
    }
}
