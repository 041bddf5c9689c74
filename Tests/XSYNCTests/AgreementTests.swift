import NIOCore
import SwiftProtobuf
import Testing
import WireAgreement

@testable import XSYNC

/// Our readers against swift-protobuf, on messages that are whole, spoilt and rearranged.
struct AgreementTests {
    private static let seed: UInt64 = 0x5eed_2025
    private static let rounds = 6_000

    /// Asks for a verdict on mutated bytes; the first disagreement fails the test.
    private func forEachInput(
        salt: UInt64, of make: (inout SeededGenerator) -> any SwiftProtobuf.Message, ask: ([UInt8]) -> Verdict
    ) throws {
        let seed = Self.seed ^ salt
        print("AgreementTests seed", seed)
        var generator = SeededGenerator(seed: seed)
        var accepted = 0
        for round in 0..<Self.rounds {
            let bytes: [UInt8] = try generator.mutated(make(&generator).serializedBytes())
            let verdict = ask(bytes)
            try #require(verdict != .disagreed, "seed \(seed), round \(round), bytes \(bytes)")
            if verdict == .accepted { accepted += 1 }
        }
        // A generator that makes only one kind of input would prove nothing.
        #expect(accepted > Self.rounds / 5)
        #expect(Self.rounds - accepted > Self.rounds / 10)
    }

    @Test func framesAgree() throws { try forEachInput(salt: 1, of: { $0.frame() }, ask: Agreement.onFrame) }

    @Test func syncsAgree() throws { try forEachInput(salt: 2, of: { $0.syncUL() }, ask: Agreement.onSync) }

    @Test func metasAgree() throws { try forEachInput(salt: 3, of: { $0.meta() }, ask: Agreement.onMeta) }

    @Test func messageBodiesAgree() throws { try forEachInput(salt: 4, of: { $0.messageBody() }, ask: Agreement.onBody) }

    @Test func sanitisingChangesTheServersFieldsAlone() throws {
        try forEachInput(salt: 5, of: { $0.messageBody() }, ask: Agreement.onSanitisedBody)
    }

    @Test func whatIsNotAmbiguousIsReadAlikeByJavaScript() throws {
        try forEachInput(salt: 6, of: { $0.messageBody() }, ask: Agreement.onBodyInJavaScript)
    }

    @Test func whatSwiftProtobufWritesIsNeverAmbiguous() throws {
        var generator = SeededGenerator(seed: Self.seed)
        for _ in 0..<500 {
            let header = try MessageBodyHeader.read(ByteBuffer(bytes: generator.messageBody().wireBytes))
            #expect(!header.isAmbiguous)
        }
    }
}
