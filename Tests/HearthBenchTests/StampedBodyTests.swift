import NIOCore
import Testing

@testable import hearth_bench

struct StampedBodyTests {
    @Test(arguments: [0, 1, 0x0123_4567_89ab_cdef, UInt64.max])
    func theStampComesBack(stamp: UInt64) {
        for size in [16, 128, 300] {
            var body = StampedBody(size: size)
            let bytes = body.stamped(stamp)
            #expect(bytes.withUnsafeReadableBytes { StampedBody.stamp(in: $0) } == stamp)
        }
    }

    @Test func aMessageToAGroupSaysSo() {
        for (body, type) in [(StampedBody(size: 16), UInt64(2)), (StampedBody(size: 16, type: .groupchat), 3)] {
            var body = body
            let bytes = body.stamped(7)
            #expect(bytes.withUnsafeReadableBytes { WireFields.value(1, in: $0) } == type)
            #expect(bytes.withUnsafeReadableBytes { StampedBody.stamp(in: $0) } == 7)
        }
    }

    @Test func aBodyWithoutStampHasNone() {
        let bytes = ByteBuffer(bytes: [0x08, 0x02, 0x22, 0x01, 0x61])
        #expect(bytes.withUnsafeReadableBytes { StampedBody.stamp(in: $0) } == 0)
    }

    @Test func truncatedFieldsEndTheWalk() {
        let bytes = ByteBuffer(bytes: [0x08, 0x02, 0x22, 0x05, 0x61])
        let numbers = bytes.withUnsafeReadableBytes { raw in
            var fields = WireFields(raw)
            var numbers: [Int] = []
            while let field = fields.next() { numbers.append(field.number) }
            return numbers
        }
        #expect(numbers == [1])
    }
}
