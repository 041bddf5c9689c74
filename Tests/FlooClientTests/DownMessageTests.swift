import NIOCore
import Testing
import XSYNC

@testable import FlooClient

/// The bytes are the golden vectors of the protocol reference.
struct DownMessageTests {
    private static func bytes(_ hex: String) -> ByteBuffer {
        let digits = Array(hex)
        let pairs = stride(from: 0, to: digits.count, by: 2).map { String(digits[$0...($0 + 1)]) }
        return ByteBuffer(bytes: pairs.compactMap { UInt8($0, radix: 16) })
    }

    @Test func aGrantedLoginIsRead() throws {
        guard case .provision(let answer) = try DownMessage(Self.bytes("1803220b0a020801120508e9071003")) else {
            return #expect(Bool(false))
        }
        #expect(answer.status.code == .ok)
        #expect(answer.xid.uid == 1001)
        #expect(answer.xid.deviceSn == 3)
    }

    @Test func aNoticeOfTheSystemQueueIsQueueZero() throws {
        #expect(try DownMessage(Self.bytes("180222020a00")) == .notice(Im_Floo_Protobuf_XID()))
    }

    @Test func aPageIsRead() throws {
        let hex = "1801222e0a0208011220088b27120508d20f10011a0308e9072080d095ffbc3128013206080222026869188b27220308d20f"
        guard case .sync(let page) = try DownMessage(Self.bytes(hex)) else { return #expect(Bool(false)) }
        let message = try Message(try #require(page.metas.first))
        #expect(message.text == "hi")
        #expect(message.from == XID(uid: 2002, deviceSN: 1))
        #expect(message.timestamp.milliseconds == 1_700_000_000_000)
        #expect(page.nextKey == 5003)
    }

    @Test(arguments: ["ff", "1807", "1801220508", "100118012200"])
    func whatIsNoFrameIsAViolation(hex: String) {
        #expect(throws: ClientError.self) { try DownMessage(Self.bytes(hex)) }
    }
}
