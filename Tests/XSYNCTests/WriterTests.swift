import Foundation
import HearthCore
import NIOCore
import SwiftProtobuf
import Testing
import WireAgreement

@testable import XSYNC

/// Our writers against swift-protobuf's serialization of the same values.
struct WriterTests {
    private static let seed: UInt64 = 0x3117_e575
    private static let rounds = 500

    private func frame(_ command: Im_Floo_Protobuf_Frame.Command, _ payload: some SwiftProtobuf.Message) -> [UInt8] {
        Im_Floo_Protobuf_Frame.with {
            $0.command = command
            $0.payload = Data(payload.wireBytes)
        }.wireBytes
    }

    private func forEachGenerator(_ check: (inout SeededGenerator) throws -> Void) rethrows {
        print("WriterTests seed", Self.seed)
        var generator = SeededGenerator(seed: Self.seed)
        for _ in 0..<Self.rounds { try check(&generator) }
    }

    @Test func syncPagesAreWrittenAlike() throws {
        try forEachGenerator { generator in
            let message = generator.syncDL()
            try #require([UInt8](buffer: DownFrame.sync(SyncDL(message)).bytes()) == frame(.sync, message))
        }
    }

    @Test func conversationListsAreWrittenAlike() throws {
        try forEachGenerator { generator in
            let message = generator.unreadDL()
            try #require([UInt8](buffer: DownFrame.unread(UnreadDL(message)).bytes()) == frame(.unread, message))
        }
    }

    @Test func loginAnswersAreWrittenAlike() throws {
        try forEachGenerator { generator in
            let message = Im_Floo_Protobuf_Provision.with {
                $0.status = generator.status()
                $0.xid = generator.xid()
            }
            try #require([UInt8](buffer: DownFrame.provision(ProvisionDL(message)).bytes()) == frame(.provision, message))
        }
    }

    @Test func syncsOfClientsAreWrittenAlikeAndReadBack() throws {
        try forEachGenerator { generator in
            let message = generator.syncUL()
            let value = try #require(Reference.syncUL(message.wireBytes))
            let payload = try Frame.read(UpFrame.sync(value).bytes()).payload
            try #require([UInt8](buffer: payload) == message.wireBytes)
            try #require(try SyncUL.read(payload) == value)
        }
    }

    @Test func loginsOfClientsAreWrittenAlike() throws {
        try forEachGenerator { generator in
            let message = generator.provision()
            let payload = try Frame.read(UpFrame.provision(ProvisionUL(message)).bytes()).payload
            try #require([UInt8](buffer: payload) == message.wireBytes)
        }
    }

    @Test func aNoticeNeverNamesADevice() {
        #expect(DownFrame.notice(XID(uid: 0, deviceSN: 5)).bytes() == DownFrame.notice(XID()).bytes())
        #expect(DownFrame.notice(XID(uid: 2002, deviceSN: 5)).bytes() == DownFrame.notice(XID(uid: 2002)).bytes())
    }

    @Test func aFrameIsAppendedToWhatIsThere() {
        var buffer = ByteBuffer(bytes: [0x04])
        DownFrame.unread(UnreadDL()).write(into: &buffer)
        DownFrame.notice(XID(uid: 2002)).write(into: &buffer)
        #expect([UInt8](buffer: buffer) == [UInt8](hex: "04 22040a020801 180222050a0308d20f"))
    }

    @Test func aTextThatIsNotContiguousIsWrittenToo() throws {
        let reason = String(String.UnicodeScalarView("né".unicodeScalars.reversed().reversed()))
        let frame = DownFrame.sync(SyncDL(status: StatusValue(code: .fail, reason: reason), xid: XID()))
        #expect(try Im_Floo_Protobuf_SyncDL(wire: Frame.read(frame.bytes()).payload).status.reason == "né")
    }

    @Test func everyVarintHasItsSize() {
        for shift in 0..<64 as Range<UInt64> {
            for value in [UInt64(1) << shift, (UInt64(1) << shift) - 1] {
                var bytes = [UInt8](repeating: 0, count: 10)
                let written = bytes.withUnsafeMutableBytes { region in
                    var writer = WireWriter(region)
                    writer.varint(value)
                    return writer.index
                }
                #expect(WireSize.varint(value) == written)
            }
        }
        #expect(WireSize.varint(.max) == 10)
    }
}
