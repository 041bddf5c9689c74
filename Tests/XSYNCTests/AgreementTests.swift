import NIOCore
import SwiftProtobuf
import Testing

@testable import XSYNC

/// Our readers against swift-protobuf, on messages that are whole, spoilt and rearranged.
struct AgreementTests {
    private static let seed: UInt64 = 0x5eed_2025
    private static let rounds = 6_000

    /// Runs `check` on mutated bytes; the first input it returns false for fails the test.
    private func forEachInput(
        salt: UInt64, of make: (inout SeededGenerator) -> any SwiftProtobuf.Message, check: ([UInt8], inout Tally) -> Bool
    ) throws {
        let seed = Self.seed ^ salt
        print("AgreementTests seed", seed)
        var generator = SeededGenerator(seed: seed)
        var tally = Tally()
        for round in 0..<Self.rounds {
            let bytes: [UInt8] = try generator.mutated(make(&generator).serializedBytes())
            try #require(check(bytes, &tally), "seed \(seed), round \(round), bytes \(bytes)")
        }
        // A generator that makes only one kind of input would prove nothing.
        #expect(tally.accepted > Self.rounds / 5)
        #expect(tally.refused > Self.rounds / 10)
    }

    private struct Tally {
        var accepted = 0
        var refused = 0

        mutating func count(_ isAccepted: Bool) {
            if isAccepted { accepted += 1 } else { refused += 1 }
        }
    }

    @Test func framesAgree() throws {
        try forEachInput(salt: 1, of: { $0.frame() }) { bytes, tally in
            let ours = try? Frame.read(ByteBuffer(bytes: bytes))
            let theirs = Reference.frame(bytes)
            tally.count(ours != nil)
            guard let ours, let theirs else { return ours == nil && theirs == nil }
            return Int64(bitPattern: ours.command) == theirs.command.rawValue
                && [UInt8](buffer: ours.payload) == [UInt8](theirs.payload)
                && Int64(bitPattern: ours.compressMethod) == theirs.compressMethod.rawValue
                && Int64(bitPattern: ours.encryptMethod) == theirs.encryptMethod.rawValue
                && ours.checkSum == theirs.checkSum && ours.hasEncryptKey == !theirs.encryptKey.isEmpty
        }
    }

    @Test func syncsAgree() throws {
        try forEachInput(salt: 2, of: { $0.syncUL() }) { bytes, tally in
            let ours = try? SyncUL.read(ByteBuffer(bytes: bytes))
            tally.count(ours != nil)
            return ours == Reference.syncUL(bytes)
        }
    }

    @Test func metasAgree() throws {
        try forEachInput(salt: 3, of: { $0.meta() }) { bytes, tally in
            let ours = try? Meta.read(ByteBuffer(bytes: bytes))
            tally.count(ours != nil)
            return ours == Reference.meta(bytes)
        }
    }

    @Test func messageBodiesAgree() throws {
        try forEachInput(salt: 4, of: { $0.messageBody() }) { bytes, tally in
            let ours = try? MessageBodyHeader.read(ByteBuffer(bytes: bytes))
            let theirs = Reference.messageBody(bytes)
            tally.count(ours != nil)
            guard let ours, let theirs else { return ours == nil && theirs == nil }
            let tags = Set(topLevelFields(bytes))
            let fields = ours.carriesServerFields
            return ours.agrees(with: theirs) && fields.isSystem == tags.contains(12 << 3)
                && fields.status == tags.contains(14 << 3) && fields.editTimestamp == tags.contains(15 << 3)
        }
    }

    @Test func sanitisingChangesTheServersFieldsAlone() throws {
        try forEachInput(salt: 5, of: { $0.messageBody() }) { bytes, tally in
            let buffer = ByteBuffer(bytes: bytes)
            let header = try? MessageBodyHeader.read(buffer)
            tally.count(header != nil)
            guard let header, var expected = Reference.messageBody(bytes) else { return header == nil }
            expected.isSystem = false
            expected.status = .unread
            expected.editTimestamp = 0
            return Reference.messageBody(MessageBody.sanitised(payload: buffer, header: header)) == expected
        }
    }

    @Test func whatIsNotAmbiguousIsReadAlikeByJavaScript() throws {
        try forEachInput(salt: 6, of: { $0.messageBody() }) { bytes, tally in
            guard let header = try? MessageBodyHeader.read(ByteBuffer(bytes: bytes)), !header.isAmbiguous else {
                tally.count(false)
                return true
            }
            tally.count(true)
            var expected = Reference.messageBody(bytes)
            expected?.clearUnknownFields()
            guard let script = try? JavaScriptReader.messageBody(bytes) else { return false }
            return script == expected
        }
    }

    @Test func whatSwiftProtobufWritesIsNeverAmbiguous() throws {
        var generator = SeededGenerator(seed: Self.seed)
        for _ in 0..<500 {
            let header = try MessageBodyHeader.read(ByteBuffer(bytes: generator.messageBody().wireBytes))
            #expect(!header.isAmbiguous)
        }
    }
}

extension Im_Floo_Protobuf_MessageBody {
    /// protobuf.js keeps no unknown fields.
    fileprivate mutating func clearUnknownFields() {
        unknownFields = SwiftProtobuf.UnknownStorage()
        if hasFrom { from.unknownFields = SwiftProtobuf.UnknownStorage() }
        if hasTo { to.unknownFields = SwiftProtobuf.UnknownStorage() }
        guard hasOperation else { return }
        operation.unknownFields = SwiftProtobuf.UnknownStorage()
        if operation.hasXid { operation.xid.unknownFields = SwiftProtobuf.UnknownStorage() }
    }
}
