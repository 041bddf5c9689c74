import NIOCore
import Testing

@testable import XSYNC

/// The corners of the wire format, one by one.
struct WireReaderTests {
    private func frame(_ hex: String) throws(WireError) -> Frame { try Frame.read(ByteBuffer(bytes: [UInt8](hex: hex))) }
    private func sync(_ hex: String) throws(WireError) -> SyncUL { try SyncUL.read(ByteBuffer(bytes: [UInt8](hex: hex))) }

    @Test func aDetachedFrameIsTheSameAndKeepsNothingElseAlive() throws {
        var body = ByteBuffer(bytes: [UInt8](hex: "1001 1803 2202 0a0b 2802 3803"))
        body.writeRepeatingByte(0, count: 1 << 20)
        let length = 12
        let frame = try Frame.read(try #require(body.getSlice(at: 0, length: length)))
        #expect(frame.payload.storageCapacity > 1 << 16)
        let detached = frame.detached()
        #expect(detached == frame && detached.payload.storageCapacity <= 64)
    }

    @Test func noBytesAreAFrameOfZeros() throws {
        let frame = try frame("")
        #expect(frame.knownCommand == .unread)
        #expect(frame.payload.readableBytes == 0)
    }

    @Test(arguments: [
        "80",  // a tag that does not end
        "1801 22",  // a length that is missing
        "1801 2205 0a03",  // a length beyond the end
        "22ffffffffffffffffff01",  // a length beyond all bounds
        "22ffffffff07",  // 2^31 - 1
        "00 01",  // field number 0
        "0e 00", "0f 00",  // wire types 6 and 7
        "4b 4c",  // a group
        "1c",  // the end of a group
        "18 8080808080808080808000",  // a varint of eleven bytes
        "18 80",  // a varint that does not end
        "888080808000 00", "8880808010 00",  // tags beyond 32 bits
        "49 00000000000000",  // seven bytes of eight
        "4d 000000",  // three bytes of four
    ])
    func malformedBytesAreRefused(_ hex: String) {
        #expect(throws: WireError.malformed) { try frame(hex) }
    }

    @Test(arguments: ["42 01 ff", "42 02 c080", "42 03 eda080"]) func textThatIsNotUTF8IsNamedSo(_ hex: String) {
        #expect(throws: WireError.notText) { try frame(hex) }
    }

    @Test func theLastValueOfAFieldWins() throws {
        let frame = try frame("1801 1803 2201aa 2200 3201aa 3200")
        #expect(frame.knownCommand == .provision)
        #expect(frame.payload.readableBytes == 0)
        #expect(!frame.hasEncryptKey)
    }

    @Test func anEnumIsCutTo32BitsAndMayBeNegative() throws {
        #expect(try frame("18 8180808010").knownCommand == .sync)
        let negative = try frame("18 ffffffffffffffffff01")
        #expect(negative.command == UInt64.max)
        #expect(negative.knownCommand == nil)
    }

    @Test func encryptionAndCompressionAreSeen() throws {
        let frame = try frame("1001 2802 3203010203 38ffffffff0f")
        #expect(frame.compressMethod == 1)
        #expect(frame.encryptMethod == 2)
        #expect(frame.hasEncryptKey)
        #expect(frame.checkSum == UInt64(UInt32.max))
    }

    @Test func aKnownFieldOfAForeignTypeIsPassedOver() throws {
        #expect(try frame("1801 1a0103 1d00000003 190000000000000003").knownCommand == .sync)
    }

    @Test func aRepeatedSubMessageIsMerged() throws {
        #expect(try sync("0a03 08d20f 0a02 1003").xid == XID(uid: 2002, deviceSN: 3))
        #expect(try sync("1a04 08011200 1a04 12021003").meta == Meta(id: 1, from: XID(deviceSN: 3)))
    }

    @Test func anEmptySubMessageIsPresent() throws {
        #expect(try sync("0a00").xid == XID())
        #expect(try sync("").xid == nil)
    }

    @Test func aFieldMayNotLeaveItsSubMessage() {
        #expect(throws: WireError.malformed) { try sync("0a02 08d20f") }
        #expect(throws: WireError.malformed) { try sync("1a03 320308 0000") }
    }

    @Test func aPayloadSharesTheBytesOfTheFrame() throws {
        var buffer = ByteBuffer(bytes: [0x04] + [UInt8](hex: "1801 2203 aabbcc"))
        buffer.moveReaderIndex(forwardBy: 1)
        let payload = try Frame.read(buffer).payload
        #expect([UInt8](buffer: payload) == [0xaa, 0xbb, 0xcc])
        let shared = buffer.withUnsafeReadableBytes { all in
            payload.withUnsafeReadableBytes { $0.baseAddress == all.baseAddress.map { $0 + 4 } }
        }
        #expect(shared)
    }

    @Test func aNamespaceWithoutMeaningIsKept() throws {
        let meta = try Meta.read(ByteBuffer(bytes: [UInt8](hex: "2863")))
        #expect(meta.ns == 99)
        #expect(meta.namespace == nil)
    }
}
